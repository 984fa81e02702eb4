"""Plane geometry for the maps: lines as lists of points, and how an SVG path says them."""

import math
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]  # left, top, right, bottom


def sides(ring: Line) -> Iterable[tuple[Point, Point]]:
    """Each side of a ring, the last one back to the start."""
    return pairwise([*ring, ring[0]])


def area(ring: Line) -> float:
    """Signed: a hole has the other sign than the ring around it."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in sides(ring)) / 2


def bounds(lines: Iterable[Line]) -> Box:
    """The smallest box around them all."""
    xs, ys = zip(*(point for line in lines for point in line), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def without_specks(rings: Sequence[Line], smallest: float) -> list[Line]:
    """The rings without islands and lakes below an area; the largest one always stays."""
    largest = max((abs(area(ring)) for ring in rings), default=0)
    return [ring for ring in rings if abs(area(ring)) >= min(smallest, largest)]


def contains(rings: Iterable[Line], point: Point) -> bool:
    """Whether the point lies inside, by the even-odd rule: a hole is outside."""
    x, y = point
    return bool(
        sum(
            (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
            for ring in rings
            for (ax, ay), (bx, by) in sides(ring)
        )
        % 2
    )


def centroid(rings: Iterable[Line]) -> Point:
    """The center of gravity."""
    weight = sum_x = sum_y = 0.0
    for (ax, ay), (bx, by) in (side for ring in rings for side in sides(ring)):
        cross = ax * by - bx * ay
        weight += cross
        sum_x += (ax + bx) * cross
        sum_y += (ay + by) * cross
    return sum_x / (3 * weight), sum_y / (3 * weight)


def label_point(rings: Sequence[Line]) -> Point:
    """Where a name stands: in the center of gravity of the largest part.

    Where that lies outside, as in a crescent, it is the middle of the widest stretch at its height.
    """
    largest = [max(rings, key=lambda ring: abs(area(ring)))]
    center = centroid(largest)
    if contains(largest, center):
        return center
    height = center[1]
    crossings = sorted(
        (bx - ax) * (height - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in sides(largest[0])
        if (ay > height) != (by > height)
    )
    stretches = zip(crossings[::2], crossings[1::2], strict=True)
    start, end = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (start + end) / 2, height


def thinned(line: Line, detail: float, kept: Container[Point] = ()) -> Line:
    """The line without its smallest corners, by Visvalingam's rule.

    The corner whose triangle is smallest goes first, until none is below `detail`. Ends and the
    points in `kept` stay: two lines between the same such points are thinned alike.
    """
    line = list(line)
    least = 4 if line[0] == line[-1] else 2  # what was an area stays one
    corners = [_corner(line, i, kept) for i in range(1, len(line) - 1)]
    while len(line) > least and (smallest := min(corners)) < detail:
        gone = corners.index(smallest) + 1
        del line[gone], corners[gone - 1]
        for i in (gone - 1, gone):
            if 0 < i < len(line) - 1:
                corners[i - 1] = _corner(line, i, kept)
    return line


def thinned_ring(ring: Line, detail: float, kept: Container[Point] = ()) -> Line:
    """The same for a ring, whose first point is not its end unless it is kept."""
    start = next((i for i, point in enumerate(ring) if point in kept), 0)
    return thinned([*ring[start:], *ring[: start + 1]], detail, kept)[:-1]


def _corner(line: Line, i: int, kept: Container[Point]) -> float:
    (ax, ay), (bx, by), (cx, cy) = line[i - 1 : i + 2]
    if line[i] in kept:
        return math.inf
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def clipped(rings: Iterable[Line], box: Box) -> list[Line]:
    """What of the rings lies in the box, by the rule of Sutherland and Hodgman: edge after edge.

    Parts of one ring may stay joined along an edge of the box, where they have no width.
    """
    left, top, right, bottom = box
    inside: list[Callable[[Point], float]] = [
        lambda p: p[0] - left,
        lambda p: right - p[0],
        lambda p: p[1] - top,
        lambda p: bottom - p[1],
    ]
    result = []
    for ring in rings:
        kept = ring
        for depth in inside:
            kept = _half(kept, depth) if kept else kept
        if len(kept) > 2:
            result.append(kept)
    return result


def _half(ring: Line, depth: Callable[[Point], float]) -> Line:
    """The part of a ring whose depth is not negative."""
    kept = []
    for a, b in sides(ring):
        from_a, from_b = depth(a), depth(b)
        if (from_a < 0) != (from_b < 0):
            share = from_a / (from_a - from_b)
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        if from_b >= 0:
            kept.append(b)
    return kept


def path(lines: Iterable[Line], *, closed: bool = True, decimals: int = 1) -> str:
    """The `d` of an SVG path.

    Points are rounded to a grid before the steps between them are taken, so that neighbors meet
    however long their common line is.
    """
    grid = 10**decimals
    parts = []
    for line in lines:
        points = [(round(x * grid), round(y * grid)) for x, y in line]
        steps = [
            (bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points) if (ax, ay) != (bx, by)
        ]
        if len(steps) > int(closed):
            start = _pair(*points[0], grid)
            # A minus sign parts two numbers as well as a blank does.
            way = " ".join(_pair(x, y, grid) for x, y in steps).replace(" -", "-")
            parts.append(f"M{start}l{way}{'z' if closed else ''}")
    return "".join(parts)


def _pair(x: int, y: int, grid: int) -> str:
    return f"{_number(x / grid)},{_number(y / grid)}".replace(",-", "-")


def _number(value: float) -> str:
    """Without a zero that says nothing: .5, not 0.50."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if abs(value) < 1 else text
