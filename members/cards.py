"""The cards of the pages: who it is on the left, where it lies on the right.

Each takes plain values, draws the same picture for the same ones and keeps the last ones drawn, so
that asking for a card again and again costs next to nothing.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from nscp.kit.cards import DIM, GOLD, LAND, NAVY, REGION, WHITE, Canvas
from nscp.kit.lettering import fitted, wrapped
from regions.ground import DETAIL, SPECK, Ground, ground
from regions.map import Spot, national_map, region_map
from regions.outlines import atlas
from regions.placing import network
from regions.projection import project
from regions.shapes import Box, Line, Point, area, without_specks

Placing = Callable[[Point], Point]
Region = tuple[str, str, tuple[str, ...], tuple[Spot, ...]]  # slug, name, counties, members

BRAND = "National Smart Coalitions Partnership"
LEFT, FOOT = 64, 572  # where the words begin, and where the lowest ones stand
COLUMN, BESIDE_COUNTRY = 500, 340  # how wide they run beside the map
SIZES = (72, 64, 56, 50, 44, 38)
REGION_VIEW = (600, 30, 1170, 600)
COUNTRY_VIEW = (372, 40, 1180, 544)
MOST_JOINED = 60  # more lines would hide the region
# Deeper than on the page, for gold to shine on; and gold lines that let the map through.
GROUND, AREA, EDGE, THREAD, SPOKE = "#0f2850", "#1c4383", "#0f2850", "#6d6a45", "#a08a3f"


class Words(NamedTuple):
    """What stands on a card: what it is, its name, and lines below it."""

    kicker: str
    name: str
    below: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def home_card(words: Words, regions: tuple[Region, ...]) -> bytes:
    """The country with its network, as on the home page."""
    canvas = Canvas()
    drawn = national_map(regions)
    place = _fit((0, 0, drawn.width, drawn.height), COUNTRY_VIEW)
    _country(canvas, place, [geoids for _, _, geoids, _ in regions])
    for link in sorted(drawn.links, key=lambda link: link.main):
        color, width = (GOLD, 2.5) if link.main else (THREAD, 1)
        canvas.line([place(point) for point in _curve(link.path)], color, width)
    for region in drawn.regions:
        hub = place((region.hub_x, region.hub_y))
        dots = [place((dot.x, dot.y)) for dot in region.dots]
        for dot in dots:
            canvas.line([hub, dot], SPOKE, 1)
        for dot in dots:
            canvas.dot(dot, 2.5, WHITE)
        canvas.dot(hub, 7, GOLD, NAVY, 1.5)
    _lettering(canvas, words, BESIDE_COUNTRY)
    return canvas.png()


@lru_cache(maxsize=64)
def region_card(words: Words, geoids: tuple[str, ...], spots: tuple[Spot, ...]) -> bytes:
    """A region in its outline, with its members joined to a network."""
    canvas = Canvas()
    place = _region(canvas, ground(geoids), geoids)
    dots = [place((dot.x, dot.y)) for dot in region_map(geoids, {}, spots).dots]
    _joined(canvas, dots, GOLD)
    for dot in dots:
        canvas.dot(dot, 6 if len(dots) < MOST_JOINED else 4, WHITE, NAVY, 1)
    _lettering(canvas, words, COLUMN)
    return canvas.png()


@lru_cache(maxsize=256)
def member_card(
    words: Words, geoids: tuple[str, ...], spots: tuple[Spot, ...], spot: Spot | None
) -> bytes:
    """A member's dot among those of its coalition; in the country where it lies in no region."""
    canvas = Canvas()
    base = ground(geoids)
    at = project(spot.longitude, spot.latitude) if spot else None
    near = bool(geoids) and (at is None or _inside(base.box, at))
    if near:
        place = _region(canvas, base, geoids)
        others = [place((dot.x, dot.y)) for dot in region_map(geoids, {}, spots).dots]
        _joined(canvas, others, SPOKE)
        for other in others:
            canvas.dot(other, 4, DIM)
        at = base.place(at) if at else None
    else:
        source = atlas()
        place = _fit((0, 0, source.width, source.height), COUNTRY_VIEW)
        _country(canvas, place, [geoids] if geoids else [])
    if at:
        _marked(canvas, place(at))
    _lettering(canvas, words, COLUMN if near else BESIDE_COUNTRY)
    return canvas.png()


def _marked(canvas: Canvas, dot: Point) -> None:
    canvas.dot(dot, 34, "", GOLD, 1)
    canvas.dot(dot, 22, "", GOLD, 1.5)
    canvas.dot(dot, 12, GOLD, NAVY, 2.5)
    canvas.dot(dot, 4.5, WHITE)


