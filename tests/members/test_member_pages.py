"""The page of a member: what it tells, what it keeps to itself, and where old addresses lead."""

import datetime
import html
import re

import pytest
from django.utils import timezone

from regions.models import CoalitionFocusArea
from tests import factories as make

pytestmark = pytest.mark.django_db


def words(answer):
    """What a reader sees of the page itself, without tags."""
    main = answer.text.partition('<main id="main" tabindex="-1">')[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def merge(row, into):
    row.merged_into, row.archived_at = into, timezone.now()
    row.save()


def archive(row, on=datetime.datetime(2024, 5, 6, 12, tzinfo=datetime.UTC)):
    row.archived_at = on
    row.save()


def test_the_page_tells_what_and_where_it_is(world, client):
    ours = world.ours
    ours.summary, ours.website = "A city of gauges.", "https://www.ours.example/"
    ours.population, ours.population_year = 12345, 2019
    ours.source, ours.source_note = "Census 2019", "Two sources disagree on its size."
    ours.save()
    answer = client.get("/members/city-of-ours/")
    told = words(answer)
    assert answer.text.count("<h1") == 1
    for text in (
        "Members Local government City of Ours City Not yet verified",
        "A city of gauges.",
        "County Adams County State Colorado Population 12,345 (2019)",
        "Two sources disagree on its size. Source: Census 2019",
        "Whom to write to Nobody has agreed to be named here yet. ours.example",
        "Ask its coalition: North Alliance",
    ):
        assert text in told


def test_a_verified_record_says_when(world, client):
    world.ours.verified_on = datetime.date(2026, 3, 2)
    world.ours.save()
    told = words(client.get("/members/city-of-ours/"))
    assert "Verified by its steward on March 2, 2026" in told
    assert "Not yet verified" not in told


def test_each_term_tells_role_dates_and_source(world, client):
    world.our_term.ends = datetime.date(2022, 1, 1)
    world.our_term.save()
    make.membership(
        world.ours,
        world.north,
        starts=datetime.date(2022, 1, 1),
        role="partner",
        source="example.org/news",
        as_of="2022",
        starts_known=False,
    )
    make.membership(world.ours, world.south, starts=datetime.date(2999, 1, 1))
    told = words(client.get("/members/city-of-ours/"))
    current, _, former = told.partition("Former terms")
    assert (
        "North Alliance Partner known since 2022 The source states a tie, not a membership. "
        "Source: example.org/news, which speaks of 2022"
    ) in current
    assert "South Alliance Member upcoming from January 1, 2999 No source" in current
    assert former.startswith(" North Alliance Member from January 1, 2020 until January 1, 2022")


def test_a_member_of_no_coalition_is_told_how_to_apply(world, client):
    world.our_term.ends = datetime.date(2022, 1, 1)
    world.our_term.save()
    answer = client.get("/members/city-of-ours/")
    assert "It belongs to no coalition today." in words(answer)
    assert 'href="/join/?organization=city-of-ours"' in answer.text


def test_focus_areas_are_its_own_and_its_coalitions(world, client):
    data, roads = make.focus_area("Data"), make.focus_area("Roads")
    world.ours.carried_focus_areas.create(focus_area=data)
    CoalitionFocusArea.objects.create(coalition=world.north, focus_area=roads, rank=2)
    make.ranked(world.south, data)
    told = words(client.get("/members/city-of-ours/"))
    assert "Its own Data Through North Alliance Water Roads" in told
    assert "Through South Alliance" not in told


def test_other_names_and_numbers_lead_to_their_issuers(world, client):
    ours = world.ours
    ours.aliases.create(name="Ourstown", kind="former_name")
    ours.aliases.create(name="Oursville")
    ours.aliases.create(name="old-ours", kind="former_slug")
    for scheme, value in {
        "census_geoid": "0812345",
        "ror": "https://ror.org/03efmqc40",
        "ipeds": "123456",
        "uei": "ABCDEFGH1234",
        "domain": "ours.gov",
    }.items():
        ours.identifiers.create(scheme=scheme, value=value)
    answer = client.get("/members/city-of-ours/")
    assert "Also known as Oursville Ourstown (former name)" in words(answer)
    assert "old-ours" not in answer.text
    facts = answer.text.partition('id="facts"')[2]
    assert re.findall(r'<dd><a href="([^"]+)" rel="external">', facts) == [
        "https://data.census.gov/profile?g=160XX00US0812345",
        "https://ours.gov/",
        "https://nces.ed.gov/collegenavigator/?id=123456",
        "https://ror.org/03efmqc40",
    ]
    assert "UEI ABCDEFGH1234" in words(answer)


def test_only_public_contacts_stand_on_the_page_whoever_looks(world, client):
    world.ours.notes = "Do not tell."
    world.ours.save()
    public = make.contact(
        world.ours, "Paul Public", is_public=True, consented_on=make.LONG_AGO, title="Clerk"
    )
    private = [world.our_contact.name, world.our_contact.email, world.our_contact.phone, "Do not"]
    public.phone = "+1 555 0199"
    public.save()
    for user in (None, world.dana, world.nat):
        if user:
            client.force_login(user)
        answer = client.get("/members/city-of-ours/")
        assert [text for text in private if text in answer.text] == []
        assert "Paul Public Clerk paul-public@example.org +1 555 0199" in words(answer)


def test_an_unpublished_member_has_a_page_for_its_own_region_alone(world, client):
    path = "/members/hidden-company/"
    assert client.get(path).status_code == 404
    client.force_login(world.dana)
    assert client.get(path).status_code == 404
    client.force_login(world.sam)
    assert "Not published" in words(client.get(path))


def test_an_unknown_member_is_not_found(world, client):
    assert client.get("/members/city-of-nowhere/").status_code == 404


def test_merged_records_lead_to_the_last_survivor(world, client):
    last = make.organization("City of Last")
    merge(world.theirs, last)
    merge(world.ours, world.theirs)
    for slug in ("city-of-ours", "city-of-theirs"):
        answer = client.get(f"/members/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/members/city-of-last/")


def test_a_merge_into_what_nobody_may_see_is_gone(world, client):
    merge(world.ours, world.hidden)
    answer = client.get("/members/city-of-ours/")
    assert answer.status_code == 410
    assert "Hidden" not in answer.text


def test_a_former_address_leads_on(world, client):
    world.ours.aliases.create(name="town-of-ours", kind="former_slug")
    world.hidden.aliases.create(name="secret-company", kind="former_slug")
    answer = client.get("/members/town-of-ours/")
    assert (answer.status_code, answer["Location"]) == (301, "/members/city-of-ours/")
    assert client.get("/members/secret-company/").status_code == 404


def test_an_archived_record_is_gone_and_says_since_when(world, client):
    archive(world.ours)
    answer = client.get("/members/city-of-ours/")
    assert answer.status_code == 410
    assert "City of Ours is no longer listed" in words(answer)
    assert "on May 6, 2024" in words(answer)


def test_an_archived_record_that_was_never_public_stays_unknown(world, client):
    archive(world.hidden)
    assert client.get("/members/hidden-company/").status_code == 404


def test_a_new_record_at_an_archived_address_is_shown(world, client):
    archive(world.ours)
    make.organization("City of Ours, Refounded", slug="city-of-ours")
    answer = client.get("/members/city-of-ours/")
    assert answer.status_code == 200
    assert words(answer).startswith("Members Local government City of Ours, Refounded")
