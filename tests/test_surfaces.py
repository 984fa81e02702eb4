"""Every scoped model through every door: what is private or another region's shows through none."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser

from members.models import Membership, Organization
from regions.models import Coalition, FocusArea, Place, Record, Scoped
from tests import factories as make

pytestmark = pytest.mark.django_db

SCOPED = [model for model in apps.get_models() if issubclass(model, Scoped)]
RESOURCES = {
    Coalition: "regions",
    Organization: "members",
    Membership: "memberships",
    FocusArea: "focus-areas",
    Place: "places",
}
PAGES = [
    "/",
    "/regions/",
    "/regions/{south}/",
    "/members/",
    "/members/?status=current&status=ended&status=upcoming",
    "/members/?q={word}",
    "/members/changes.atom",
    "/members/changes.atom?q={word}",
    "/members/changes.atom?region={south}&status=upcoming",
    "/members/embed/?status=current&status=ended&status=upcoming",
    "/members/embed/?q={word}",
    "/members/history/",
    "/members/history/?by=kind&region={south}",
    "/members/history/?q={word}",
    "/members/{theirs}/",
    "/members/{hidden}/",
    "/members/{theirs}/contact/",
    "/members/{theirs}/contact/sent/",
    "/members/{theirs}/correction/",
    "/members/{hidden}/contact/",
    "/members/{hidden}/correction/",
    "/coverage/",
    "/coverage/?format=csv",
    "/focus-areas/",
    "/focus-areas/water/",
    "/search/?q={word}",
    "/places/?q={word}",
    "/members/compare/?member={theirs}&member={hidden}",
    "/members/compare/?add={word}",
    "/join/",
    "/members/{theirs}/card.vcf",
    "/members/{hidden}/card.vcf",
    "/sitemap.xml",
    "/join/?organization={hidden}",
]
API = [
    f"/api/v1/{resource}/{query}"
    for resource in RESOURCES.values()
    for query in ("", "?format=csv", "?q={word}", "?q={word}&format=csv")
] + [
    "/api/v1/members/?format=geojson",
    "/api/v1/members/?status=current&status=ended&status=upcoming",
    "/api/v1/members/?expand=steward,place",
    "/api/v1/memberships/?expand=organization,coalition",
    "/api/v1/memberships/?organization={hidden}",
    "/api/v1/members/{theirs}/",
    "/api/v1/members/{hidden}/",
    "/api/v1/members/{hidden_id}/",
    "/api/v1/memberships/{hidden_term}/",
]


@pytest.fixture
def secrets(world):
    """Private values of the south, all in the database, by what they are."""
    world.theirs.notes = "Budget fight behind closed doors"
    world.theirs.save()
    make.organization("Hidden Harbor", steward=world.south, kind="company", published=False)
    application = world.their_application
    return {
        "an unpublished member": "Hidden Company",
        "another unpublished member": "Hidden Harbor",
        "a private contact": "Theo Theirs",
        "an address": "theo-theirs@example.org",
        "a phone number": "555 0100",
        "a note": "closed doors",
        "an applicant": "Town of Perhaps",
        "an applicant's person": "Ada Applicant",
        "an applicant's address": "ada@example.org",
        "a status link": application.token,
    }


def filled(world, path, word):
    return path.format(
        word=word,
        south=world.south.slug,
        theirs=world.theirs.slug,
        hidden=world.hidden.slug,
        hidden_id=world.hidden.public_id,
        hidden_term=world.hidden_term.public_id,
    )


def leaked(client, world, secrets, path):
    """Which secrets an answer tells. A search asks for a word of one, which it may echo."""
    words = ["hidden", "theo", "closed"] if "{word}" in path else [""]
    found = []
    for word in words:
        answer = client.get(filled(world, path, word))
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        assert answer.status_code in {200, 400, 404}, (path, answer.status_code)
        found += [(path, word, what) for what, value in secrets.items() if value in text]
    return found


@pytest.mark.parametrize("path", PAGES + API)
def test_a_visitor_reads_nothing_private(client, world, secrets, path):
    assert leaked(client, world, secrets, path) == []


@pytest.mark.parametrize("path", PAGES + API)
def test_another_regions_director_reads_nothing_private(client, world, secrets, path):
    client.force_login(world.dana)
    assert leaked(client, world, secrets, path) == []


def test_the_own_director_finds_what_the_others_must_not(world, secrets):
    """The values are there to leak: who is in charge sees them."""
    assert Organization.objects.visible_to(world.sam).filter(name="Hidden Company").exists()
    assert not Organization.objects.visible_to(world.dana).filter(name="Hidden Company").exists()
    assert (
        not Organization.objects.visible_to(AnonymousUser()).filter(name="Hidden Company").exists()
    )


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_every_model_has_its_admin(model):
    assert admin.site.is_registered(model)


def test_every_public_record_has_its_resource(client, world):
    records = [model for model in SCOPED if issubclass(model, Record)]
    assert set(records) == set(RESOURCES)
    for resource in RESOURCES.values():
        assert client.get(f"/api/v1/{resource}/").status_code == 200


def test_the_same_rows_through_every_door(client, world):
    """The list page, the API and the query agree on who is a member."""
    names = ["City of Ours", "City of Theirs"]
    assert [m["name"] for m in client.get("/api/v1/members/").json()["results"]] == names
    page = client.get("/members/").content.decode()
    assert [name for name in [*names, "Hidden Company"] if name in page] == names
    rows = Organization.objects.live().visible_to(AnonymousUser()).order_by("sort_name")
    assert [row.name for row in rows] == names
