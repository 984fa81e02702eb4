"""The page of the coverage and its files: gaps in words, who could help, days, bad parameters."""

import csv
import datetime
import io
import json

import pytest

from members.coverage import Gap
from tests import factories as make
from tests.members.counting import LAST_YEAR, PAST, TODAY, counted, helpers, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def gaps(world):
    """The north ranks water, and two work on it; in the south one does, in the west nobody."""
    west = make.coalition("West Alliance", state="AZ")
    world.acme = make.organization("Acme", kind="company", verified_on=TODAY)
    make.membership(world.acme, world.north)
    make.ranked(west, make.focus_area("Roads"), rank=2)
    world.theirs.carried_focus_areas.create(focus_area=world.water)
    world.west = west
    return world


def test_a_gap_is_told_in_words_with_who_could_help(gaps, client):
    cells = shown(counted())
    north, south, west = (cells[f"{name}-alliance", "water"] for name in ("north", "south", "west"))
    assert [(cell.members, cell.rank, cell.gaps) for cell in (north, south, west)] == [
        (2, 1, []),
        (1, None, [Gap.ONE, Gap.STALE]),
        (0, None, [Gap.NONE]),
    ]
    assert helpers(north) == []
    assert helpers(south) == ["north-alliance"]
    assert helpers(west) == ["north-alliance", "south-alliance"]
    # Who ranks a topic knows of it, also where no source names a member.
    assert helpers(cells["north-alliance", "roads"]) == ["west-alliance"]
    text = " ".join(client.get("/coverage/").content.decode().split())
    for said in (
        '<a href="/members/?region=north-alliance&amp;focus=water"><b>2</b>',
        'href="#gap-west-alliance-water" aria-describedby="gap-west-alliance-water">none</a>',
        '<span class="gap gap-only_one">only one</span>',
        '<li id="gap-west-alliance-water">',
        '&amp;focus=water">North, 2 members</a>, ranked 1st',
        '<a href="/regions/west-alliance/">West</a>, no member known, ranked 2nd.',
    ):
        assert said in text, said


def test_one_confirmation_within_the_year_is_enough(gaps):
    assert shown(counted())["north-alliance", "water"].verified == 1
    gaps.acme.verified_on = LAST_YEAR
    gaps.acme.save()
    assert shown(counted())["north-alliance", "water"].gaps == [Gap.STALE]


def test_no_more_than_three_helpers_are_named_and_never_the_region_itself(gaps):
    for number in range(4):
        which = make.coalition(f"Region {number}")
        make.ranked(which, gaps.water, rank=number + 1)
        for one in range(number):
            make.membership(make.organization(f"City {number} {one}"), which)
    cells = shown(counted())
    assert helpers(cells["west-alliance", "water"]) == ["region-3", "north-alliance", "region-2"]
    assert helpers(cells["region-3", "water"]) == ["north-alliance", "region-2", "region-1"]


def test_what_is_most_ranked_comes_first_and_the_retired_nowhere(gaps):
    roads = make.focus_area("Rails")
    make.ranked(gaps.north, roads, rank=2)
    make.ranked(gaps.south, roads, rank=4)
    make.ranked(gaps.north, make.focus_area("Canals", retired_on=TODAY), rank=3)
    make.focus_area("Air")
    topics = [topic.area.name for topic in counted().topics]
    assert topics == ["Rails", "Water", "Roads", "Air"]


def test_nobody_helps_who_was_founded_later(gaps):
    gaps.west.founded = "2018"
    gaps.west.save()
    assert helpers(shown(counted())["north-alliance", "roads"]) == ["west-alliance"]
    early = counted(datetime.date(2017, 6, 1))
    assert helpers(shown(early)["north-alliance", "roads"]) == []


def test_shades_are_steps_up_to_the_largest_number(world):
    for number in range(39):
        make.membership(make.organization(f"City {number}"), world.north)
    found = counted()
    assert found.steps == [(1, 2), (3, 4), (5, 9), (10, 19), (20, 40)]
    cells = shown(found)
    assert found.shade(cells["north-alliance", "water"]) == 4
    assert found.shade(cells["south-alliance", "water"]) is None


def test_without_a_member_or_a_topic_the_page_still_stands(db, client):
    assert client.get("/coverage/").status_code == 200
    assert counted().steps == []
    make.coalition("North Alliance")
    assert client.get("/coverage/").status_code == 200


def test_the_page_of_a_day_keeps_its_links_on_that_day(gaps, client):
    make.membership(gaps.ours, gaps.west, TODAY)
    text = client.get(f"/coverage/?as_of={PAST}").content.decode()
    assert shown(counted(PAST))["west-alliance", "water"].members == 0
    assert shown(counted())["west-alliance", "water"].members == 1
    for address in (
        f"/members/?region=north-alliance&amp;focus=water&amp;as_of={PAST}",
        f"/places/?as_of={PAST}&amp;member=yes",
        f"/regions/north-alliance/?as_of={PAST}",
        f"/coverage/?format=csv&amp;as_of={PAST}",
    ):
        assert f'href="{address}"' in text, address


def test_what_is_no_day_is_named_beside_todays_page(gaps, client):
    answer = client.get("/coverage/?as_of=yesterday")
    assert answer.status_code == 200
    assert "“yesterday”: That is not a day such as 2021-10-04." in answer.content.decode()


def test_the_matrix_as_a_file(gaps, client):
    answer = client.get("/coverage/?format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="coverage-{TODAY}.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    found = {(row["region"], row["focus_area"]): row for row in rows}
    assert len(found) == len(rows) == 6
    assert found["west-alliance", "water"] == {
        "region": "west-alliance",
        "region_name": "West",
        "focus_area": "water",
        "focus_area_name": "Water",
        "members": "0",
        "verified": "0",
        "rank": "",
        "gap": "none",
        "helpers": "north-alliance; south-alliance",
    }
    assert found["south-alliance", "water"]["gap"] == "only_one; not_verified"
    told = client.get("/coverage/?format=json").json()
    assert told["as_of"] == TODAY.isoformat()
    assert told["results"] == [cell.document for cell in counted().cells]
    assert len(told["results"]) == len(rows)


def test_a_name_that_a_spreadsheet_would_run_is_guarded(gaps, client):
    gaps.west.area_name = "=1+1"
    gaps.west.save()
    assert ",'=1+1," in "".join(client.get("/coverage/?format=csv").content.decode())


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("format=xml", ["format"]),
        ("format=", ["format"]),
        ("format=csv&format=json", ["format"]),
        ("format=csv&as_of=yesterday", ["as_of"]),
        ("format=csv&as_of=%00", ["as_of"]),
        ("format=json&region=x", ["region"]),
    ],
)
def test_a_program_gets_an_error_that_names_what_was_wrong(gaps, client, query, named):
    answer = client.get(f"/coverage/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["parameter"] for error in json.loads(answer.content)["errors"]] == named


def test_a_hidden_member_counts_for_its_director_alone(world):
    assert shown(counted())["south-alliance", "water"].region == world.south
    regions = {r.coalition: r.figure.number for r in counted().regions}
    assert regions[world.south] == 1
    regions = {r.coalition: r.figure.number for r in counted(user=world.sam).regions}
    assert regions[world.south] == 2
