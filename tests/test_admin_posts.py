"""What a POST to the admin may say: nothing of another coalition, whatever numbers it names."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from members.models import Contact, Membership, Organization
from regions.models import Coalition, CoalitionCounty, Directorship
from tests import factories as make
from tests.admin_doors import errors, everything, form_on, url

pytestmark = pytest.mark.django_db


def refused(client, address, data):
    """Post, and say whether it was refused with nothing changed; no page of ours may crash."""
    before = everything()
    answer = client.post(address, data)
    assert answer.status_code in {200, 403, 404}, answer.status_code
    assert everything() == before
    return answer


# As a director: each of these names something of another coalition.


def test_a_membership_does_not_move_to_another_coalition(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(world.our_term, "change"), Membership)
    answer = refused(client, url(world.our_term, "change"), {**data, "coalition": world.south.pk})
    assert errors(answer) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


def test_a_membership_is_not_opened_in_another_coalition(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(Membership, "add"), Membership)
    data |= {"organization": world.theirs.pk, "starts": "2026-01-01"}
    refused(client, url(Membership, "add"), {**data, "coalition": world.south.pk})
    refused(client, url(Membership, "add"), {**data, "coalition": ""})


def test_a_region_gives_its_own_membership_to_a_published_organization_of_another(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(Membership, "add"), Membership)
    assert data["coalition"] == str(world.north.pk)  # there is but one to choose
    data |= {"organization": world.theirs.pk, "starts": "2026-01-01"}
    assert client.post(url(Membership, "add"), data).status_code == 302
    assert Membership.objects.filter(organization=world.theirs, coalition=world.north).count() == 1


def test_a_membership_does_not_name_an_organization_one_may_not_see(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(world.our_term, "change"), Membership)
    refused(client, url(world.our_term, "change"), {**data, "organization": world.hidden.pk})


def test_an_organization_that_another_coalition_stewards_is_not_changed(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(world.ours, "change"), Organization)
    for row, status in ((world.theirs, 403), (world.hidden, 404)):
        answer = refused(client, url(row, "change"), {**data, "name": "Taken over"})
        assert answer.status_code == status


def test_an_organization_is_not_given_away_nor_left_to_nobody(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(world.ours, "change"), Organization)
    refused(client, url(world.ours, "change"), {**data, "steward": world.south.pk})
    answer = refused(client, url(world.ours, "change"), {**data, "steward": ""})
    assert errors(answer) == ["This field is required."]


def test_rows_of_another_region_are_not_named_by_key(world, client):
    client.force_login(world.dana)
    theirs = [world.their_contact, world.their_application, world.sam.directorships.get()]
    for row, own in zip(
        theirs,
        [world.our_contact, world.our_application, world.vera.directorships.get()],
        strict=True,
    ):
        data = form_on(client, url(own, "change"), type(row))
        assert refused(client, url(row, "change"), data).status_code == 404
        assert refused(client, url(row, "delete"), {"post": "yes"}).status_code == 404


def test_a_contact_of_another_region_is_not_taken_through_an_inline(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(world.ours, "change"), Organization)
    data |= {"contacts-0-id": world.their_contact.pk, "contacts-0-name": "Taken"}
    for forged in ({}, {"contacts-0-DELETE": "on"}):
        answer = refused(client, url(world.ours, "change"), {**data, **forged})
        assert "A row of this form is not one of this record, or no longer." in errors(answer)


def test_a_contact_is_not_moved_to_another_regions_organization(world, client):
    client.force_login(world.dana)
    data = form_on(client, url(world.our_contact, "change"), Contact)
    for organization in (world.theirs, world.hidden):
        data["organization"] = organization.pk
        refused(client, url(world.our_contact, "change"), data)


def test_a_directorship_is_given_for_the_own_coalition_and_below_the_own_rank(world, client):
    client.force_login(world.dana)
    newcomer = make.person("newcomer")
    data = form_on(client, url(Directorship, "add"), Directorship)
    data |= {"user": newcomer.pk, "starts": "2026-01-01", "role": "editor"}
    for forged in ({"coalition": world.south.pk}, {"coalition": ""}, {"role": "director"}):
        refused(client, url(Directorship, "add"), {**data, **forged})
    assert client.post(url(Directorship, "add"), data).status_code == 302
    term = newcomer.directorships.get()
    assert (term.coalition, term.role) == (world.north, "editor")
    promoted = form_on(client, url(term, "change"), Directorship) | {"role": "director"}
    refused(client, url(term, "change"), promoted)


def test_national_staff_sees_every_coalition_and_gives_every_role(world, client):
    client.force_login(world.nat)
    data = form_on(client, url(Directorship, "add"), Directorship)
    data |= {"user": make.person("newcomer").pk, "coalition": world.south.pk, "role": "director"}
    assert client.post(url(Directorship, "add"), data).status_code == 302


def test_only_a_superuser_touches_a_superuser(world, client):
    boss = User.objects.create_superuser("boss")
    client.force_login(world.nat)
    data = form_on(client, url(world.sam, "change"), User)
    client.post(url(world.sam, "change"), {**data, "is_superuser": "on"})
    world.sam.refresh_from_db()
    assert not world.sam.is_superuser
    assert client.post(url(boss, "change"), {"username": "taken"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[boss.pk])
    assert client.get(password).status_code == 403
    client.force_login(boss)
    assert client.get(password).status_code == 200


def test_a_new_account_is_a_staff_account(world, client):
    client.force_login(world.nat)
    data = form_on(client, url(User, "add"), User)
    data |= {
        "username": "fresh",
        "password1": "quite a long one 7",
        "password2": "quite a long one 7",
    }
    assert client.post(url(User, "add"), data).status_code == 302
    assert User.objects.get(username="fresh").is_staff


def test_an_editor_neither_ends_a_term_nor_creates_an_organization(world, client):
    client.force_login(world.eli)
    data = form_on(client, url(world.our_term, "change"), Membership)
    assert "ends" not in data
    client.post(url(world.our_term, "change"), {**data, "ends": "2026-12-31"})
    world.our_term.refresh_from_db()
    assert world.our_term.ends is None
    assert "ends" not in form_on(client, url(Membership, "add"), Membership)
    refused(client, url(Organization, "add"), {"name": "New", "steward": world.north.pk})


def test_a_director_does_not_change_slug_or_counties_of_the_own_coalition(world, client):
    make.serves(world.north, make.county())
    client.force_login(world.dana)
    data = form_on(client, url(world.north, "change"), Coalition)
    assert not {"slug", "home_state", "joined_on"} & set(data)
    county = CoalitionCounty.objects.get()
    forged = {
        "slug": "taken",
        "served_counties-0-id": county.pk,
        "served_counties-0-source": "forged",
        "served_counties-0-DELETE": "on",
        "summary": "Ours.",
    }
    assert client.post(url(world.north, "change"), {**data, **forged}).status_code == 302
    world.north.refresh_from_db()
    assert (world.north.slug, world.north.summary) == ("north-alliance", "Ours.")
    assert CoalitionCounty.objects.get().source == "test"
