"""Verbs: who may do them, what they refuse, and what they leave behind."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import Application, Identifier, Membership, Organization
from members.services import applications, memberships, organizations
from regions.models import Change
from tests import factories as make

TODAY = timezone.localdate()


def test_approving_opens_a_membership_in_one_change_set(world):
    before = Change.objects.count()
    term = applications.approve(world.our_application, by=world.dana, reason="Welcome")
    application = Application.objects.get(pk=world.our_application.pk)
    assert (application.state, application.reason, application.membership) == (
        "approved",
        "Welcome",
        term,
    )
    assert (term.organization.name, term.organization.steward, term.starts) == (
        "Village of Maybe",
        world.north,
        TODAY,
    )
    new = Change.objects.order_by("position")[before:]
    assert len({change.change_set_id for change in new}) == 1
    assert {change.type for change in new} == {
        "members.organization",
        "members.membership",
        "members.application",
    }


def test_a_government_says_which_kind_it_is(world):
    unclear = Application(
        coalition=world.north,
        organization_name="Elsewhere",
        kind="local_government",
        contact_name="A",
        contact_email="a@example.org",
    )
    with pytest.raises(ValidationError) as refused:
        applications.submit(unclear)
    assert refused.value.message_dict == {"level": ["Say what kind of government it is."]}


def test_a_second_decision_is_refused(world):
    applications.approve(world.our_application, by=world.dana)
    with pytest.raises(ValidationError) as refused:
        applications.decline(world.our_application, by=world.dana, reason="no")
    assert refused.value.messages == ["This application is already approved."]
    assert Membership.objects.filter(coalition=world.north).count() == 2


@pytest.mark.parametrize("who", ["eli", "vera", "sam"])
def test_only_the_own_director_decides(world, who):
    with pytest.raises(Application.DoesNotExist):
        applications.approve(world.our_application, by=getattr(world, who))
    assert Application.objects.get(pk=world.our_application.pk).state == "open"


def test_declining_needs_a_reason(world):
    with pytest.raises(ValidationError) as refused:
        applications.decline(world.our_application, by=world.dana, reason="  ")
    assert refused.value.message_dict == {"reason": ["Give a reason: the applicant reads it."]}


def test_an_application_finds_its_organization_by_name(world):
    made = applications.submit(
        Application(
            coalition=world.north,
            organization_name="city of THEIRS",
            kind="local_government",
            level="city",
            contact_name="A",
            contact_email="a@example.org",
        )
    )
    assert made.organization == world.theirs


def test_an_application_guesses_not_between_two_of_one_name(world):
    make.organization("City of Theirs", slug="theirs-too")
    request = Application(
        coalition=world.north,
        organization_name="City of Theirs",
        kind="company",
        contact_name="A",
        contact_email="a@example.org",
    )
    assert applications.submit(request).organization is None


def test_an_archived_organization_is_not_approved(world):
    gone = make.organization("Gone", steward=world.north)
    waiting = make.application(world.north, "Gone", organization=gone)
    organizations.archive(gone, by=world.dana)
    with pytest.raises(ValidationError):
        applications.approve(waiting, by=world.dana)
    assert Application.objects.get(pk=waiting.pk).state == "open"


def test_who_is_to_become_a_member_is_not_archived(world):
    soon = make.organization("Soon", steward=world.north)
    make.membership(soon, world.north, starts=TODAY + datetime.timedelta(days=1))
    with pytest.raises(ValidationError):
        organizations.archive(soon, by=world.dana)


def test_one_open_application_per_organization_and_coalition(world):
    again = Application(
        coalition=world.north,
        organization_name="Village of  MAYBE!",
        kind="local_government",
        level="village",
        contact_name="A",
        contact_email="a@example.org",
    )
    with pytest.raises(ValidationError) as refused:
        applications.submit(again)
    assert refused.value.messages == ["An application under this name is already open here."]
    applications.decline(world.our_application, by=world.dana, reason="Not now")
    assert applications.submit(again).state == "open"


def test_a_term_is_ended_once(world):
    memberships.end(world.our_term, by=world.dana, on=TODAY)
    assert not Membership.objects.current().contains(world.our_term)
    with pytest.raises(ValidationError):
        memberships.end(world.our_term, by=world.dana, on=TODAY)


def test_an_editor_ends_no_term(world):
    with pytest.raises(Membership.DoesNotExist):
        memberships.end(world.our_term, by=world.eli, on=TODAY)


def test_a_renewal_is_a_new_row(world):
    renewed = memberships.renew(world.our_term, by=world.dana, starts=TODAY)
    old = Membership.objects.get(pk=world.our_term.pk)
    assert (old.starts, old.ends, renewed.starts, renewed.ends) == (
        make.LONG_AGO,
        TODAY,
        TODAY,
        None,
    )


def test_archiving_frees_slug_and_identifiers(world):
    Identifier.objects.create(organization=world.ours, scheme="domain", value="ours.gov")
    with pytest.raises(ValidationError):
        organizations.archive(world.ours, by=world.dana)
    memberships.end(world.our_term, by=world.dana, on=TODAY)
    organizations.archive(world.ours, by=world.dana)
    again = make.organization("City of Ours", steward=world.north)
    Identifier.objects.create(organization=again, scheme="domain", value="ours.gov")
    assert [o.pk for o in Organization.objects.live().filter(slug="city-of-ours")] == [again.pk]
    with pytest.raises(ValidationError) as refused:
        organizations.restore(world.ours, by=world.dana)
    assert refused.value.messages == ["Another organization has this slug."]


def test_verifying_is_the_stewards_matter(world):
    organizations.verify(world.ours, by=world.eli, on=datetime.date(2026, 1, 2))
    assert Organization.objects.get(pk=world.ours.pk).verified_on == datetime.date(2026, 1, 2)
    with pytest.raises(Organization.DoesNotExist):
        organizations.verify(world.theirs, by=world.eli)


def test_a_renamed_address_leads_on(world, client):
    """Links and searches still arrive, also after a second change and on the way back."""
    for slug in ("ours", "city-of-all-of-ours", "city-of-ours"):
        world.ours.slug = slug
        world.ours.save()
    former = world.ours.aliases.filter(kind="former_slug").values_list("name", flat=True)
    assert list(former) == ["city-of-all-of-ours", "ours"]
    moved = client.get("/members/ours/")
    assert (moved.status_code, moved["Location"]) == (301, "/members/city-of-ours/")
    assert client.get("/api/v1/members/ours/").status_code == 301
    found = Organization.objects.search("all of ours")
    assert [member.name for member in found] == ["City of Ours"]


def test_the_log_keeps_no_applicants_secret(world):
    logged = Change.objects.filter(type="members.application").first()
    assert "token" not in logged.after
    assert world.our_application.token not in str(logged.after)
