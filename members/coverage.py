"""What the partnership covers: who works on what and where, where nobody does, and who could help.

The terms of the day are read once, and every number of members is counted from them: so the
numbers of one page cannot disagree, and seventy regions cost as many queries as seven.
"""

import datetime
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from math import ceil, inf
from operator import itemgetter
from typing import Any

from django.db import models

from members import figures
from members.figures import Figure, member_list
from members.models import Organization, OrganizationFocusArea
from members.shares import Shares, shares
from members.waiting import LONG
from nscp.kit.days import Day
from regions.models import Coalition, CoalitionFocusArea, FocusArea

EVERYWHERE = None  # stands in the place of a region for all of them
MOST_HELPERS = 3
MOST_SHADES = 5


class Gap(models.TextChoices):
    """What is missing in a cell; where one member is all there is, one departure leaves nobody."""

    NONE = "none", "none"
    ONE = "only_one", "only one"
    STALE = "not_verified", "not verified"


@dataclass(eq=False)
class Cell:
    """A focus area in a region: who is active in it, and who could help where that is too little.

    `verified` of its members were confirmed within the year before the day. `rank` is what the
    coalition gives the topic; None where it does not rank it.
    """

    region: Coalition
    area: FocusArea
    figure: Figure
    verified: int
    rank: int | None
    helpers: list["Cell"] = field(default_factory=list)

    @property
    def members(self) -> int:
        return self.figure.number

    @property
    def anchor(self) -> str:
        """Where on the page the gap is told with those who could help."""
        return f"gap-{self.region.slug}-{self.area.slug}"

    @property
    def gaps(self) -> list[Gap]:
        if not self.members:
            return [Gap.NONE]
        found = [Gap.ONE] if self.members == 1 else []
        return found if self.verified else [*found, Gap.STALE]

    @property
    def document(self) -> dict[str, Any]:
        """The cell as every format tells it."""
        return {
            "region": {"slug": self.region.slug, "name": self.region.area_name},
            "focus_area": {"slug": self.area.slug, "name": self.area.name},
            "members": self.members,
            "verified": self.verified,
            "rank": self.rank,
            "gaps": [gap.value for gap in self.gaps],
            "helpers": [helper.region.slug for helper in self.helpers],
        }


@dataclass(eq=False)
class Topic:
    """A row of the matrix: a focus area in every region, and its members in all of them."""

    area: FocusArea
    cells: list[Cell]
    figure: Figure

    @property
    def ranks(self) -> list[int]:
        return [cell.rank for cell in self.cells if cell.rank]


@dataclass(eq=False)
class Region:
    """A column of the matrix: the members of a region by kind, its shares and its gaps."""

    coalition: Coalition | None  # None: all regions, where a member of two counts once
    figure: Figure
    kinds: list[Figure]
    shares: Shares
    gaps: list[Cell] = field(default_factory=list)

    @property
    def tally(self) -> dict[Gap, int]:
        """How many of its cells have each kind of gap."""
        return tally(self.gaps)


@dataclass(eq=False)
class Coverage:
    """The coverage of every region on one day, and of all together."""

    day: Day
    since: datetime.date  # who was confirmed on it or later is verified
    topics: list[Topic]
    regions: list[Region]
    everywhere: Region
    carried: bool  # whether the own record of any member names a focus area

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for topic in self.topics for cell in topic.cells]

    @property
    def tally(self) -> dict[Gap, int]:
        """How many of all cells have each kind of gap."""
        return tally(self.cells)

    @cached_property
    def steps(self) -> list[tuple[int, int]]:
        """From which number to which each shade goes: finer among the small ones."""
        most = max((cell.members for cell in self.cells), default=0)
        if not most:
            return []
        starts = sorted({ceil(most ** (shade / MOST_SHADES)) for shade in range(MOST_SHADES)})
        return list(zip(starts, [*(start - 1 for start in starts[1:]), most], strict=True))

    def shade(self, cell: Cell) -> int | None:
        """Which of the steps the cell lies in; none without members."""
        starts = [start for start, _ in self.steps]
        return bisect_right(starts, cell.members) - 1 if cell.members else None


def tally(cells: Iterable[Cell]) -> dict[Gap, int]:
    """How many of the cells have each kind of gap, of those that occur."""
    found = Counter(gap for cell in cells for gap in cell.gaps)
    return {gap: found[gap] for gap in Gap if found[gap]}


