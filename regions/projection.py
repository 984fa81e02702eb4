"""Where a place lies on the map: longitude and latitude to the canvas of the outlines.

Albers' equal-area conic projection, so that a county looks as large as it is. The formulas are
those of Snyder, "Map Projections: A Working Manual", US Geological Survey Professional Paper 1395,
pages 100 to 102, for a sphere. Alaska (at 35 % of its size) and Hawaii have a projection each and
stand below the Southwest. The parameters are those that us-atlas documents for its files: scale
1300, the canvas centered at (487.5, 305), parallels 29.5 and 45.5, in Alaska 55 and 65, in Hawaii 8
and 18.
"""

import math
from collections.abc import Callable

from regions.shapes import Point

SCALE, CENTER_X, CENTER_Y = 1300.0, 487.5, 305.0


def _conic(
    meridian: float, center: Point, parallels: Point, scale: float, at: Point
) -> Callable[[float, float], Point]:
    """One projection; `center`, its longitude counted from the meridian, is drawn at `at`."""
    first, second = (math.sin(math.radians(parallel)) for parallel in parallels)
    n = (first + second) / 2
    c = 1 + first * (2 * n - first)

    def raw(longitude: float, latitude: float) -> Point:
        rho = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
        theta = n * math.radians(longitude)
        return rho * math.sin(theta), -rho * math.cos(theta)

    center_x, center_y = raw(*center)

    def projected(longitude: float, latitude: float) -> Point:
        # Attu lies beyond the 180th meridian, and is west of Alaska all the same.
        x, y = raw((longitude - meridian + 540) % 360 - 180, latitude)
        return at[0] + scale * (x - center_x), at[1] - scale * (y - center_y)

    return projected


_mainland = _conic(-96, (-0.6, 38.7), (29.5, 45.5), SCALE, (CENTER_X, CENTER_Y))
_alaska = _conic(
    -154,
    (-2, 58.5),
    (55, 65),
    SCALE * 0.35,
    (CENTER_X - 0.307 * SCALE, CENTER_Y + 0.201 * SCALE),
)
_hawaii = _conic(
    -157, (-3, 19.9), (8, 18), SCALE, (CENTER_X - 0.205 * SCALE, CENTER_Y + 0.212 * SCALE)
)


def project(longitude: float, latitude: float) -> Point:
    """The point on the canvas of a place in one of the fifty states or the District of Columbia."""
    if latitude > 50:
        return _alaska(longitude, latitude)
    if longitude < -140:
        return _hawaii(longitude, latitude)
    return _mainland(longitude, latitude)
