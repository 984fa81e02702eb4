"""Every number of the matrix is that of its list, and what a count by hand finds."""

import datetime
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from members import figures
from members.coverage import Gap
from regions.models import recording
from tests import factories as make
from tests.members.counting import (
    LAST_YEAR,
    PAST,
    RECENT,
    REGIONS,
    SPANS,
    TODAY,
    counted,
    helpers,
    shown,
)
from tests.members.test_shares import agree_with_the_lists_of_places
from tests.shipped import copied, load

pytestmark = pytest.mark.django_db

TOPICS, RETIRED = "xyz", "old"


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
