"""Where things go on a map: dots apart, lines between hubs, names where there is room."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from regions.shapes import Line, Point, contains, sides

BEND = 0.16  # how far a line of the network bows out, as a share of its length
ROUNDS = 60  # of pushing dots apart; more are not seen
LETTER = 6.4  # the width of a letter in a county's label
NAME_WIDTH, NAME_HEIGHT = 110, 45  # of a region's name, on the map of the country
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def spread(points: Sequence[Point], gap: float, free: Point | None = None) -> list[Point]:
    """The points moved apart until each has `gap` to the next, as far as a few rounds get.

    Around `free` they leave twice as much room: something larger stands there. Points come out
    the same for the same points in the same order, because a map must not change from one visit to
    the next. Where several share a place they leave it in turn, each in another direction.
    """
    placed = [
        (x + 0.01 * math.cos(i * GOLDEN_ANGLE), y + 0.01 * math.sin(i * GOLDEN_ANGLE))
        for i, (x, y) in enumerate(points)
    ]
    for _ in range(ROUNDS):
        pushes = _pushes(placed, gap)
        if free:
            _push_off(free, placed, gap * 2, pushes)
        if not pushes:
            break
        for i, (push_x, push_y) in pushes.items():
            placed[i] = (placed[i][0] + push_x, placed[i][1] + push_y)
    return [(round(x, 1), round(y, 1)) for x, y in placed]


def _push_off(free: Point, points: list[Point], gap: float, pushes: dict[int, Point]) -> None:
    for i, point in enumerate(points):
        distance = math.dist(point, free)
        if distance < gap * 0.98:
            share = (gap - distance) / max(distance, 0.1)
            x, y = pushes.get(i, (0.0, 0.0))
            pushes[i] = (x + (point[0] - free[0]) * share, y + (point[1] - free[1]) * share)


def _pushes(points: list[Point], gap: float) -> dict[int, Point]:
    """How far each point has to move out of the way of those too near."""
    cells: dict[tuple[int, int], list[int]] = {}
    for i, (x, y) in enumerate(points):
        cells.setdefault((int(x // gap), int(y // gap)), []).append(i)
    pushes: dict[int, Point] = {}
    for (column, row), members in cells.items():
        around = [
            j
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for j in cells.get((column + dx, row + dy), ())
        ]
        for i in members:
            for j in around:
                away_x, away_y = points[i][0] - points[j][0], points[i][1] - points[j][1]
                distance = math.hypot(away_x, away_y)
                if i != j and distance < gap * 0.98:
                    share = (gap - distance) / distance / 2
                    x, y = pushes.get(i, (0.0, 0.0))
                    pushes[i] = (x + away_x * share, y + away_y * share)
    return pushes


def network(hubs: Mapping[str, Point]) -> list[tuple[str, str, bool]]:
    """Every pair of hubs, and whether its line is one of the shortest that join them all."""
    pairs = sorted(combinations(hubs, 2), key=lambda pair: math.dist(hubs[pair[0]], hubs[pair[1]]))
    group = {name: {name} for name in hubs}
    lines = []
    for a, b in pairs:
        main = group[a] is not group[b]
        if main:  # Kruskal's rule: the next shortest line that joins two groups
            group[a] |= group[b]
            for name in group[b]:
                group[name] = group[a]
        lines.append((a, b, main))
    return lines


def bow(start: Point, end: Point) -> str:
    """The path of a curve between two points that bows to the north, as a flight does on a map."""
    if start > end:
        start, end = end, start
    (ax, ay), (bx, by) = start, end
    middle_x = (ax + bx) / 2 + (by - ay) * BEND
    middle_y = (ay + by) / 2 - (bx - ax) * BEND
    return f"M{ax:g},{ay:g}Q{middle_x:.1f},{middle_y:.1f} {bx:g},{by:g}"


def region_name(hub: Point, dots: Iterable[Point], hubs: Iterable[Point]) -> tuple[float, bool]:
    """The height at which a region's name ends above its hub and dots, or begins below them.

    It stands below, which is the second answer, where another hub is just above.
    """
    x, y = hub
    heights = [y, *(dot_y for dot_x, dot_y in dots if abs(dot_x - x) < NAME_WIDTH / 2)]
    below = any(
        abs(x - other_x) < NAME_WIDTH and 0 < y - other_y < NAME_HEIGHT for other_x, other_y in hubs
    )
    return round(max(heights) + 9 if below else min(heights) - 11, 1), below


def beside_dots(label: Point, name: str, dots: Sequence[Point]) -> Point:
    """A county's label moved up or down where a dot would cover it."""
    x, y = label
    near = [dot for dot in dots if abs(dot[0] - x) < LETTER * len(name) / 2 + 9]
    for step in (0, 20, -20, 34, -34):
        if all(abs(dot_y - (y + step - 4)) > 15 for _, dot_y in near):
            return x, round(y + step, 1)
    return label


def room_for_a_name(
    name: str, rings: Sequence[Line], taken: Sequence[Line], size: Point
) -> Point | None:
    """The point of a shape where the name of a state has most room: none where it has too little.

    Room is what lies between it and the edge of the shape, of the map and of what is taken. Lengths
    are counted in halves of the name across and in lines up and down.
    """
    unit_x, unit_y = 8.8 * len(name), 20.0
    width, height = size
    best, most = None, 1.0
    for column in range(1, 24):
        for row in range(1, 24):
            x, y = width * column / 24, height * row / 24
            edge = min(min(x, width - x) / unit_x, min(y, height - y) / unit_y)
            if edge > most and contains(rings, (x, y)) and not contains(taken, (x, y)):
                here = [
                    _distance(
                        ((a[0] - x) / unit_x, (a[1] - y) / unit_y),
                        ((b[0] - x) / unit_x, (b[1] - y) / unit_y),
                    )
                    for line in (*rings, *taken)
                    for a, b in sides(line)
                ]
                room = min(edge, *here)
                if room > most:
                    best, most = (round(x, 1), round(y, 1)), room
    return best


def _distance(a: Point, b: Point) -> float:
    """How far the side from a to b is from the origin."""
    way_x, way_y = b[0] - a[0], b[1] - a[1]
    length = way_x * way_x + way_y * way_y
    along = min(1.0, max(0.0, -(a[0] * way_x + a[1] * way_y) / length)) if length else 0.0
    return math.hypot(a[0] + along * way_x, a[1] + along * way_y)
