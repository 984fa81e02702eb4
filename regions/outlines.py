"""Outlines of counties, states and any union of them, read from the file in regions/data.

Neighbors share the arc between them. So the outline of a region is the arcs that its counties use
once, joined end to end. For a map of the country it is thinned between the points where states
meet, and a border between the same points comes out the same: no gap opens along a state line.
"""

import json
from collections import Counter
from collections.abc import Container, Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from regions.shapes import Line, Point, thinned, thinned_ring

_FILE = Path(__file__).parent / "data" / "outlines.json"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_MORE = 32  # the sixth bit of a character: the number goes on in the next one


class Atlas:
    """The shapes of one file, on a canvas of `width` by `height`.

    `detail` is the smallest corner drawn, as the area of its triangle on the canvas; 0 draws all.
    """

    def __init__(self, file: Path):
        data = json.loads(file.read_text(encoding="utf-8"))
        self.width: int = data["width"]
        self.height: int = data["height"]
        self._scale: int = data["scale"]
        self._arcs: list[str] = data["arcs"]
        self._counties: dict[str, tuple[str, str]] = data["counties"]
        self._states: dict[str, tuple[str, str]] = data["states"]
        # Filled as arcs are first drawn: a page shows a small part of the country.
        self._drawn: dict[int, Line] = {}

    @property
    def states(self) -> list[str]:
        """The FIPS codes of all states."""
        return list(self._states)

    def county_name(self, geoid: str) -> str:
        """As maps have it: "Adams", not "Adams County"."""
        return self._counties[geoid][0]

    def state_name(self, fips: str) -> str:
        return self._states[fips][0]

    def drawable(self, geoids: Iterable[str]) -> list[str]:
        """Those of the counties that have a shape: the file is older than Connecticut's regions."""
        return [geoid for geoid in geoids if geoid in self._counties]

    def county_union(self, geoids: Iterable[str], detail: float = 0) -> list[Line]:
        """The rings around the counties together; one without a shape adds nothing."""
        return self._union((self._counties[geoid][1] for geoid in self.drawable(geoids)), detail)

    def state_union(self, codes: Iterable[str], detail: float = 0) -> list[Line]:
        """The rings around the states together."""
        return self._union((self._states[code][1] for code in codes), detail)

    def borders(self, detail: float = 0) -> list[Line]:
        """The lines between two states, each once; a coast is no border."""
        lines = [self._arc(arc) for arc, uses in sorted(self._state_arcs.items()) if uses > 1]
        return [thinned(line, detail) for line in _chained(lines, self._junctions)]

    def _union(self, shapes: Iterable[str], detail: float) -> list[Line]:
        used = [arc for rings in shapes for arc in _numbers(rings)]
        uses = Counter(map(_line, used))
        rings = _joined([self._arc(arc) for arc in used if uses[_line(arc)] == 1])
        return [thinned_ring(ring, detail, self._junctions) for ring in rings] if detail else rings

    @cached_property
    def _state_arcs(self) -> Counter[int]:
        """How many states use each arc: two use a border, one uses a coast."""
        return Counter(_line(arc) for _, rings in self._states.values() for arc in _numbers(rings))

    @cached_property
    def _junctions(self) -> frozenset[Point]:
        """The points where three lines of states meet: borders, or a border and the coast."""
        lines = [self._arc(arc) for arc in self._state_arcs]
        ends = Counter(end for line in lines for end in (line[0], line[-1]))
        return frozenset(point for point, lines in ends.items() if lines > 2)

    def _arc(self, number: int) -> Line:
        """The points of an arc; a negative number runs it backwards."""
        line = _line(number)
        if line not in self._drawn:
            steps = iter(_numbers(self._arcs[line]))
            x = y = 0
            points = []
            for step_x, step_y in zip(steps, steps, strict=True):
                x, y = x + step_x, y + step_y
                points.append((x / self._scale, y / self._scale))
            self._drawn[line] = points
        return self._drawn[line] if number >= 0 else self._drawn[line][::-1]


@lru_cache
def atlas() -> Atlas:
    """The atlas that ships with the product, read once."""
    return Atlas(_FILE)


def _numbers(text: str) -> list[int]:
    """Whole numbers, five bits to a character and the sign last; blanks part rings."""
    numbers = []
    value = shift = 0
    for digit in text.replace(" ", ""):
        bits = _VALUES[digit]
        value |= (bits % _MORE) << shift
        shift += 5
        if bits < _MORE:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return numbers


def _line(arc: int) -> int:
    """The arc without its direction."""
    return ~arc if arc < 0 else arc


def _joined(arcs: list[Line]) -> list[Line]:
    """Rings out of arcs: each goes on where the one before it ends."""
    waiting: dict[Point, list[Line]] = {}
    for points in arcs:
        waiting.setdefault(points[0], []).append(points)
    rings = []
    while waiting:
        start = here = next(iter(waiting))
        ring: Line = []
        while here in waiting:
            points = waiting[here].pop()
            if not waiting[here]:
                del waiting[here]
            ring += points[:-1]
            here = points[-1]
            if here == start:
                break
        if len(ring) > 2:  # some exclaves of the source are so small that they are drawn as a point
            rings.append(ring)
    return rings


def _chained(lines: list[Line], stops: Container[Point]) -> list[Line]:
    """Lines joined end to end, whichever way they run, but not across a stop."""
    at: dict[Point, list[Line]] = {}
    for line in lines:
        for end in (line[0], line[-1]):
            at.setdefault(end, []).append(line)
    used: set[int] = set()
    chains = []
    for line in lines:
        if id(line) in used:
            continue
        used.add(id(line))
        chain = line
        for _ in range(2):  # to its end, and turned around, to its other end
            while chain[-1] not in stops and (after := _unused(at[chain[-1]], used)):
                used.add(id(after))
                chain = chain + (after if after[0] == chain[-1] else after[::-1])[1:]
            chain = chain[::-1]
        chains.append(chain)
    return chains


def _unused(lines: list[Line], used: set[int]) -> Line | None:
    return next((line for line in lines if id(line) not in used), None)
