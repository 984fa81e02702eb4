"""The maps as plain data, for templates to draw as SVG: paths, points, names and view boxes.

Nothing here knows a model, a color or a tag.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from regions.ground import WIDTH, MapState, country, ground, shape
from regions.placing import beside_dots, bow, network, region_name, spread
from regions.projection import project
from regions.shapes import Point, path

SHADES = (0.0, 0.1, 0.25, 0.5)  # a county above the n-th of these shares has shade n + 1
MOST_NAMES = 24  # of counties on one map; more would cover it
GAP = 5.2  # between two dots on the map of the country


class Spot(NamedTuple):
    """Somebody to put on a map; name, slug and kind are handed on to the template."""

    longitude: float
    latitude: float
    name: str = ""
    slug: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Dot:
    """A spot where it is drawn: at its place, or beside those that share it."""

    x: float
    y: float
    spot: Spot

    @property
    def name_anchor(self) -> str:
        """The end at which its name is tied to it, so that the name stays on a region's map."""
        return "start" if self.x < WIDTH / 3 else "end" if self.x > WIDTH * 2 / 3 else "middle"


@dataclass(frozen=True)
class MapRegion:
    """A region on the map of the country; its hub is where the network reaches it."""

    slug: str
    name: str
    path: str
    hub_x: float
    hub_y: float
    name_y: float
    name_below: bool  # it hangs from `name_y`; otherwise it stands on it
    dots: tuple[Dot, ...]
    spokes: str  # one path: a line from the hub to each dot


@dataclass(frozen=True)
class MapLink:
    """A line of the network between two hubs; the `main` ones are the shortest to join them all."""

    path: str
    main: bool
    ends: tuple[str, str]


@dataclass(frozen=True)
class NationalMap:
    """The country, its regions and the network between them."""

    width: int
    height: int
    nation: str
    borders: str
    regions: tuple[MapRegion, ...]
    links: tuple[MapLink, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True)
class MapCounty:
    """A county on the map of its region."""

    geoid: str
    name: str
    path: str
    label_x: float
    label_y: float
    covered: int
    places: int
    shade: int  # 0 for none, to 4


@dataclass(frozen=True)
class RegionMap:
    """One region, as large as its map allows, on the states in which it lies."""

    width: int
    height: int
    outline: str
    counties: tuple[MapCounty, ...]
    states: tuple[MapState, ...]
    dots: tuple[Dot, ...]
    dot_radius: float
    named: bool  # few enough counties to write their names on the map

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def reach(self) -> float:
        """How far around its middle a dot is clicked: wider than it, short of the next one."""
        return round(self.dot_radius * 1.6, 1)


def national_map(regions: Iterable[tuple[str, str, Iterable[str], Iterable[Spot]]]) -> NationalMap:
    """The map of the country; a region is its slug, name, counties and the spots of its members.

    A region none of whose counties has a shape cannot be drawn and is left out.
    """
    drawn = [
        (slug, name, outline, _dots(list(spots), project, GAP, outline.hub))
        for slug, name, geoids, spots in regions
        if (outline := shape(tuple(sorted(geoids))))
    ]
    hubs = {slug: outline.hub for slug, _, outline, _ in drawn}
    return NationalMap(
        *country(),
        tuple(
            MapRegion(
                slug,
                name,
                outline.path,
                *outline.hub,
                *region_name(outline.hub, [(dot.x, dot.y) for dot in dots], hubs.values()),
                dots=dots,
                spokes=path([[outline.hub, (dot.x, dot.y)] for dot in dots], closed=False),
            )
            for slug, name, outline, dots in drawn
        ),
        tuple(MapLink(bow(hubs[a], hubs[b]), main, (a, b)) for a, b, main in network(hubs)),
    )


def region_map(
    geoids: Iterable[str], covered: Mapping[str, tuple[int, int]], dots: Iterable[Spot] = ()
) -> RegionMap:
    """The map of one region, each county in the shade of its coverage: so many of so many."""
    base = ground(tuple(sorted(geoids)))
    spots = list(dots)
    # A hundred dots still leave the counties to be seen.
    radius = round(max(3.0, 7.0 - len(spots) / 25), 1)
    placed = _dots(spots, lambda *place: base.place(project(*place)), radius * 2.1)
    named = len(base.counties) <= MOST_NAMES
    points = [(dot.x, dot.y) for dot in placed]
    counties = [
        MapCounty(
            county.geoid,
            county.name,
            county.path,
            *(beside_dots(county.label, county.name, points) if named else county.label),
            *counts,
            sum(counts[0] > least * counts[1] for least in SHADES),
        )
        for county in base.counties
        for counts in [covered.get(county.geoid, (0, 0))]
    ]
    return RegionMap(
        WIDTH,
        base.height,
        base.outline,
        tuple(counties),
        base.states,
        placed,
        radius,
        named,
    )


def _dots(
    spots: Sequence[Spot],
    place: Callable[[float, float], Point],
    gap: float,
    free: Point | None = None,
) -> tuple[Dot, ...]:
    points = spread([place(spot.longitude, spot.latitude) for spot in spots], gap, free)
    return tuple(Dot(x, y, spot) for (x, y), spot in zip(points, spots, strict=True))
