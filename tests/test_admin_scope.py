"""Every model of the admin x every door x every role: asked over the registry.

A model that is registered without a word about its rows, or without scope, fails here.
"""

import datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from members.models import (
    Application,
    Contact,
    Membership,
    Organization,
    Proposal,
    ProposedChange,
)
from regions.guards import ScopedAdmin, ScopedInline
from regions.models import (
    Change,
    ChangeSet,
    Coalition,
    CoalitionCounty,
    County,
    Directorship,
    FocusArea,
    Place,
    State,
)
from tests import factories as make
from tests.admin_doors import REGISTERED, everyones, everything, form_on, url

pytestmark = pytest.mark.django_db

NATIONAL = {State, County, Place, FocusArea, CoalitionCounty, User, ChangeSet}
DIRECTORS = {Application, Directorship, Coalition} | {
    model
    for model in REGISTERED
    if model.__name__ in {"CoalitionAlias", "CoalitionFocusArea", "Leader"}
}
READ_ONLY = {Change, ChangeSet, Proposal, ProposedChange}
PRIVATE = {Application, Change, Contact, Directorship, Proposal, ProposedChange}
DELETED_BY_EDITORS = {"Contact", "Identifier", "OrganizationAlias", "OrganizationFocusArea"}
DELETED_BY_DIRECTORS = {"CoalitionAlias", "CoalitionFocusArea", "Leader"}
PEOPLE = ["vera", "eli", "dana", "sam", "nat"]


def may_see(who, model, whose):
    """Public rows everybody; `hidden` ones, and private kinds of row, only the own people."""
    if model in {User, ChangeSet}:
        return who == "nat"
    public = whose == "theirs" or (whose == "ours" and model not in PRIVATE)
    north = who in {"vera", "eli", "dana"}
    return public or who == "nat" or north == (whose == "ours")


def may_change(who, model, whose):
    if model in READ_ONLY:
        return False
    if who == "nat":
        return True
    own = {"ours": {"eli", "dana"}, "theirs": {"sam"}, "hidden": {"sam"}}[whose]
    if model in NATIONAL or who not in own or (model, whose) == (Directorship, "hidden"):
        return False  # (that one is Sam's own term as a director)
    return who != "eli" or model not in DIRECTORS


def may_delete(who, model, whose):
    if model.__name__ in DELETED_BY_EDITORS | DELETED_BY_DIRECTORS | {"CoalitionCounty"}:
        return may_change(who, model, whose)
    return who == "nat" and model in {Organization, Membership}


@pytest.fixture
def rows(world):
    """{model: {"ours": row, "theirs": row, "hidden": row}} of every registered model."""
    known = everyones(world)
    assert set(known) == set(REGISTERED), "say in admin_doors.everyones() whose rows there are"
    kinds = ("ours", "theirs", "hidden")
    return {
        model: {
            whose: row for whose, row in zip(kinds, known[model], strict=True) if row is not None
        }
        for model in REGISTERED
    }


def test_every_model_of_ours_has_a_scoped_page():
    ours = {m for app in ("regions", "members") for m in apps.get_app_config(app).get_models()}
    assert {m.__name__ for m in ours - set(REGISTERED)} == {"FeedPosition"}
    for model, page in admin.site._registry.items():
        assert model is User or isinstance(page, ScopedAdmin), model
        assert all(issubclass(inline, ScopedInline) for inline in page.inlines), model
        assert page.list_editable == (), model


def test_anonymous_signs_in_first_at_every_door(rows, client):
    before = everything()
    for model, own in rows.items():
        doors = [url(model, "changelist"), url(model, "add")]
        doors += [
            url(row, door) for row in own.values() for door in ("change", "history", "delete")
        ]
        for address in doors:
            for answer in (client.get(address), client.post(address, {"post": "yes"})):
                assert answer.status_code == 302, address
                assert answer["Location"].startswith("/admin/login/"), address
    assert everything() == before


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_of_rows(who, rows, world, client):
    """List, change, history and delete: seen, changed and deleted by whom the design says."""
    client.force_login(getattr(world, who))
    for model, own in rows.items():
        sees = {whose for whose in own if may_see(who, model, whose)}
        answer = client.get(url(model, "changelist"))
        if model in {User, ChangeSet} and who != "nat":
            assert answer.status_code == 403, model
        else:
            listed = {row.pk for row in answer.context["cl"].queryset}
            assert {whose for whose, row in own.items() if row.pk in listed} == sees, model
        for whose, row in own.items():
            page, history = client.get(url(row, "change")), client.get(url(row, "history"))
            assert (page.status_code == 200) == (whose in sees), (model, whose)
            assert (history.status_code == 200) == (whose in sees), (model, whose)
            changes = page.status_code == 200 and b'name="_save"' in page.content
            assert changes == may_change(who, model, whose), (model, whose)
            deletes = client.get(url(row, "delete")).status_code == 200
            assert deletes == may_delete(who, model, whose), (model, whose)


