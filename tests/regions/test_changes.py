"""Every write leaves a Change, and what would not is refused."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from members.models import Identifier, Membership, Organization
from regions.models import (
    Change,
    ChangeSet,
    County,
    FeedPosition,
    FocusArea,
    acting,
    recording,
)
from regions.models.documents import differs, registered, type_of
from regions.models.tracked import Tracked
from tests import factories as make


def latest(count=1):
    return list(reversed(Change.objects.order_by("-position")[:count]))


def test_a_save_leaves_who_what_before_and_after(world):
    with acting(user=world.dana, door="admin", reason="typo", request_id="r-1"):
        world.ours.name = "City of Ours and All"
        world.ours.save()
    change, _ = latest(2)  # then its term, which is found by the new name too
    assert (change.op, change.type, change.record) == (
        "update",
        "members.organization",
        world.ours.public_id,
    )
    assert change.fields == [("name", "City of Ours", "City of Ours and All")]
    assert change.coalition == world.north
    said = change.change_set
    assert (said.actor, said.door, said.reason, said.request_id) == (
        world.dana,
        "admin",
        "typo",
        "r-1",
    )


def test_an_anonymous_write_has_no_actor(world):
    with acting(user=AnonymousUser(), door="page"):
        make.application(world.north, "Town of Nobody")
    assert latest()[0].change_set.actor is None


def test_a_save_that_changes_nothing_leaves_nothing(world):
    before = FeedPosition.current()
    world.ours.save()
    assert FeedPosition.current() == before


def test_an_owned_row_renews_its_record(world):
    version = Organization.objects.get(pk=world.ours.pk).version
    Identifier.objects.create(organization=world.ours, scheme="domain", value="ours.gov")
    identifier, carried = sorted(latest(2), key=lambda c: c.type, reverse=True)[::-1]
    assert {identifier.type, carried.type} == {"members.identifier", "members.organization"}
    fresh = Organization.objects.get(pk=world.ours.pk)
    assert fresh.version == version + 1
    assert json.loads(fresh.document)["identifiers"] == [{"scheme": "domain", "value": "ours.gov"}]


def test_a_private_row_leaves_a_change_but_no_new_document(world):
    version = Organization.objects.get(pk=world.ours.pk).version
    make.contact(world.ours, "Secret Person")
    assert latest()[0].type == "members.contact"
    assert Organization.objects.get(pk=world.ours.pk).version == version


def test_rows_deleted_by_cascade_leave_changes_too(world):
    company = make.organization("Shortlived", kind="company")
    Identifier.objects.create(organization=company, scheme="domain", value="short.example")
    company.delete()
    assert [(c.op, c.type) for c in latest(2)] == [
        ("delete", "members.identifier"),
        ("delete", "members.organization"),
    ]
    assert {c.label for c in latest(2)} == {"Shortlived", "Internet domain short.example"}


def test_a_many_to_many_row_is_a_change(world):
    make.ranked(world.south, world.water, rank=2)
    assert {c.type for c in latest(2)} == {"regions.coalitionfocusarea", "regions.coalition"}
    document = json.loads(type(world.south).objects.get(pk=world.south.pk).document)
    assert document["focus_areas"] == [{"rank": 2, "id": world.water.public_id, "slug": "water"}]


@pytest.mark.parametrize(
    "write",
    [
        lambda: Organization.objects.update(name="x"),
        lambda: Organization.objects.filter(name="x").update(name="y"),
        lambda: Organization.objects.bulk_update([], ["name"]),
        lambda: Organization.objects.bulk_create([Organization(name="x")]),
        lambda: Membership.objects.all().delete(),
        lambda: Change.objects.all().delete(),
        lambda: Change.objects.update(label="x"),
    ],
)
def test_bulk_writes_that_would_skip_the_log_are_refused(world, write):
    count = Change.objects.count()
    with pytest.raises(TypeError):
        write()
    assert (Change.objects.count(), Membership.objects.count()) == (count, 3)


def test_the_log_is_append_only(world):
    change = Change.objects.first()
    with pytest.raises(TypeError):
        change.save()
    with pytest.raises(TypeError):
        change.delete()

    again = Change(position=change.position, change_set=change.change_set, op="create")
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    "write",
    [
        lambda w: w.north.counties.add(make.county()),
        lambda w: w.north.stewarded.add(w.theirs),
        lambda w: w.north.stewarded.set([w.theirs]),
        lambda w: w.north.stewarded.clear(),
        lambda w: w.ours.identifiers.add(Identifier(scheme="domain", value="a.gov"), bulk=True),
    ],
)
def test_shortcuts_through_a_relation_are_refused(world, write):
    before = FeedPosition.current()
    with pytest.raises((TypeError, ValueError)), transaction.atomic():
        write(world)
    assert FeedPosition.current() == before
    assert [o.steward for o in (world.ours, Organization.objects.get(pk=world.theirs.pk))] == [
        world.north,
        world.south,
    ]


def test_what_rolls_back_leaves_nothing(world):
    before = (FeedPosition.current(), ChangeSet.objects.count())
    with pytest.raises(ZeroDivisionError), recording():  # noqa: PT012
        make.focus_area("Gone")
        raise ZeroDivisionError
    assert (FeedPosition.current(), ChangeSet.objects.count()) == before
    assert not FocusArea.objects.filter(slug="gone").exists()


def test_an_inner_failure_forgets_only_its_own_rows(world):
    with recording():
        make.focus_area("Kept")
        with pytest.raises(ZeroDivisionError), recording():  # noqa: PT012
            make.focus_area("Gone")
            raise ZeroDivisionError
    assert [c.label for c in latest()] == ["Kept"]
    assert latest()[0].change_set.changes.count() == 1


def test_one_recording_is_one_change_set_with_consecutive_positions(world):
    start = FeedPosition.current()
    with recording():
        make.focus_area("One")
        make.focus_area("Two")
    both = latest(2)
    assert [c.position for c in both] == [start + 1, start + 2]
    assert both[0].change_set == both[1].change_set


def test_record_all_leaves_a_change_per_row(world):
    rows = [FocusArea(name=n, slug=n.lower(), summary=n) for n in ("Alpha", "Beta", "Gamma")]
    FocusArea.objects.record_all(rows)
    assert [(c.op, c.label) for c in latest(3)] == [
        ("create", "Alpha"),
        ("create", "Beta"),
        ("create", "Gamma"),
    ]
    assert [
        json.loads(a.document)["name"] for a in FocusArea.objects.filter(slug__in=["alpha", "beta"])
    ] == [
        "Alpha",
        "Beta",
    ]


def test_a_new_slug_renews_the_documents_that_name_it(world):
    world.north.slug = "north"
    world.north.save()
    organization = json.loads(Organization.objects.get(pk=world.ours.pk).document)
    term = json.loads(Membership.objects.get(pk=world.our_term.pk).document)
    assert (
        organization["steward"]["slug"]
        == organization["memberships"][0]["coalition"]["slug"]
        == "north"
    )
    assert term["coalition"]["slug"] == "north"


@pytest.mark.parametrize("what", ["ours", "north", "county", "state", "water"])
def test_a_new_name_renews_whatever_is_found_or_told_by_it(world, what):
    """The search text of a term holds the names of its organization and coalition, and so on."""
    make.place()
    make.serves(world.north, make.county())
    named = {"county": world.ours.county, "state": world.ours.state}
    row = named.get(what) or getattr(world, what)
    row.name = "Quite Another"
    row.save()
    assert [r for m in registered() for r in type_of(m).rows() if differs(r)] == []
    assert Membership.objects.search("another").exists() == (what in {"ours", "north"})


def test_no_tracked_row_changes_behind_its_own_back():
    """SET_NULL and SET_DEFAULT write rows without a save, so they would leave no Change."""
    silent = [
        field
        for model in Tracked.__subclasses__()
        + [m for s in Tracked.__subclasses__() for m in s.__subclasses__()]
        if not model._meta.abstract
        for field in model._meta.concrete_fields
        if field.remote_field
        and field.remote_field.on_delete.__name__ not in {"PROTECT", "CASCADE"}
    ]
    assert silent == []


def test_every_record_type_has_a_document():
    assert {m.__name__ for m in registered()} == {
        "FocusArea",
        "Coalition",
        "Place",
        "Organization",
        "Membership",
    }


def test_an_instance_older_than_its_row_keeps_document_and_version(world):
    """Two people opened the record: what the first one's save rendered survives the second's."""
    old = Organization.objects.get(pk=world.ours.pk)
    Identifier.objects.create(organization=world.ours, scheme="domain", value="ours.gov")
    stored = Organization.objects.get(pk=world.ours.pk)
    old.save()
    fresh = Organization.objects.get(pk=world.ours.pk)
    assert (fresh.document, fresh.version) == (stored.document, stored.version)
    old.city = "Oursville"
    old.save()
    fresh = Organization.objects.get(pk=world.ours.pk)
    assert fresh.version == stored.version + 1
    assert json.loads(fresh.document)["identifiers"] == [{"scheme": "domain", "value": "ours.gov"}]


def test_a_row_saved_twice_is_labeled_as_it_is_in_the_end(world):
    first, second = (Organization.objects.get(pk=world.ours.pk) for _ in range(2))
    with recording():
        first.name = "City of Nearly"
        first.save()
        second.name, second.steward = "City of Done", world.south
        second.save()
    change = Change.objects.get(change_set=latest()[0].change_set, type="members.organization")
    assert (change.label, change.coalition) == ("City of Done", world.south)
    assert {name: (before, after) for name, before, after in change.fields} == {
        "name": ("City of Ours", "City of Done"),
        "steward_id": (world.north.pk, world.south.pk),
    }


def test_a_new_instance_over_a_stored_row_is_a_change_of_that_row(world):
    County(geoid="08001", name="Adams", state=world.north.home_state).save()
    change = Change.objects.filter(type="regions.county").first()
    assert (change.op, change.fields) == ("update", [("name", "Adams County", "Adams")])
