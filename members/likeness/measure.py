"""How far apart two places are, dimension by dimension. Plain data: nothing here asks a database.

A part is how far two places differ in one dimension: numbers in standard deviations over the
gazetteer, so that no unit counts, focus areas by what share of them is not common to both. The
distance is the mean of the parts that are known of both.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import pstdev
from typing import NamedTuple

DIMENSIONS = {
    "population": "Population",
    "county": "County size",
    "growth": "Growth",
    "focus": "Focus areas",
}
# Sizes count by their order: from 1,000 to 2,000 people is as far as from 100,000 to 200,000.
MEASURES = ("population", "county", "growth", "county_growth")


class Part(NamedTuple):
    """One dimension of a peer: how far, in words, and how long its bar is, 0 to 100."""

    label: str
    number: float
    words: str
    bar: float


@dataclass(frozen=True)
class Profile:
    """What is compared of a place; None is what nobody knows.

    Its own growth is known of few, that of its county of nearly all: where either of two places
    lacks its own, their counties' are compared.
    """

    population: float | None = None
    county_population: float | None = None
    growth: float | None = None
    county_growth: float | None = None
    topics: frozenset[str] = frozenset()
    geoid: str = ""
    measures: Mapping[str, float | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        measures = {
            "population": _order(self.population),
            "county": _order(self.county_population),
            "growth": self.growth,
            "county_growth": self.county_growth,
        }
        object.__setattr__(self, "measures", measures)

    @property
    def known(self) -> list[str]:
        """The dimensions in which it can be compared with a place of which all is known."""
        return [name for name, part in parts(self, self, {}).items() if part is not None]


def spreads(profiles: Iterable[Profile]) -> dict[str, float]:
    """The standard deviation of each measure over the places of which it is known."""
    rows = list(profiles)
    known = {
        name: [value for row in rows if (value := row.measures[name]) is not None]
        for name in MEASURES
    }
    return {name: spread for name, values in known.items() if values and (spread := pstdev(values))}


def parts(one: Profile, other: Profile, spread: Mapping[str, float]) -> dict[str, float | None]:
    """How far two places differ in each dimension; None where that is not known of both."""
    apart = {
        # Where all places are alike nothing is to be divided by.
        name: None
        if (a := one.measures[name]) is None or b is None
        else abs(a - b) / spread.get(name, 1.0)
        for name, b in other.measures.items()
    }
    return {
        "population": apart["population"],
        "county": apart["county"],
        "growth": apart["county_growth"] if apart["growth"] is None else apart["growth"],
        "focus": _unshared(one.topics, other.topics),
    }


def distance(parts: Mapping[str, float | None], like: str = "") -> float | None:
    """The mean of the known parts, or the part that is asked for; None where none is known."""
    known = [part for name, part in parts.items() if part is not None and like in {"", name}]
    return sum(known) / len(known) if known else None


def _order(size: float | None) -> float | None:
    return math.log(size) if size else None


def _unshared(one: frozenset[str], other: frozenset[str]) -> float | None:
    if not one or not other:
        return None
    both = len(one & other)
    return 1 - both / (len(one) + len(other) - both)


def in_words(name: str, one: Profile, other: Profile) -> str:
    """What a part says of the `other` place, seen from `one`; nothing where it is not known."""
    return _WORDS[name](one, other)


def _population(one, other):
    if not one.population or not other.population:
        return ""
    times = other.population / one.population
    return f"{other.population:,} people, {_times(times) or 'about as many'}"


def _county(one, other):
    if not one.county_population or not other.county_population:
        return ""
    if one.geoid and one.geoid == other.geoid:
        return "the same county"
    times = _times(other.county_population / one.county_population)
    return f"a county {times} as large" if times else "a county of the same size"


def _growth(one, other):
    if one.growth is not None and other.growth is not None:
        return f"{change(other.growth)}, here {change(one.growth)}"
    if one.county_growth is None or other.county_growth is None:
        return ""
    if one.geoid and one.geoid == other.geoid:
        return f"the same county, {change(one.county_growth)}"
    return f"its county {change(other.county_growth)}, here {change(one.county_growth)}"


def _focus(one, other):
    both, either = one.topics & other.topics, one.topics | other.topics
    if not one.topics or not other.topics:
        return ""
    return f"the same {len(either)}" if both == either else f"{len(both)} of {len(either)} shared"


def _times(ratio: float) -> str:
    """How many times; nothing where that is about once."""
    if 0.95 < ratio < 1.05:
        return ""
    return f"{ratio:,.0f} times" if ratio >= 10 else f"{ratio:.2g} times"


def change(growth: float) -> str:
    """A growth in words: +1.2% a year."""
    return f"{growth:+.1%} a year".replace("-", "\N{MINUS SIGN}")


_WORDS = {"population": _population, "county": _county, "growth": _growth, "focus": _focus}
