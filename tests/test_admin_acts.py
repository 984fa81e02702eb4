"""Buttons of the admin: offered to whom they are allowed, and done by their services."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Application, Membership, Organization
from regions.models import Change, Door
from tests import factories as make
from tests.admin_doors import everything, url

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ACTS = {
    "verify": ("ours", {}),
    "archive": ("ours", {}),
    "end": ("our_term", {"on": "2026-01-01"}),
    "renew": ("our_term", {"starts": f"{TODAY}"}),
    "approve": ("our_application", {"starts": f"{TODAY}", "role": "member"}),
    "decline": ("our_application", {"reason": "Not now."}),
    "decide": ("our_proposal", {"accepted": ["website"], "reason": ""}),
}
THEIRS = {
    "ours": "theirs",
    "our_term": "their_term",
    "our_application": "their_application",
    "our_proposal": "their_proposal",
}


@pytest.fixture
def world(world):
    """With a proposed correction to each of the two."""
    world.our_proposal = make.proposal(world.ours, website="https://right.example/")
    world.their_proposal = make.proposal(world.theirs, website="https://right.example/")
    return world


def offered(client, row):
    """The names of the buttons on a row's page."""
    return [offer["act"].name for offer in client.get(url(row, "change")).context.get("acts", [])]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["vera", "eli", "dana", "sam", "nat"])
def test_who_may_act(act, who, world, client):
    """The button is there exactly where the address works; elsewhere a POST changes nothing."""
    whose, answers = ACTS[act]
    may = {"dana", "nat"} | ({"eli"} if act in {"verify", "decide"} else set())
    client.force_login(getattr(world, who))
    if act == "archive":
        world.our_term.delete()  # who is a member cannot be archived
    own, foreign = getattr(world, whose), getattr(world, THEIRS[whose])
    for row, allowed in ((own, who in may), (foreign, who in {"sam", "nat"})):
        before = everything()
        page = client.get(url(row, "change"))
        shown = page.status_code == 200 and act in offered(client, row)
        assert shown == allowed
        if not allowed:
            assert client.get(url(row, "act", act)).status_code in {403, 404}
            assert client.post(url(row, "act", act), answers).status_code in {403, 404}
            assert everything() == before
    if who in may:
        answer = client.post(url(own, "act", act), answers)
        assert (answer.status_code, answer["Location"]) == (302, url(own, "change"))
        assert Change.objects.first().change_set.actor == getattr(world, who)


def test_anonymous_acts_not(world, client):
    for act, (whose, answers) in ACTS.items():
        before = everything()
        answer = client.post(url(getattr(world, whose), "act", act), answers)
        assert answer["Location"].startswith("/admin/login/")
        assert everything() == before


def test_a_post_without_the_pages_token_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.dana)
    assert client.post(url(world.ours, "act", "verify")).status_code == 403


def test_an_application_is_approved_once(world, client):
    client.force_login(world.dana)
    address = url(world.our_application, "act", "approve")
    answers = {"starts": "2026-02-01", "role": "corporate_partner", "reason": "Welcome!"}
    assert client.post(address, answers).status_code == 302
    world.our_application.refresh_from_db()
    term = world.our_application.membership
    assert (term.starts, term.role) == (datetime.date(2026, 2, 1), "corporate_partner")
    assert term.organization.name == "Village of Maybe"
    assert world.our_application.reason == "Welcome!"
    written = Change.objects.first().change_set
    assert (written.door, written.reason) == (Door.ADMIN, "Welcome!")
    assert written.changes.count() == 3  # the organization, its membership, the application
    before = everything()
    assert b"already approved" in client.post(address, answers).content
    assert offered(client, world.our_application) == []
    assert everything() == before


def test_an_application_of_a_known_organization_joins_that_one(world, client):
    client.force_login(world.dana)
    page = client.get(url(world.our_application, "change"))
    sent = {"organization": world.theirs.pk, "version": page.context["version"]}
    assert client.post(url(world.our_application, "change"), sent).status_code == 302
    client.post(url(world.our_application, "act", "approve"), {"starts": TODAY, "role": "member"})
    assert Membership.objects.get(organization=world.theirs, coalition=world.north).starts == TODAY


def test_an_application_is_declined_with_a_reason(world, client):
    client.force_login(world.dana)
    address = url(world.our_application, "act", "decline")
    before = everything()
    assert b"This field is required" in client.post(address, {"reason": ""}).content
    assert everything() == before
    client.post(address, {"reason": "Outside of our region."})
    world.our_application.refresh_from_db()
    declined = (Application.State.DECLINED, "Outside of our region.", world.dana)
    row = world.our_application
    assert (row.state, row.reason, row.decided_by) == declined


def test_a_term_ends_and_the_log_says_why(world, client):
    client.force_login(world.dana)
    answers = {"on": "2026-03-01", "reason": "Budget"}
    assert client.post(url(world.our_term, "act", "end"), answers).status_code == 302
    world.our_term.refresh_from_db()
    assert world.our_term.ends == datetime.date(2026, 3, 1)
    assert Change.objects.first().change_set.reason == "Budget"


