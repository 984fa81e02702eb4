"""The map of a list: the part of the country that its pins need, and a dot for each.

It stands above a list, so it is light: an outline no finer than it is seen, and one dot for many
pins where there are many.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from regions.outlines import atlas
from regions.placing import spread
from regions.projection import project
from regions.shapes import Box, Point, clipped, path, without_specks

WIDTH = 600  # of the map, whatever part of the country it shows
ZOOMS = 4  # the whole country, a half, a quarter, an eighth of its width
STEP = 8  # parts of a view by which the next one is moved: few views, so each is drawn once
MARGIN = 0.06  # free around the pins, as a share of the view
# Corners and islands below these areas are not seen; of a part there is room to draw more.
DETAIL, SPECK = (6.0, 1.0, 0.15, 0.03), (30.0, 4.0, 1.0, 0.3)
BEYOND = 6  # drawn past the edge, or the cut itself would be seen as a line
MOST = 150  # pins with a dot each; of more, those near each other share one
RADIUS = 4.6
APART = 5.6  # dots may overlap: further apart they would leave their states
CELL = 26.0  # the sides of the squares in which pins share a dot


class Pin(NamedTuple):
    """Somebody on the map of a list."""

    longitude: float
    latitude: float
    name: str
    slug: str
    state: str = ""


class Dot(NamedTuple):
    """One pin where it is drawn, or the first of those that share the dot."""

    x: float
    y: float
    radius: float
    number: int
    pin: Pin
    state: str  # where most of them lie


class View(NamedTuple):
    """A part of the country's canvas, and what is seen of it on a map of its own."""

    box: Box
    height: int
    land: str
    served: str

    @property
    def scale(self) -> float:
        return WIDTH / (self.box[2] - self.box[0])

    def place(self, point: Point) -> Point:
        return (point[0] - self.box[0]) * self.scale, (point[1] - self.box[1]) * self.scale


@dataclass(frozen=True)
class ListMap:
    """The map with its dots."""

    view: View
    dots: tuple[Dot, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.view.height}"


def list_map(pins: Sequence[Pin], served: frozenset[str] = frozenset()) -> ListMap:
    """The map of the pins, on the land of the `served` counties."""
    canvas = [project(pin.longitude, pin.latitude) for pin in pins]
    view = _view(*_window(canvas), served)
    points = [view.place(point) for point in canvas]
    return ListMap(view, _single(pins, points) if len(pins) <= MOST else _clusters(pins, points))


def _single(pins: Sequence[Pin], points: Sequence[Point]) -> tuple[Dot, ...]:
    placed = spread(points, APART)
    return tuple(
        Dot(x, y, RADIUS, 1, pin, pin.state) for (x, y), pin in zip(placed, pins, strict=True)
    )


def _clusters(pins: Sequence[Pin], points: Sequence[Point]) -> tuple[Dot, ...]:
    """A dot for each square of the map, in the middle of its pins: the more, the larger."""
    cells: dict[tuple[int, int], list[int]] = {}
    for i, (x, y) in enumerate(points):
        cells.setdefault((int(x // CELL), int(y // CELL)), []).append(i)
    dots = []
    for inside in cells.values():
        number = len(inside)
        x, y = (sum(points[i][axis] for i in inside) / number for axis in (0, 1))
        radius = RADIUS if number == 1 else min(CELL / 2 - 1, 7.5 + 1.5 * math.log10(number))
        ((state, _),) = Counter(pins[i].state for i in inside).most_common(1)
        place = round(x, 1), round(y, 1), round(radius, 1)
        dots.append(Dot(*place, number, pins[inside[0]], state))
    return tuple(sorted(dots, key=lambda dot: -dot.radius))


def _window(points: Sequence[Point]) -> tuple[int, int, int]:
    """The smallest view that has all points: how far it is zoomed, and its steps right and down."""
    width, height = atlas().width, atlas().height
    if not points:
        return 0, 0, 0
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for zoom in range(ZOOMS - 1, 0, -1):
        across, down = width / 2**zoom, height / 2**zoom
        found = [
            min(max(round(((low + high) / 2 - side / 2) / (side / STEP)), 0), _last(zoom))
            for low, high, side in ((min(xs), max(xs), across), (min(ys), max(ys), down))
        ]
        left, top = found[0] * across / STEP, found[1] * down / STEP
        free = across * MARGIN
        if (
            left + free <= min(xs)
            and max(xs) <= left + across - free
            and top + free <= min(ys)
            and max(ys) <= top + down - free
        ):
            return zoom, found[0], found[1]
    return 0, 0, 0


def _last(zoom: int) -> int:
    """The last step at which a view still lies on the canvas."""
    return (2**zoom - 1) * STEP


@lru_cache(maxsize=128)
def _view(zoom: int, column: int, row: int, served: frozenset[str]) -> View:
    source = atlas()
    across, down = source.width / 2**zoom, source.height / 2**zoom
    left, top = column * across / STEP, row * down / STEP
    bare = View(
        (left, top, left + across, top + down), round(WIDTH * source.height / source.width), "", ""
    )
    states = [
        ring
        for code in source.states
        for ring in _seen(bare, source.state_union([code], DETAIL[zoom]), zoom)
    ]
    regions = _seen(bare, source.county_union(sorted(served), DETAIL[zoom]), zoom)
    return bare._replace(land=path(states, decimals=0), served=path(regions, decimals=0))


def _seen(view: View, rings: list[list[Point]], zoom: int) -> list[list[Point]]:
    edge = (-BEYOND, -BEYOND, WIDTH + BEYOND, view.height + BEYOND)
    large = without_specks(rings, SPECK[zoom])
    return clipped([[view.place(point) for point in ring] for ring in large], edge)
