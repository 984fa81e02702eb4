"""The coverage: every number is that of its list, gaps are marked, and who could help is named."""

import csv
import datetime
import io
import json
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from members import figures
from members.coverage import Gap, coverage
from members.places import GazetteerFilter
from members.shares import Share
from nscp.kit.days import Day
from regions.models import Place, recording
from tests import factories as make
from tests.shipped import copied, load

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
RECENT, LAST_YEAR = TODAY - datetime.timedelta(365), TODAY - datetime.timedelta(366)
PAST = TODAY - datetime.timedelta(900)
# From when until when a term is drawn to hold.
SPANS = {
    "then and now": (make.LONG_AGO, None),
    "then": (make.LONG_AGO, TODAY),
    "now": (TODAY, None),
    "to come": (TODAY + datetime.timedelta(1), None),
}
REGIONS, TOPICS, RETIRED = "nsw", "xyz", "old"


def counted(day=None, user=None):
    chosen = Day(day, asked=True) if day else Day(TODAY)
    return coverage(user or AnonymousUser(), chosen)


def listed(figure):
    """How many members the list at a figure's address has; it asks for nothing unknown."""
    found = figures.listed(AnonymousUser(), figure.address.partition("?")[2])
    assert found.errors == {}
    return found.qs.count()


def member_figures(found):
    """Every number of members on the page."""
    yield from (cell.figure for cell in found.cells)
    yield from (topic.figure for topic in found.topics)
    for region in (*found.regions, found.everywhere):
        yield from (region.figure, *region.kinds)


def listed_places(figure):
    """The places on the list at a figure's address; it asks for nothing unknown."""
    query = QueryDict(figure.address.partition("?")[2])
    found = GazetteerFilter(query, queryset=Place.objects.all())
    assert found.errors == {}
    return list(found.qs)


def share_figures(found):
    """Every number of places and of people, with what it counts of a place."""
    for region in (*found.regions, found.everywhere):
        for share in region.shares.each:
            people = share is not region.shares.places
            for figure in (share.part, share.whole):
                yield figure, people


def agree_with_the_lists_of_places(found):
    for figure, people in share_figures(found):
        rows = listed_places(figure)
        number = sum(place.population or 0 for place in rows) if people else len(rows)
        assert figure.number == number, figure


def shown(found):
    """Each cell by the slugs of its region and its focus area."""
    return {(cell.region.slug, cell.area.slug): cell for cell in found.cells}


def helpers(cell):
    return [helper.region.slug for helper in cell.helpers]


def test_every_number_of_the_shipped_data_is_that_of_its_list(tmp_path):
    load(copied(tmp_path))
    for day in (None, datetime.date(2021, 10, 4), datetime.date(2012, 12, 1)):
        found = counted(day)
        assert len(found.cells) == 7 * len(found.topics) > 100
        numbers = [(figure.address, figure.number) for figure in member_figures(found)]
        assert numbers == [(figure.address, listed(figure)) for figure in member_figures(found)]
        agree_with_the_lists_of_places(found)


@dataclass(frozen=True)
class Member:
    """A member as it is drawn: what it carries, and when it belongs to which region."""

    kind: str
    published: bool
    verified: datetime.date | None
    carried: frozenset[str]
    spans: dict[str, str]

    def homes(self, day):
        held = {home: SPANS[name] for home, name in self.spans.items()}
        return {
            h for h, (starts, ends) in held.items() if starts <= day and not (ends and ends <= day)
        }

    def works_on(self, ranks, day):
        return self.carried.union(*(ranks[home] for home in self.homes(day)))


def members():
    return some.builds(
        Member,
        kind=some.sampled_from(sorted(figures.KINDS)),
        published=some.sampled_from([True, True, True, False]),
        verified=some.sampled_from([None, RECENT, LAST_YEAR]),
        carried=some.frozensets(some.sampled_from([*TOPICS, RETIRED]), max_size=2),
        spans=some.dictionaries(some.sampled_from(REGIONS), some.sampled_from(sorted(SPANS))),
    )


def rankings():
    """For each region the topics that it ranks, the first first."""
    topics = some.lists(some.sampled_from([*TOPICS, RETIRED]), unique=True)
    return some.fixed_dictionaries(dict.fromkeys(REGIONS, topics))


def store(people, ranks):
    regions = {name: make.coalition(f"{name} region", slug=name) for name in REGIONS}
    areas = {name: make.focus_area(name) for name in TOPICS}
    areas[RETIRED] = make.focus_area(RETIRED, retired_on=TODAY)
    for home, names in ranks.items():
        for rank, name in enumerate(names, start=1):
            make.ranked(regions[home], areas[name], rank)
    for number, member in enumerate(people):
        row = make.organization(
            f"Member {number}",
            member.kind,
            published=member.published,
            verified_on=member.verified,
        )
        for name in sorted(member.carried):
            row.carried_focus_areas.create(focus_area=areas[name])
        for home, span in member.spans.items():
            make.membership(row, regions[home], *SPANS[span])