def test_a_refusal_of_the_service_stands_beside_the_question(world, client):
    client.force_login(world.dana)
    before = everything()
    answer = client.post(url(world.ours, "act", "archive"))
    assert b"is still a member of North Alliance" in answer.content
    answer = client.post(url(world.our_term, "act", "end"), {"on": "1999-01-01"})
    assert b"The end has to come after the start." in answer.content
    assert everything() == before


def test_an_archived_organization_comes_back(world, client):
    client.force_login(world.dana)
    lone = make.organization("Lone Company", kind="company", steward=world.north)
    assert client.post(url(lone, "act", "archive"), {"reason": "Closed"}).status_code == 302
    listed = client.get(url(Organization, "changelist")).context["cl"].queryset
    assert lone not in listed
    archive = client.get(url(Organization, "changelist"), {"state_of_record": "archived"})
    assert list(archive.context["cl"].queryset) == [lone]
    assert offered(client, lone) == ["restore"]
    assert client.post(url(lone, "act", "restore")).status_code == 302
    assert offered(client, lone) == ["verify", "archive"]


def test_many_are_verified_at_once_and_only_the_own(world, client):
    client.force_login(world.dana)
    marked = {"action": "verify", "_selected_action": [world.ours.pk, world.theirs.pk]}
    answer = client.post(url(Organization, "changelist"), marked, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == ["1 verified today.", "1 left as they are."]
    verified = Organization.objects.filter(verified_on=TODAY)
    assert list(verified) == [world.ours]


def test_many_are_deleted_row_by_row_in_one_change_set(world, client):
    client.force_login(world.dana)
    contacts = [make.contact(world.ours, f"Person {n}") for n in (1, 2)]
    marked = {"action": "delete_selected", "_selected_action": [c.pk for c in contacts]}
    page = client.post(url(contacts[0].__class__, "changelist"), marked)
    assert b"Person 1" in page.content
    client.post(url(contacts[0].__class__, "changelist"), {**marked, "post": "yes"})
    assert list(world.ours.contacts.all()) == [world.our_contact]
    newest = Change.objects.first().change_set
    assert [change.op for change in newest.changes.all()] == ["delete", "delete"]


def test_national_staff_deletes_an_organization_to_which_nothing_refers(world, client):
    client.force_login(world.nat)
    lone = make.organization("Typing Mistake", kind="company")
    assert client.post(url(lone, "delete"), {"post": "yes"}).status_code == 302
    assert not Organization.objects.filter(name="Typing Mistake").exists()
    before = everything()
    assert client.post(url(world.ours, "delete"), {"post": "yes"}).status_code == 200
    assert everything() == before


def test_an_unknown_act_is_not_found(world, client):
    client.force_login(world.nat)
    assert client.get(url(world.ours, "act", "explode")).status_code == 404


def test_a_correction_is_decided_field_by_field(world, client):
    proposal = make.proposal(world.ours, name="Town of Ours", city="Gold")
    client.force_login(world.eli)
    page = client.get(url(proposal, "change")).content.decode()
    for shown in ("Name: “City of Ours” becomes “Town of Ours”", "City: “nothing” becomes “Gold”"):
        assert shown in page
    address = url(proposal, "act", "decide")
    before = everything()
    assert b"Give a reason for what you do not accept" in client.post(address, {}).content
    assert b"Select a valid choice" in client.post(address, {"accepted": "slug"}).content
    assert everything() == before
    sent = {"accepted": ["name"], "reason": "There is no such city."}
    assert client.post(address, sent)["Location"] == url(proposal, "change")
    ours = Organization.objects.get(pk=world.ours.pk)
    assert (ours.name, ours.city) == ("Town of Ours", "")
    assert Change.objects.first().change_set.reason == "There is no such city."
    assert b"already decided" in client.post(address, sent).content
    assert offered(client, proposal) == []


def test_a_field_that_moved_since_is_shown_and_refused_beside_the_question(world, client):
    proposal = make.proposal(world.ours, city="Gold")
    world.ours.city = "Silver"
    world.ours.save()
    client.force_login(world.dana)
    address = url(proposal, "act", "decide")
    shown = "City: “nothing” becomes “Gold” (by now “Silver”)"
    assert shown in client.get(address).content.decode()
    before = everything()
    answer = client.post(address, {"accepted": ["city"], "reason": "Right."}).content.decode()
    assert "“Gold” is proposed, and it says “Silver” by now." in answer
    assert "Right.</textarea>" in answer
    assert everything() == before


def test_a_message_without_fields_is_answered(world, client):
    proposal = make.proposal(world.ours, message="The mayor has changed.")
    client.force_login(world.dana)
    page = client.get(url(proposal, "act", "decide")).content.decode()
    assert 'name="accepted"' not in page
    client.post(url(proposal, "act", "decide"), {"reason": "Thank you."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("decided", "Thank you.")
