"""The members over time, by region or by kind: a chart, and the table that says the same."""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass

from members.figures import KINDS, Figure
from members.history import History, HistoryFilter, State
from nscp.kit import charts
from regions.models import Coalition

MOST = 8  # parts of one chart; more could not be told apart
OTHERS = "others"


@dataclass(frozen=True)
class Part:
    """A part of the members, how many it has on each day, and the choice that makes it a list."""

    name: str
    values: list[int]
    chosen: dict[str, list[str]]


@dataclass(frozen=True)
class Row:
    """A day of the table: a number for each part, and for all members, each counted once."""

    day: datetime.date
    numbers: list[Figure]
    total: Figure


@dataclass(frozen=True)
class Timeline:
    """What the page shows of a period."""

    drawing: charts.Chart
    parts: list[tuple[charts.Area, Figure]]  # with the number of the last day
    rows: list[Row]

    @property
    def overlapping(self) -> bool:
        """Whether somebody is counted in two parts."""
        return any(sum(one.number for one in row.numbers) > row.total.number for row in self.rows)


def timeline(
    found: HistoryFilter, past: History, first: datetime.date, last: datetime.date
) -> Timeline:
    """Chart and table of a period, on its two days and on those when a number changed."""
    by = found.chosen.get("by", "region")
    total = past.total()
    days = charts.moments(first, last, total)
    parts = _parts(by, past, days)
    totals = charts.levels(total, days)
    rows = [
        Row(
            day,
            [_figure(part.values[i], found.list_on(day, **part.chosen)) for part in parts],
            _figure(totals[i], found.list_on(day)),
        )
        for i, day in enumerate(days)
    ]
    drawing = charts.stacked(days, [(part.name, part.values) for part in parts], totals)
    return Timeline(drawing, list(zip(drawing.areas, rows[-1].numbers, strict=True)), rows)


def _figure(number: int, address: str) -> Figure:
    return Figure(number, "member", "members", address)


def _parts(by: str, past: History, days: list[datetime.date]) -> list[Part]:
    """A part for each region or kind that has anybody in the period.

    Who belongs to two regions counts in both. Where there are more than a chart can show, the
    smaller ones are counted together, each of their members once.
    """

    def keys(state: State) -> set[Hashable]:
        return {term.kind for term in state.values()} if by == "kind" else set(state)

    values = {key: charts.levels(days_of, days) for key, days_of in past.changes(keys).items()}
    named = [part for part in _named(by) if any(values.get(part[0], []))]
    if len(named) <= MOST:
        return [Part(name, values[key], {by: [slug]}) for key, slug, name in named]
    largest = sorted(named, key=lambda part: -max(values[part[0]]))[: MOST - 1]
    shown = {key for key, _, _ in largest}
    rest = [slug for key, slug, _ in named if key not in shown]
    folded = past.changes(lambda state: {k if k in shown else OTHERS for k in keys(state)})
    return [
        *(Part(name, values[key], {by: [slug]}) for key, slug, name in named if key in shown),
        Part(f"{len(rest)} others", charts.levels(folded[OTHERS], days), {by: rest}),
    ]


def _named(by: str) -> list[tuple[Hashable, str, str]]:
    """(key, what an address calls it, its name) of every region or kind."""
    if by == "kind":
        return [(kind.value, kind.value, many.capitalize()) for kind, (_, many) in KINDS.items()]
    return list(Coalition.objects.order_by("area_name").values_list("pk", "slug", "area_name"))
