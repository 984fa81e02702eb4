"""What the maps stand on: outlines and places of names, which stay the same whoever is on the map.

Drawn once and kept, because counties do not move.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from regions.outlines import atlas
from regions.placing import room_for_a_name
from regions.shapes import Box, Line, Point, bounds, clipped, label_point, path, without_specks

DETAIL = 1.2  # corners below this area are not seen on a map of the whole country
SPECK = 6.0  # nor are islands below this one
WIDTH = 800  # of a region's map, whatever the size of the region
SLIMMEST, WIDEST = 0.8, 1.9  # the sides of a region's map, width to height
MARGIN = 0.07  # around a region, as a share of its larger side
BEYOND = 9  # drawn past the edge, or the cut itself would be seen as a line


@dataclass(frozen=True)
class MapState:
    """What is seen of a state around a region, and where its name has room, if anywhere."""

    name: str
    path: str
    label: Point | None


class Country(NamedTuple):
    """The whole country as two paths."""

    width: int
    height: int
    nation: str
    borders: str


class Shape(NamedTuple):
    """A region on the map of the country; its hub is where the network reaches it."""

    path: str
    box: Box
    hub: Point


class CountyShape(NamedTuple):
    """A county on the map of its region."""

    geoid: str
    name: str
    path: str
    label: Point


class Ground(NamedTuple):
    """The map of a region with nobody on it; `box` is its part of the country's canvas."""

    box: Box
    height: int
    outline: str = ""
    counties: tuple[CountyShape, ...] = ()
    states: tuple[MapState, ...] = ()

    def place(self, point: Point) -> Point:
        """From the canvas of the country to this map."""
        left, top, right, _ = self.box
        scale = WIDTH / (right - left)
        return (point[0] - left) * scale, (point[1] - top) * scale

    def placed(self, lines: Iterable[Line]) -> list[Line]:
        return [[self.place(point) for point in line] for line in lines]


@lru_cache
def country() -> Country:
    source = atlas()
    land = without_specks(source.state_union(source.states, DETAIL), SPECK)
    borders = path(source.borders(DETAIL), closed=False)
    return Country(source.width, source.height, path(land), borders)


@lru_cache(maxsize=64)
def shape(geoids: tuple[str, ...]) -> Shape | None:
    """The region of these counties; nothing where none of them has a shape."""
    rings = without_specks(atlas().county_union(geoids, DETAIL), SPECK)
    return Shape(path(rings), bounds(rings), _rounded(label_point(rings))) if rings else None


@lru_cache(maxsize=64)
def ground(geoids: tuple[str, ...]) -> Ground:
    """The map of the region of these counties; the whole country where none of them has a shape."""
    source = atlas()
    region = source.county_union(geoids)
    box = _view(bounds(region) if region else (0, 0, source.width, source.height))
    bare = Ground(box, round(WIDTH * (box[3] - box[1]) / (box[2] - box[0])))
    counties = [
        CountyShape(geoid, source.county_name(geoid), path(rings, decimals=0), _rounded(label))
        for geoid in source.drawable(geoids)
        for rings in [bare.placed(source.county_union([geoid]))]
        if rings  # three cities of Virginia are so small that the source draws them as a line
        for label in [label_point(rings)]
    ]
    outline = bare.placed(region)
    return Ground(
        box,
        bare.height,
        path(outline, decimals=0),
        tuple(counties),
        tuple(_states_seen(bare, outline)),
    )


def _states_seen(bare: Ground, region: list[Line]) -> Iterable[MapState]:
    """The parts of the states that lie in the view."""
    source = atlas()
    view = (-BEYOND, -BEYOND, WIDTH + BEYOND, bare.height + BEYOND)
    for code in source.states:
        seen = clipped(bare.placed(source.state_union([code])), view)
        if seen:
            name = source.state_name(code)
            label = room_for_a_name(name, seen, region, (WIDTH, bare.height))
            yield MapState(name, path(seen, decimals=0), label)


def _view(box: Box) -> Box:
    """The box with a margin, neither very slim nor very wide."""
    left, top, right, bottom = box
    margin = max(right - left, bottom - top) * MARGIN
    width, height = right - left + 2 * margin, bottom - top + 2 * margin
    width, height = max(width, height * SLIMMEST), max(height, width / WIDEST)
    x, y = (left + right) / 2, (top + bottom) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)
