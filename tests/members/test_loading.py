"""load_partnership: the real files, once, again, and after staff worked on them."""

import io
import json
import re

import pytest
from django.core.management import call_command

from members.models import Identifier, Membership, Organization, OrganizationAlias
from regions.models import (
    Change,
    Coalition,
    CoalitionCounty,
    County,
    FeedPosition,
    FocusArea,
    Leader,
    Place,
    State,
)
from regions.models.documents import canonical, registered, type_of
from tests import factories as make
from tests.shipped import copied, edit, keep, load, rewrite, rows


@pytest.fixture
def files(tmp_path):
    return copied(tmp_path)


@pytest.mark.django_db
def test_the_shipped_files_make_the_partnership():
    call_command("load_partnership", stdout=io.StringIO())
    assert (State.objects.count(), County.objects.count(), Place.objects.count()) == (
        51,
        3144,
        2235,
    )
    homes = Coalition.objects.values_list("home_state__usps", flat=True)
    assert (len(homes), sorted(set(homes))) == (7, ["AZ", "CO", "FL", "IL", "MO", "TX"])
    kc = Coalition.objects.get(slug="kc-digital-drive")
    assert sorted(set(kc.counties.values_list("state__usps", flat=True))) == ["KS", "MO"]
    assert CoalitionCounty.objects.count() == 203
    assert not Membership.objects.filter(source="").exists()
    assert not Membership.objects.filter(as_of="").exists()
    governments = Organization.objects.filter(kind="local_government")
    texas = governments.filter(memberships__coalition__slug="north-texas-innovation-alliance")
    assert texas.distinct().count() == 18
    assert Identifier.objects.get(value="4858016").organization.slug == "city-of-plano"
    quoted = Leader.objects.filter(quoted=True).order_by("name")
    assert [leader.name for leader in quoted] == ["Aaron Deacon", "Jen Sanders", "Tyler Svitak"]
    assert {c.change_set.door for c in Change.objects.select_related("change_set")[:50]} == {"load"}
    for model in registered():
        stale = [
            row
            for row in type_of(model).rows()
            if {**json.loads(row.document), "version": 0, "changed_at": 0}
            != {**json.loads(canonical(type_of(model).render(row))), "version": 0, "changed_at": 0}
        ]
        assert stale == []


@pytest.mark.django_db
def test_loading_again_writes_nothing(files):
    load(files)
    position = FeedPosition.current()
    said = load(files)
    assert FeedPosition.current() == position
    assert "created" not in said
    assert "updated" not in said


@pytest.mark.django_db
def test_a_database_with_data_is_left_alone_on_request(files):
    load(files)
    edit(files[1] / "organizations.csv", 0, summary="New in the file")
    position = FeedPosition.current()
    assert load(files, if_empty=True) == ""
    assert FeedPosition.current() == position


@pytest.mark.django_db
def test_what_staff_edited_stays_and_the_rest_is_renewed(files):
    load(files)
    plano = Organization.objects.get(slug="city-of-plano")
    plano.summary, plano.slug = "Edited by staff", "plano"
    plano.save()
    dart = Organization.objects.get(slug="dallas-area-rapid-transit")
    dart.aliases.first().delete()
    kept_term = Membership.objects.filter(organization__slug="city-of-frisco").get()
    gone_id = kept_term.public_id
    kept_term.delete()
    members = files[1]
    lines = rows(members / "organizations.csv")
    for line in lines:
        line["summary"] = "From the file"
    rewrite(members / "organizations.csv", lines)
    said = load(files)
    assert Organization.objects.get(pk=plano.pk).summary == "Edited by staff"
    assert Organization.objects.get(pk=dart.pk).summary != "From the file"
    assert (
        dart.aliases.count()
        == len(
            [
                r
                for r in rows(members / "organization_aliases.csv")
                if r["organization"] == dart.slug
            ]
        )
        - 1
    )
    assert Organization.objects.get(slug="city-of-frisco").summary == "From the file"
    assert not Membership.objects.filter(public_id=gone_id).exists()
    assert Organization.objects.count() == len(lines)
    assert "Organizations: 92 updated, 2 kept." in said


@pytest.mark.django_db
def test_an_address_renamed_by_the_files_leads_on_after_every_load(files):
    load(files)
    members = files[1]
    for name in ("organizations", "identifiers", "organization_aliases", "memberships"):
        path = members / f"{name}.csv"
        path.write_text(re.sub("city-of-plano(?!-)", "plano", path.read_text()))
    for _ in range(2):
        load(files)
        former = OrganizationAlias.objects.filter(kind="former_slug")
        assert [(row.organization.slug, row.name) for row in former] == [("plano", "city-of-plano")]


@pytest.mark.django_db
def test_owned_rows_that_left_the_file_go(files):
    load(files)
    members = files[1]
    keep(members / "organization_aliases.csv", lambda row: row["name"] != "DART")
    assert "1 removed" in load(files)
    assert not OrganizationAlias.objects.filter(name="DART").exists()


@pytest.mark.django_db
def test_an_identifier_that_moved_to_another_record_moves(files):
    load(files)
    path = files[1] / "identifiers.csv"
    line, *others = rows(path)
    line.update(organization="dallas-area-rapid-transit", scheme="domain", value="moved.example")
    rewrite(path, [line, *others])
    load(files)
    line["organization"] = "city-of-plano"
    rewrite(path, [line, *others])
    assert "Identifiers: 1 created, 115 unchanged, 1 removed." in load(files)
    assert Identifier.objects.get(value="moved.example").organization.slug == "city-of-plano"


@pytest.mark.django_db
def test_a_line_gives_way_to_what_staff_wrote(files):
    """Names, numbers and addresses that a record of staff's has, and the file wants too."""
    gone = rows(files[1] / "organizations.csv")[0]
    number = next(
        r for r in rows(files[1] / "identifiers.csv") if r["organization"] != gone["slug"]
    )
    place = rows(files[0] / "places.csv")[0]
    theirs = make.organization("Of staff", slug=gone["slug"], kind="company")
    theirs.identifiers.create(scheme=number["scheme"], value=number["value"])
    topic = make.focus_area(rows(files[0] / "focus_areas.csv")[0]["name"])
    home = make.county(place["county"], "Home", "CO")
    kept = make.place("Of staff", in_county=home, slug=place["slug"])
    said = load(files)
    assert Organization.objects.get(slug=gone["slug"]) == theirs
    assert Identifier.objects.get(value=number["value"]).organization == theirs
    assert Place.objects.get(slug=place["slug"]) == kept
    assert FocusArea.objects.get(name=topic.name) == topic
    assert not Membership.objects.filter(organization=theirs).exists()
    assert "Focus areas: 16 created, 1 kept." in said


@pytest.mark.django_db
def test_a_new_line_gives_way_to_a_term_that_staff_opened(files):
    path = files[1] / "memberships.csv"
    line, *others = rows(path)
    rewrite(path, others)
    load(files)
    member = Organization.objects.get(slug=line["organization"])
    which = Coalition.objects.get(slug=line["coalition"])
    ours = make.membership(member, which)
    rewrite(path, [line, *others])
    assert f"Memberships: {len(others)} unchanged, 1 kept." in load(files)
    assert list(Membership.objects.filter(organization=member, coalition=which)) == [ours]