def by_hand(people, ranks, day, home, topic):
    """Who is active in a cell, how many of them are verified, and the gaps."""
    active = [
        member
        for member in people
        if member.published and home in member.homes(day) and topic in member.works_on(ranks, day)
    ]
    since = day - datetime.timedelta(365)
    verified = [member for member in active if member.verified and member.verified >= since]
    if not active:
        return 0, 0, [Gap.NONE]
    gaps = [Gap.ONE] * (len(active) == 1) + [Gap.STALE] * (not verified)
    return len(active), len(verified), gaps


def helpers_by_hand(cells, ranks, home, topic):
    able = []
    for other in sorted(set(REGIONS) - {home}):
        rank = ranks[other].index(topic) if topic in ranks[other] else 99
        if cells[other, topic].members or rank < 99:
            able.append((-cells[other, topic].members, rank, other))
    return [other for _, _, other in sorted(able)]


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.lists(members(), max_size=7), rankings(), some.sampled_from([TODAY, PAST]))
def test_the_matrix_is_what_a_count_by_hand_and_the_lists_find(db, people, ranks, day):
    with transaction.atomic():
        with recording():
            store(people, ranks)
        found = counted(day)
        cells = shown(found)
        assert set(cells) == {(home, topic) for home in REGIONS for topic in TOPICS}
        for (home, topic), cell in cells.items():
            told = (cell.members, cell.verified, cell.gaps)
            assert told == by_hand(people, ranks, day, home, topic), (home, topic)
            able = helpers_by_hand(cells, ranks, home, topic) if cell.gaps else []
            assert helpers(cell) == able, (home, topic)
        for figure in member_figures(found):
            assert figure.number == listed(figure), figure
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Town:
    """A place as it is drawn: where it lies, and which of its records are members of what."""

    level: str
    people: int | None
    county: int
    records: tuple[tuple[str, str, str], ...]  # home, role, span

    def is_member(self, day):
        for _, role, span in self.records:
            starts, ends = SPANS[span]
            if role == "member" and starts <= day and not (ends and ends <= day):
                return True
        return False


def towns():
    records = some.tuples(
        some.sampled_from(REGIONS),
        some.sampled_from(["member", "member", "partner"]),
        some.sampled_from(sorted(SPANS)),
    )
    return some.builds(
        Town,
        level=some.sampled_from(["city", "town", "village", "county", "transit_authority"]),
        people=some.none() | some.integers(1, 1000),
        county=some.integers(0, 2),
        records=some.lists(records, max_size=2).map(tuple),
    )


# The last county is served by nobody, the one before it by two.
SERVED = {"n": (0, 1), "s": (1,), "w": ()}


def store_places(drawn):
    counties = [make.county(f"0800{number}", f"County {number}") for number in range(3)]
    regions = {name: make.coalition(f"{name} region", slug=name) for name in REGIONS}
    for home, numbers in SERVED.items():
        make.serves(regions[home], *(counties[number] for number in numbers))
    for number, town in enumerate(drawn):
        place = make.place(
            f"Place {number}", town.level, counties[town.county], population=town.people
        )
        for record, (home, role, span) in enumerate(town.records):
            member = make.organization(f"Record {number} {record}", place=place)
            make.membership(member, regions[home], *SPANS[span], role=role)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(some.lists(towns(), max_size=6), some.sampled_from([TODAY, PAST]))
def test_shares_are_what_a_count_by_hand_and_the_lists_find(db, drawn, day):
    municipal = ("city", "town", "village")
    with transaction.atomic():
        with recording():
            store_places(drawn)
        found = counted(day)
        for region in (*found.regions, found.everywhere):
            home = region.coalition and region.coalition.slug
            here = [town for town in drawn if home is None or town.county in SERVED[home]]
            inside = [town for town in here if town.is_member(day)]
            by_hand = [
                numbers
                for towns in (inside, here)
                for numbers in (
                    len(towns),
                    sum(town.people or 0 for town in towns if town.level in municipal),
                    sum(town.people or 0 for town in towns if town.level == "county"),
                )
            ]
            told = [share.part.number for share in region.shares.each]
            told += [share.whole.number for share in region.shares.each]
            assert told == by_hand, home
        agree_with_the_lists_of_places(found)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "none known"),
        (0, 9, "0%"),
        (1, 1000, "under 1%"),
        (1, 3, "33%"),
        (999, 1000, "99%"),
        (9, 9, "100%"),
    ],
)
def test_a_percentage_never_says_nothing_or_all_where_that_is_not_so(part, whole, words):
    numbers = (figures.Figure(number, "place", "places", "/places/") for number in (part, whole))
    assert Share(*numbers).words == words


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