def coverage(user, day: Day) -> Coverage:
    """The coverage of all regions, of members that `user` sees."""
    since = day.date - LONG
    coalitions = Coalition.objects.visible_to(user).as_of(day.date)
    coalitions = coalitions.brief().order_by("area_name", "pk")
    areas = FocusArea.objects.visible_to(user).offered().brief()
    ranked = CoalitionFocusArea.objects.filter(focus_area__in=areas.values("pk"))
    ranks = {(row.coalition_id, row.focus_area_id): row.rank for row in ranked}
    counts = _count(user, day, since, ranks)
    covered = shares(user, day)

    def region(coalition: Coalition | None) -> Region:
        where = {"region": coalition.slug} if coalition else {}
        by_kind = counts.kinds[coalition.pk if coalition else EVERYWHERE]
        members = Figure(by_kind.total(), "member", "members", member_list(day, **where))
        kinds = figures.kinds(by_kind, day, **where)
        return Region(coalition, members, list(kinds.values()), covered(coalition))

    regions = [region(coalition) for coalition in coalitions]
    topics = [_topic(area, regions, counts, ranks, day) for area in areas]
    # Most ranked first, and of those the ones ranked highest; what is equal stays in order of name.
    topics.sort(key=lambda topic: (-len(topic.ranks), sum(topic.ranks)))
    for number, row in enumerate(regions):
        cells = [topic.cells[number] for topic in topics]
        row.gaps = sorted(filter(lambda cell: cell.gaps, cells), key=lambda cell: cell.rank or inf)
    return Coverage(day, since, topics, regions, region(EVERYWHERE), counts.carried)


@dataclass(eq=False)
class _Counts:
    """Members by region: by kind, by focus area, and those of a focus area that are verified."""

    kinds: dict[int | None, Counter]
    active: dict[int | None, Counter]
    verified: dict[int | None, Counter]
    carried: bool = False


def _count(user, day, since, ranks) -> _Counts:
    """Each member, for each of its regions and for all, under its kind and what it works on.

    What it works on is the rule of `OrganizationQuerySet.working_on`, for every topic at once.
    """
    ranked, carried = defaultdict(set), defaultdict(set)
    for coalition, area in ranks:
        ranked[coalition].add(area)
    offered = FocusArea.objects.offered()
    own = OrganizationFocusArea.objects.filter(focus_area__in=offered.values("pk"))
    for member, area in own.values_list("organization", "focus_area"):
        carried[member].add(area)
    terms = figures.terms(user, day).order_by("organization_id")
    stale = Organization.objects.unverified_since(since).filter(pk__in=terms.values("organization"))
    stale = set(stale.order_by().values_list("pk", flat=True))
    counts = _Counts(defaultdict(Counter), defaultdict(Counter), defaultdict(Counter))
    rows = terms.values_list("organization", "organization__kind", "coalition")
    for (member, kind), held in groupby(rows, key=itemgetter(0, 1)):
        homes = {coalition for _, _, coalition in held}
        working = carried[member].union(*(ranked[home] for home in homes))
        counts.carried |= bool(carried[member])
        for home in (EVERYWHERE, *homes):
            counts.kinds[home][kind] += 1
            counts.active[home].update(working)
            if member not in stale:
                counts.verified[home].update(working)
    return counts


def _topic(area, regions, counts, ranks, day) -> Topic:
    """The row of a focus area, with the helpers of each cell that has a gap."""

    def members(home, **where: str) -> Figure:
        address = member_list(day, **where, focus=area.slug)
        return Figure(counts.active[home][area.pk], "member", "members", address)

    cells = [
        Cell(
            region,
            area,
            members(region.pk, region=region.slug),
            counts.verified[region.pk][area.pk],
            ranks.get((region.pk, area.pk)),
        )
        for region in (row.coalition for row in regions)
    ]
    able = [cell for cell in cells if cell.members or (cell.rank and not cell.region.founded_later)]
    able.sort(key=lambda cell: (-cell.members, cell.rank or inf))
    for cell in cells:
        if cell.gaps:
            others = (other for other in able[: MOST_HELPERS + 1] if other is not cell)
            cell.helpers = list(others)[:MOST_HELPERS]
    return Topic(area, cells, members(EVERYWHERE))
