"""The pages of the admin: what waits, who was quicker, what was before, late refusals, search."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from members.models import Contact, Membership, Organization
from regions.models import Change, CoalitionAlias, Door
from tests import factories as make
from tests.admin_doors import errors, everything, form_on, url

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def days(number):
    return TODAY + datetime.timedelta(days=number)


@pytest.fixture
def work(world):
    """Something of each kind waits in both regions, beside what does not wait."""
    for term in (world.our_term, world.their_term):
        term.ends = days(89)
        term.save()
    world.hidden.verified_on = TODAY
    world.hidden.save()
    make.membership(world.ours, world.south, ends=days(91))
    renewed = make.membership(world.theirs, world.north, ends=days(30))
    make.membership(world.theirs, world.north, starts=renewed.ends)
    for member in (world.ours, world.theirs):
        make.proposal(member, message="The mayor has a new name.")
    return world


@pytest.mark.parametrize(("who", "columns"), [("dana", 1), ("vera", 1), ("sam", 1), ("nat", 2)])
def test_each_number_of_the_start_page_is_the_length_of_its_list(work, client, who, columns):
    client.force_login(getattr(work, who))
    waiting = client.get("/admin/").context["waiting"]
    assert len(waiting["coalitions"]) == columns
    counts = {row["label"]: [cell["count"] for cell in row["cells"]] for row in waiting["rows"]}
    assert counts == {
        "Applications to decide": [1] * columns,
        "Corrections to decide": [1] * columns,
        "Memberships that end within 90 days": [1] * columns,
        "Records not verified for a year": [1] * columns,
    }
    for row in waiting["rows"]:
        for cell in row["cells"]:
            assert client.get(cell["url"]).context["cl"].result_count == cell["count"]


def test_records_that_no_coalition_keeps_wait_for_national_staff(world, client):
    make.organization("Nobody's Company", kind="company")
    client.force_login(world.nat)
    waiting = client.get("/admin/").context["waiting"]
    assert waiting["coalitions"] == [world.north, world.south, None]
    cell = waiting["rows"][-1]["cells"][-1]
    assert cell["count"] == client.get(cell["url"]).context["cl"].result_count == 1
    client.force_login(world.dana)
    assert client.get("/admin/").context["waiting"]["coalitions"] == [world.north]


def test_the_start_page_names_the_own_changes_only(world, client):
    client.force_login(world.dana)
    latest = client.get("/admin/").context["latest"]
    assert {change.coalition for change in latest} == {world.north}


# Two people at one record


def test_a_stale_form_is_refused_and_says_who_was_quicker(world, client):
    address = url(world.ours, "change")
    client.force_login(world.eli)
    slow = form_on(client, address, Organization) | {"summary": "What Eli typed for an hour."}
    client.force_login(world.dana)
    quick = form_on(client, address, Organization) | {"website": "https://ours.example/"}
    assert client.post(address, quick).status_code == 302
    client.force_login(world.eli)
    for _ in range(2):  # sending it again does not help either
        answer = client.post(address, slow)
        [told] = errors(answer)
        assert f"this form shows version {slow['version']}" in told
        assert "dana" in told
        assert "website" in told
        assert b"What Eli typed for an hour." in answer.content
    world.ours.refresh_from_db()
    assert (world.ours.website, world.ours.summary) == ("https://ours.example/", "")


def test_a_private_row_makes_a_form_stale_too(world, client):
    """A contact leaves the public version as it is, and is lost just the same."""
    address = url(world.ours, "change")
    client.force_login(world.dana)
    slow = form_on(client, address, Organization) | {"contacts-0-email": "old@example.org"}
    contact = form_on(client, url(world.our_contact, "change"), Contact)
    client.post(url(world.our_contact, "change"), contact | {"email": "new@example.org"})
    assert client.post(address, slow).status_code == 200
    assert Contact.objects.get(pk=world.our_contact.pk).email == "new@example.org"


def test_a_membership_elsewhere_does_not_make_a_form_stale(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(world.ours, "change"), Organization)
    make.membership(world.ours, world.south)
    assert client.post(url(world.ours, "change"), data).status_code == 302


@pytest.mark.parametrize("version", ["", "seven", None])
def test_a_form_without_its_version_is_refused(world, client, version):
    client.force_login(world.dana)
    data = form_on(client, url(world.our_term, "change"), Membership) | {"version": version}
    if version is None:
        del data["version"]
    answer = client.post(url(world.our_term, "change"), {**data, "role": "host"})
    assert "does not say which version" in errors(answer)[0]
    assert Membership.objects.get(pk=world.our_term.pk).role == "member"


# Rules that speak while saving


def test_an_overlap_is_an_error_of_the_form(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(Membership, "add"), Membership) | {"organization": world.ours.pk}
    answer = client.post(url(Membership, "add"), data)
    assert "terms do not overlap" in errors(answer)[0]


def test_a_rule_that_speaks_in_save_is_an_error_of_the_form(world, client, monkeypatch):
    """As when another request saves between the form's check and its save."""
    monkeypatch.setattr(Membership, "clean", lambda self: None)
    client.force_login(world.dana)
    data = form_on(client, url(Membership, "add"), Membership) | {"organization": world.ours.pk}
    before = everything()
    answer = client.post(url(Membership, "add"), data)
    assert "terms do not overlap" in errors(answer)[0]
    assert everything() == before


