"""How much of a region is covered: what the lists of places and a count by hand find."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from members.figures import Figure
from members.places import GazetteerFilter
from members.shares import Share
from regions.models import Place, recording
from tests import factories as make
from tests.members.counting import PAST, REGIONS, SPANS, TODAY, counted

pytestmark = pytest.mark.django_db


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
    numbers = (Figure(number, "place", "places", "/places/") for number in (part, whole))
    assert Share(*numbers).words == words
