"""One record: by slug or id, where it went, and whether it changed."""

import json

import pytest
from django.utils import timezone

from members.models import OrganizationAlias
from regions.models import FocusArea, recording
from tests import factories as make
from tests.api.asking import LISTS, ask

pytestmark = pytest.mark.django_db


def merge(gone, survivor):
    gone.merged_into = survivor
    gone.archived_at = timezone.now()
    gone.save()


@pytest.fixture
def rows(world):
    place = make.place("Brighton")
    return {
        "regions": world.north,
        "members": world.ours,
        "memberships": world.our_term,
        "focus-areas": world.water,
        "places": place,
    }


@pytest.mark.parametrize("name", LISTS)
def test_slug_and_id_give_the_stored_bytes(rows, client, name):
    row = rows[name]
    row.refresh_from_db()
    for key in filter(None, (row.public_id, getattr(row, "slug", None))):
        answer = client.get(f"/api/v1/{name}/{key}/")
        assert (answer.status_code, answer.content.decode()) == (200, row.document)
        assert answer["ETag"] == f'"{row.version}"'


@pytest.mark.parametrize("name", LISTS)
def test_an_unchanged_record_is_304(rows, client, name):
    address = f"/api/v1/{name}/{rows[name].public_id}/"
    tag = client.get(address)["ETag"]
    for held in (tag, f"W/{tag}", f'"x", {tag}'):
        answer = client.get(address, headers={"if-none-match": held})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    rows[name].refresh_from_db()
    rows[name].source, rows[name].as_of = "A newer one", "2026"
    rows[name].save()
    answer = client.get(address, headers={"if-none-match": tag})
    assert (answer.status_code, answer["ETag"] == tag) == (200, False)


def test_another_look_at_a_record_has_a_tag_of_its_own(world, client):
    looks = ["", "?fields=name", "?expand=steward", "?format=geojson"]
    tags = {client.get(f"/api/v1/members/city-of-ours/{look}")["ETag"] for look in looks}
    assert len(tags) == 4
    tag = client.get("/api/v1/members/city-of-ours/?expand=steward")["ETag"]
    world.north.summary = "New words."
    world.north.save()
    again = client.get(
        "/api/v1/members/city-of-ours/?expand=steward", headers={"if-none-match": tag}
    )
    assert (again.status_code, again.json()["steward"]["summary"]) == (200, "New words.")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("key", ["nowhere", "000000000000", "NOWHERE", "x" * 300])
def test_an_unknown_record_is_404(rows, client, name, key):
    assert ask(client, f"{name}/{key}/", 404)["type"] == "/api/docs/#problem-not-found"


def test_an_unpublished_record_answers_as_an_unknown_one(world, client):
    def told(key):
        problem = ask(client, f"{key}/", 404)
        return {name: value for name, value in problem.items() if name != "instance"}

    unknown = told("members/nowhere")
    assert told("members/hidden-company") == unknown
    assert told(f"members/{world.hidden.public_id}") == unknown
    assert told(f"memberships/{world.hidden_term.public_id}") == unknown
    client.force_login(world.sam)
    assert ask(client, "members/hidden-company/")["slug"] == "hidden-company"


def test_a_merged_record_leads_to_the_last_survivor(world, client):
    first, second = make.organization("First Name"), make.organization("Second Name")
    merge(first, second)
    merge(second, world.ours)
    for key in ("first-name", first.public_id, "second-name"):
        answer = client.get(f"/api/v1/members/{key}/?fields=name")
        assert answer.status_code == 301
        assert answer["Location"] == "/api/v1/members/city-of-ours/?fields=name"


def test_a_former_slug_leads_to_the_new_one(world, client):
    kind = OrganizationAlias.Kind.FORMER_SLUG
    for row, name in ((world.ours, "ours-before"), (world.hidden, "hidden-before")):
        OrganizationAlias.objects.create(organization=row, kind=kind, name=name)
    answer = client.get("/api/v1/members/ours-before/")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/members/city-of-ours/")
    ask(client, "members/hidden-before/", 404)


def test_an_archived_record_is_gone_and_a_hidden_one_never_was(world, client):
    for row in (world.theirs, world.hidden):
        row.archived_at = timezone.now()
        row.save()
    for key in ("city-of-theirs", world.theirs.public_id):
        assert ask(client, f"members/{key}/", 410)["type"] == "/api/docs/#problem-gone"
    ask(client, "members/hidden-company/", 404)
    merge(make.organization("Doubled"), world.theirs)
    ask(client, "members/doubled/", 410)


def test_a_live_record_goes_before_everything_that_had_its_slug(world, client):
    old = make.organization("City of Plano")
    old.archived_at = timezone.now()
    old.save()
    live = make.organization("City of Plano")
    assert ask(client, "members/city-of-plano/")["id"] == live.public_id


def test_deleted_records_are_gone_by_their_id(rows, world, client):
    place, id_ = rows["places"], rows["places"].public_id
    place.delete()
    ask(client, f"places/{id_}/", 410)
    ours, hidden = world.our_term.public_id, world.hidden_term.public_id
    with recording():
        world.our_term.delete()
        world.hidden_term.delete()
    ask(client, f"memberships/{ours}/", 410)
    ask(client, f"memberships/{hidden}/", 404)


def test_a_slug_that_looks_like_an_id_is_a_slug(world, client):
    other = FocusArea.objects.create(name="Other", slug=world.water.public_id)
    assert ask(client, f"focus-areas/{world.water.public_id}/")["id"] == other.public_id


def test_a_record_is_found_by_what_the_list_says(world, client):
    listed = ask(client, "members/")["results"]
    assert [ask(client, f"members/{each['slug']}/") for each in listed] == listed
    assert json.dumps(listed) == json.dumps([ask(client, f"members/{e['id']}/") for e in listed])
