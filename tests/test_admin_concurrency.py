"""Two forms of one record, sent at one moment: one is saved, the other is told."""

import pytest
from django.test import Client

from members.models import Contact, Membership, Organization, Proposal
from tests import factories as make
from tests.admin_doors import form_on, url
from tests.test_concurrency import together

pytestmark = pytest.mark.django_db(transaction=True)


def sent_at_once(person, row, changes):
    """The status of each answer; the forms were opened one after the other, before any was sent."""

    def prepare(change):
        client = Client()
        client.force_login(person)
        data = form_on(client, url(row, "change"), type(row)) | change
        return lambda: client.post(url(row, "change"), data).status_code

    return sorted(together(*[prepare(change) for change in changes]))


def test_of_two_forms_of_an_organization_one_is_refused(world):
    changes = [{"summary": "One."}, {"website": "https://two.example/"}, {"city": "Three"}]
    assert sent_at_once(world.dana, world.ours, changes) == [200, 200, 302]
    saved = Organization.objects.get(pk=world.ours.pk)
    assert sum(bool(value) for value in (saved.summary, saved.website, saved.city)) == 1


def test_of_two_forms_of_a_contact_one_is_refused(world):
    changes = [{"title": "Mayor"}, {"phone": "+1 555 0199"}]
    assert sent_at_once(world.dana, world.our_contact, changes) == [200, 302]
    saved = Contact.objects.get(pk=world.our_contact.pk)
    assert (saved.title == "Mayor") != (saved.phone == "+1 555 0199")


def test_of_two_forms_that_open_one_term_one_is_refused(world):
    """Each checks first and finds nothing; the second meets the rule while saving."""

    def prepare():
        client = Client()
        client.force_login(world.dana)
        data = form_on(client, url(Membership, "add"), Membership)
        data |= {"organization": world.theirs.pk, "starts": "2026-01-01"}
        return lambda: client.post(url(Membership, "add"), data).status_code

    assert sorted(together(prepare(), prepare())) == [200, 302]
    assert Membership.objects.filter(organization=world.theirs, coalition=world.north).count() == 1


def test_of_two_who_decide_one_correction_one_decides(world):
    proposal = make.proposal(world.ours, city="Gold", summary="Shiny.")

    def prepare(person, **sent):
        client = Client()
        client.force_login(person)
        return lambda: client.post(url(proposal, "act", "decide"), sent).status_code

    answers = together(
        prepare(world.dana, accepted=["city", "summary"]),
        prepare(world.eli, accepted=[], reason="No."),
    )
    assert sorted(answers) == [200, 302]
    ours = Organization.objects.get(pk=world.ours.pk)
    verdicts = set(proposal.changes.values_list("verdict", flat=True))
    if answers[0] == 302:
        assert (ours.city, ours.summary, verdicts) == ("Gold", "Shiny.", {"accepted"})
    else:
        assert (ours.city, ours.summary, verdicts) == ("", "", {"declined"})


def test_two_corrections_of_one_field_decided_at_once_lose_nothing(world):
    """Both were proposed on the same value; the second to come meets the value of the first."""
    both = [make.proposal(world.ours, city=name) for name in ("Gold", "Silver")]

    def prepare(proposal):
        client = Client()
        client.force_login(world.dana)
        sent = {"accepted": ["city"]}
        return lambda: client.post(url(proposal, "act", "decide"), sent).status_code

    answers = together(*map(prepare, both))
    assert sorted(answers) == [200, 302]
    assert Organization.objects.get(pk=world.ours.pk).city == ("Gold", "Silver")[answers.index(302)]
    assert Proposal.objects.open().get() == both[answers.index(200)]