@pytest.mark.parametrize("who", PEOPLE)
def test_posts_that_are_not_allowed_change_nothing(who, rows, world, client):
    client.force_login(getattr(world, who))
    forged = {"name": "Forged", "version": "99999999", "role": "director", "ends": "2021-01-01"}
    before = everything()
    for model, own in rows.items():
        for whose, row in own.items():
            if not may_change(who, model, whose):
                answer = client.post(url(row, "change"), forged)
                assert answer.status_code in {403, 404}, (model, whose)
            if not may_delete(who, model, whose):
                answer = client.post(url(row, "delete"), {"post": "yes"})
                assert answer.status_code in {403, 404}, (model, whose)
                marked = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
                client.post(url(model, "changelist"), marked)
    assert everything() == before


@pytest.mark.parametrize("who", PEOPLE)
def test_a_form_that_is_sent_as_it_stands_changes_nothing(who, rows, world, client):
    """The form saves, its inlines and hidden version too, and no Change is left."""
    client.force_login(getattr(world, who))
    before = everything()
    for model, own in rows.items():
        for whose, row in own.items():
            if may_change(who, model, whose):
                data = form_on(client, url(row, "change"), model)
                answer = client.post(url(row, "change"), data)
                assert answer.status_code == 302, (model, whose, answer.context["errors"])
    assert everything() == before


@pytest.mark.parametrize("who", PEOPLE)
def test_who_adds(who, world, client):
    client.force_login(getattr(world, who))
    before = everything()
    for model in REGISTERED:
        adds = {
            "nat": True,
            "vera": False,
            "eli": model not in DIRECTORS | NATIONAL | {Organization},
        }
        expected = adds.get(who, model not in NATIONAL | {Coalition})
        expected = expected and model not in READ_ONLY | {Application}
        assert (client.get(url(model, "add")).status_code == 200) == expected, model
        if not expected:
            assert client.post(url(model, "add"), {"name": "Forged"}).status_code == 403, model
    assert everything() == before


def test_lists_answer_no_question_about_columns_that_they_do_not_offer(world, client, rf):
    """`?notes__contains=x` on rows of others would tell what their notes say."""
    request = rf.get("/admin/")
    request.user = world.dana
    for model in set(REGISTERED) - {User}:
        page = admin.site._registry[model]
        offers = {getattr(f, "parameter_name", f) for f in page.list_filter}
        offers = {f[0] if isinstance(f, tuple) else f for f in offers}
        for field in model._meta.concrete_fields:
            asked = [f"{field.name}__{lookup}" for lookup in ("contains", "startswith", "regex")]
            if field.name not in offers:
                asked += [field.name, f"{field.name}__exact", f"{field.name}__isnull"]
            allowed = [lookup for lookup in asked if page.lookup_allowed(lookup, "a", request)]
            assert allowed == [], model
    client.force_login(world.dana)
    for path in ("notes__contains", "contacts__email__contains", "steward__users__email__contains"):
        assert client.get(url(Organization, "changelist"), {path: "a"}).status_code == 400


def test_rights_end_on_the_day_the_directorship_ends(world, client):
    today = timezone.localdate()
    term = world.dana.directorships.get()
    client.force_login(world.dana)
    for ends, status in ((today + datetime.timedelta(days=1), 200), (today, 403)):
        term.ends = ends
        term.save()
        for model in {*REGISTERED} - {User, ChangeSet}:
            assert client.get(url(model, "changelist")).status_code == status, model
        start = client.get("/admin/")
        assert bool(start.context["app_list"]) == (status == 200)
        assert bool(start.context["waiting"]["rows"]) == (status == 200)


def test_a_staff_account_without_a_term_sees_nothing(rows, client):
    client.force_login(make.person("newcomer"))
    assert client.get("/admin/").context["app_list"] == []
    assert b"You act for no coalition today" in client.get("/admin/").content
    for model in REGISTERED:
        assert client.get(url(model, "changelist")).status_code == 403, model
        for row in rows[model].values():
            assert client.get(url(row, "change")).status_code in {403, 404}, model
            assert client.get(url(row, "history")).status_code in {403, 404}, model
    asked = {"app_label": "members", "model_name": "membership", "field_name": "organization"}
    assert client.get(reverse("admin:autocomplete"), asked).status_code == 403


def test_an_account_that_is_not_staff_signs_in_first(world, client):
    world.dana.is_staff = False
    world.dana.save()
    client.force_login(world.dana)
    assert client.get(url(Organization, "changelist")).status_code == 302


@pytest.mark.parametrize(("who", "sees"), [("vera", 0), ("dana", 0), ("sam", 1), ("nat", 1)])
def test_notes_are_seen_by_the_stewards_people_alone(who, sees, world, client):
    world.theirs.notes = "Whispered"
    world.theirs.save()
    client.force_login(getattr(world, who))
    page = client.get(url(world.theirs, "change")).content.decode()
    assert page.count("Whispered") == sees