def test_a_constraint_of_the_database_is_an_error_of_the_form(world, client, monkeypatch):
    monkeypatch.setattr(CoalitionAlias, "validate_constraints", lambda self, exclude=None: None)
    CoalitionAlias.objects.create(coalition=world.north, name="N. A.")
    client.force_login(world.dana)
    data = form_on(client, url(CoalitionAlias, "add"), CoalitionAlias) | {"name": "N. A."}
    before = everything()
    answer = client.post(url(CoalitionAlias, "add"), data)
    assert len(errors(answer)) == 1
    assert everything() == before


def test_guard_rolls_back_what_slipped_through_the_form(world, client, monkeypatch):
    """Were a picker to offer too much, the saved row is asked once more, and all is undone."""

    def every_row(field, user):
        return field.related_model.objects.all()

    monkeypatch.setattr("regions.guards.offered", every_row)
    client.force_login(world.dana)
    data = form_on(client, url(world.ours, "change"), Organization)
    data |= {"steward": world.south.pk, "contacts-0-name": "Renamed on the way"}
    before = everything()
    assert client.post(url(world.ours, "change"), data).status_code == 403
    assert everything() == before


# One request is one change set, and the log is the history


def test_a_form_with_its_inlines_is_one_change_set(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(world.ours, "change"), Organization)
    data |= {"summary": "A city.", "contacts-0-title": "Mayor", "identifiers-TOTAL_FORMS": "1"}
    data |= {"identifiers-0-scheme": "domain", "identifiers-0-value": "ours.gov"}
    assert client.post(url(world.ours, "change"), data).status_code == 302
    written = Change.objects.first().change_set
    assert (written.actor, written.door) == (world.dana, Door.ADMIN)
    assert sorted(written.changes.values_list("type", flat=True)) == [
        "members.contact",
        "members.identifier",
        "members.organization",
    ]
    assert not LogEntry.objects.exists()


def test_history_tells_who_and_each_field_before_and_after(world, client):
    client.force_login(world.eli)
    data = form_on(client, url(world.ours, "change"), Organization)
    data |= {"name": "City of Us", "contacts-0-title": "Mayor"}
    client.post(url(world.ours, "change"), data)
    client.force_login(world.vera)
    answer = client.get(url(world.ours, "history"))
    newest, *_ = answer.context["page"].paginator.object_list
    assert newest.change_set.actor == world.eli
    page = answer.content.decode()
    for word in ("City of Ours", "City of Us", "Mayor", "eli", "by admin", "North Alliance"):
        assert word in page, word


def test_history_shows_changes_of_the_own_coalition_only(world, client):
    client.force_login(world.sam)
    page = client.get(url(world.ours, "history")).content.decode()
    assert "There is no change that you may see." in page
    assert "Olive" not in page


def test_history_keeps_the_applicants_secret_address(world, client):
    client.force_login(world.nat)
    newest = Change.objects.get(type="members.application", key=world.our_application.pk)
    for address in (url(world.our_application, "history"), url(newest, "change")):
        page = client.get(address).content.decode()
        assert "Ada Applicant" in page
        assert world.our_application.token not in page


def test_history_of_accounts_is_of_national_staff(world, client):
    client.force_login(world.nat)
    data = form_on(client, url(world.eli, "change"), type(world.eli)) | {"first_name": "Elias"}
    assert client.post(url(world.eli, "change"), data).status_code == 302
    assert LogEntry.objects.get().user == world.nat
    client.force_login(world.dana)
    assert client.get(url(world.eli, "history")).status_code in {403, 404}


# Search


def test_search_finds_by_other_names_and_whole_identifiers_and_never_by_notes(world, client):
    world.ours.aliases.create(name="Ourtown")
    world.ours.identifiers.create(scheme="domain", value="ours.gov")
    world.theirs.notes = "Confidential merger"
    world.theirs.save()
    client.force_login(world.dana)
    for words, found in (("ourtown", 1), ("ours.gov", 1), ("confidential", 0), ("theirs", 1)):
        answer = client.get(url(Organization, "changelist"), {"q": words})
        assert answer.context["cl"].result_count == found, words


def test_there_is_no_redirect_to_the_address_of_any_row(world, client):
    """Django's own "view on site" would tell the address of an unpublished organization."""
    client.force_login(world.dana)
    assert client.get(f"/admin/r/1/{world.hidden.pk}/").status_code == 404
    assert world.ours.get_absolute_url() in client.get(url(world.ours, "change")).content.decode()
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
