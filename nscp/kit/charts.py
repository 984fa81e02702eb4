"""Stacked steps over time as plain data, for a template to draw as SVG; no color, no tag.

A number holds from its day until the next one, so an area climbs and falls in steps.
"""

import datetime
import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

WIDTH, HEIGHT = 720.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 676.0, 20.0, 352.0  # where the areas are drawn
LETTER = 28.0  # room for one key beside the areas, up and down
TICKS = 6  # at most, along the days
MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600)  # steps between days that read well
KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Changes = Mapping[datetime.date, int]


@dataclass(frozen=True)
class Area:
    """One series: its outline, and where its key stands; none where it ends at nothing."""

    key: str
    name: str
    path: str
    end: float  # the middle of its right side
    label: float | None = None  # where the key stands, moved off those of its neighbors


@dataclass(frozen=True)
class Tick:
    """A line of the grid, where it lies, and what it says."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """What a template needs to draw."""

    areas: tuple[Area, ...]
    total: str  # a line
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    bottom: float = BOTTOM
    label: float = RIGHT + 12  # where the keys stand


def levels(changes: Changes, days: Sequence[datetime.date]) -> list[int]:
    """What the changes up to and on each day add up to."""
    changed = sorted(changes)
    sums = [0, *accumulate(changes[day] for day in changed)]
    return [sums[bisect_right(changed, day)] for day in days]


def moments(
    first: datetime.date, last: datetime.date, changed: Iterable[datetime.date], most: int = 40
) -> list[datetime.date]:
    """The days to show a period by: its ends and each change; where those are too many, firsts.

    Firsts are those of a month, a quarter, a year: the closest together that are no more than
    `most`.
    """
    within = {day for day in changed if first < day < last}
    for months in MONTHS:
        if len(within) <= most:
            break
        within = {day for day in firsts(first, last, months) if first < day < last}
    return sorted({first, *within, last})


def firsts(first: datetime.date, last: datetime.date, months: int) -> Iterator[datetime.date]:
    """The first days of every `months`-th month from `first` to `last`, counted from year 0."""
    number = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // months) * months
    while number < datetime.MAXYEAR * 12:
        day = datetime.date(number // 12, number % 12 + 1, 1)
        if day > last:
            return
        yield day
        number += months


def stacked(
    days: Sequence[datetime.date], series: Sequence[tuple[str, Sequence[int]]], total: Sequence[int]
) -> Chart:
    """The series above each other, the first at the bottom, and the total as a line.

    The total is handed over, because one thing may be counted in two series.
    """
    floors = [[0] * len(days)]
    for _, values in series:
        floors.append([low + value for low, value in zip(floors[-1], values, strict=True)])
    most = max([1, *total, *floors[-1]])
    step = _round_step(most / 5)
    most = math.ceil(most / step) * step
    xs = _across(days)

    def heights(values: Iterable[float]) -> list[float]:
        return [round(BOTTOM - (BOTTOM - TOP) * value / most, 1) for value in values]

    pairs = list(pairwise(floors))
    ends = heights((low[-1] + high[-1]) / 2 for low, high in pairs)
    shown = [low[-1] < high[-1] for low, high in pairs]
    labels = iter(_apart([end for end, some in zip(ends, shown, strict=True) if some]))
    areas = [
        Area(KEYS[place], name, _area(xs, heights(low), heights(high)), ends[place])
        for place, ((name, _), (low, high)) in enumerate(zip(series, pairs, strict=True))
    ]
    return Chart(
        tuple(
            replace(area, label=next(labels)) if some else area
            for area, some in zip(areas, shown, strict=True)
        ),
        f"M{LEFT},{heights(total)[0]}{_steps(xs, heights(total))}",
        tuple(Tick(heights([v])[0], f"{v:,}") for v in range(0, most + 1, step)),
        _columns(days),
    )


def _span(days: Sequence[datetime.date]) -> int:
    return (days[-1] - days[0]).days + 1  # the last day is drawn too: it lasts a day


def _x(day: datetime.date, days: Sequence[datetime.date]) -> float:
    return round(LEFT + (RIGHT - LEFT) * (day - days[0]).days / _span(days), 1)


def _across(days: Sequence[datetime.date]) -> list[float]:
    return [*(_x(day, days) for day in days), RIGHT]


def _steps(xs: Sequence[float], heights: Sequence[float]) -> str:
    """Along the top: on to the next day, then up or down to its height."""
    parts = [f"V{height}H{x}" for x, height in zip(xs[1:], heights, strict=True)]
    return "".join(parts)


def _area(xs: Sequence[float], low: Sequence[float], high: Sequence[float]) -> str:
    """Along the top from left to right, and back along the bottom."""
    back = "".join(f"V{height}H{x}" for x, height in zip(xs[-2::-1], low[::-1], strict=True))
    return f"M{xs[0]},{high[0]}{_steps(xs, high)}{back}Z"


def _apart(wanted: Sequence[float]) -> list[float]:
    """The heights from the bottom up, moved until each key has room, and none is over the top."""
    placed: list[float] = []
    for height in wanted:
        placed.append(min(height, placed[-1] - LETTER) if placed else height)
    top = TOP
    for place in reversed(range(len(placed))):
        placed[place] = max(placed[place], top)
        top = placed[place] + LETTER
    return [round(height, 1) for height in placed]


def _round_step(least: float) -> int:
    """1, 2 or 5 with as many zeros as it takes."""
    size = 10 ** max(0, math.floor(math.log10(max(least, 1))))
    return next(size * n for n in (1, 2, 5, 10) if size * n >= least)


def _columns(days: Sequence[datetime.date]) -> tuple[Tick, ...]:
    """First days of years or months that are few enough; else the two ends of the period."""
    for months in MONTHS:
        found = list(firsts(days[0], days[-1], months))
        if len(found) <= (TICKS if months >= 12 else TICKS - 2):  # a month takes more room
            break
    if len(found) < 2:
        return (Tick(_x(days[0], days), f"{days[0]:%b} {days[0].day}, {days[0]:%Y}"),)
    form = "%Y" if months >= 12 else "%b %Y"
    return tuple(Tick(_x(day, days), f"{day:{form}}") for day in found)