def _country(canvas: Canvas, place: Placing, regions: Iterable[tuple[str, ...]]) -> None:
    """The land with the borders of the states, and regions on it."""
    source = atlas()
    land, borders = _land()
    _filled(canvas, land, place, LAND, NAVY)
    for line in borders:
        canvas.line([place(point) for point in line], NAVY, 1)
    for geoids in regions:
        rings = without_specks(source.county_union(geoids, DETAIL), SPECK)
        _filled(canvas, rings, place, REGION, LAND)


def _region(canvas: Canvas, base: Ground, geoids: tuple[str, ...]) -> Placing:
    """The states in the view, the region on them with its counties; where its points go."""
    source = atlas()
    place = _fit((0, 0, *base.place(base.box[2:])), REGION_VIEW)

    def through(point: Point) -> Point:
        return place(base.place(point))

    for code in source.states:
        around = [[through(point) for point in ring] for ring in _state(code)]
        canvas.shape(around, GROUND)
        for ring in around:
            canvas.ring(ring, NAVY, 2)
    region = source.county_union(geoids)
    _filled(canvas, region, through, AREA, GROUND)
    for geoid in source.drawable(geoids):
        for ring in source.county_union([geoid]):
            canvas.ring([through(point) for point in ring], EDGE, 1)
    for ring in region:
        canvas.ring([through(point) for point in ring], GOLD, 3)
    return place


def _joined(canvas: Canvas, dots: Sequence[Point], color: str) -> None:
    """The shortest lines that join all dots."""
    if len(dots) > MOST_JOINED:
        return
    named = {str(number): dot for number, dot in enumerate(dots)}
    for a, b, main in network(named):
        if main:
            canvas.line([named[a], named[b]], color, 2)


def _filled(canvas: Canvas, rings: Sequence[Line], place: Placing, fill: str, hole: str) -> None:
    """Rings, and the holes in them, which run the other way around."""
    outward = max((area(ring) for ring in rings), key=abs, default=0) > 0
    for ring in sorted(rings, key=lambda ring: -abs(area(ring))):
        canvas.shape(
            [[place(point) for point in ring]], fill if (area(ring) > 0) == outward else hole
        )


def _lettering(canvas: Canvas, words: Words, room: int) -> None:
    """The words in the middle of their column, the name as large as it goes on four lines."""
    size, rows = fitted(words.name, SIZES, room, 3 if room < COLUMN else 4)
    below = [row for text in words.below for row in wrapped(text, 28, room)][:5]
    y = (FOOT - 48 - len(rows) * size * 1.2 - len(below) * 40) / 2
    canvas.text((LEFT, y), words.kicker.upper(), 22, GOLD, heavy=True)
    for row in rows:
        y += size * 1.2
        canvas.text((LEFT, y), row, size, WHITE, heavy=True)
    y += 22
    for row in below:
        y += 40
        canvas.text((LEFT, y), row, 28, DIM)
    _brand(canvas)


def _brand(canvas: Canvas) -> None:
    """The mark of the partnership and its name, in the lower left corner."""
    hubs = [(6, 23), (13, 16), (21, 18), (27, 10), (35, 31), (20, 30), (8, 31)]
    points = [(LEFT + (x - 4) * 1.15, FOOT + 8 + (y - 33) * 1.15) for x, y in hubs]
    canvas.ring(points, GOLD, 1.6)
    canvas.line([points[1], points[5], points[2]], GOLD, 1.6)
    for point in points:
        canvas.dot(point, 3, WHITE)
    canvas.text((LEFT + 52, FOOT), BRAND, 24, WHITE)


@lru_cache(maxsize=64)
def _state(code: str) -> list[Line]:
    return atlas().state_union([code], 0.2)


@lru_cache
def _land() -> tuple[list[Line], list[Line]]:
    source = atlas()
    land = without_specks(source.state_union(source.states, DETAIL), SPECK)
    return land, source.borders(DETAIL)


def _fit(box: Box, view: Box) -> Placing:
    """From a box to the largest of its shape in the middle of a view."""
    left, top, right, bottom = box
    scale = min((view[2] - view[0]) / (right - left), (view[3] - view[1]) / (bottom - top))
    x = (view[0] + view[2] - (left + right) * scale) / 2
    y = (view[1] + view[3] - (top + bottom) * scale) / 2
    return lambda point: (x + point[0] * scale, y + point[1] * scale)


def _curve(path: str) -> list[Point]:
    """The points of a bow: a quadratic curve of SVG."""
    ax, ay, bx, by, cx, cy = map(float, re.findall(r"-?[\d.]+", path))
    return [
        (
            (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx,
            (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy,
        )
        for t in (step / 24 for step in range(25))
    ]


def _inside(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]
