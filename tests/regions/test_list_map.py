"""The map of a list: the part of the country that it needs, and no more than it can carry."""

import gzip
import random

import pytest

from regions.list_map import MOST, WIDTH, Pin, list_map
from tests.data_files import rows

PHOENIX = Pin(-112.07, 33.45, "City of Phoenix", "city-of-phoenix", "AZ")
DENVER = Pin(-104.88, 39.76, "City and County of Denver", "denver", "CO")
MIAMI = Pin(-80.2, 25.78, "City of Miami", "miami", "FL")
ANCHORAGE = Pin(-149.9, 61.2, "Anchorage", "anchorage", "AK")
HONOLULU = Pin(-157.86, 21.3, "Honolulu", "honolulu", "HI")
SERVED = frozenset(row["county"] for row in rows("regions", "coalition_counties"))


def scattered(number, seed=1):
    dice = random.Random(seed)
    return [
        Pin(dice.uniform(-120, -75), dice.uniform(30, 45), f"Town {n}", f"town-{n}", "KS")
        for n in range(number)
    ]


@pytest.mark.parametrize(
    ("pins", "share"),
    [
        ([], 1),
        ([PHOENIX, MIAMI], 1),
        ([PHOENIX], 8),
        ([DENVER], 8),
        ([MIAMI], 8),
        ([ANCHORAGE], 8),
        ([HONOLULU], 8),
        ([PHOENIX, DENVER], 2),
    ],
)
def test_the_map_shows_the_smallest_part_with_every_pin(pins, share):
    drawn = list_map(pins, SERVED)
    left, top, right, bottom = drawn.view.box
    assert (right - left, bottom - top) == (975 / share, 610 / share)
    assert 0 <= left < right <= 975
    assert 0 <= top < bottom <= 610
    assert [0 < dot.x < WIDTH and 0 < dot.y < drawn.view.height for dot in drawn.dots] == [
        True
    ] * len(pins)


def test_each_pin_has_its_dot_while_there_is_room():
    drawn = list_map([PHOENIX] * 3 + [DENVER], SERVED)
    assert [dot.pin.slug for dot in drawn.dots] == ["city-of-phoenix"] * 3 + ["denver"]
    assert len({(dot.x, dot.y) for dot in drawn.dots}) == 4
    assert [dot.number for dot in drawn.dots] == [1, 1, 1, 1]


@pytest.mark.parametrize("number", [MOST, MOST + 1, 2000])
def test_no_pin_is_lost(number):
    assert sum(dot.number for dot in list_map(scattered(number)).dots) == number


def test_ten_thousand_members_make_a_small_map():
    drawn = list_map(scattered(10_000), SERVED)
    assert len(drawn.dots) < 300
    cluster = list_map([PHOENIX] * 200 + [DENVER] * 9, SERVED).dots
    assert [(dot.number, dot.pin, dot.state) for dot in cluster] == [
        (200, PHOENIX, "AZ"),
        (9, DENVER, "CO"),
    ]
    assert cluster[0].radius > cluster[1].radius


@pytest.mark.parametrize("pins", [[PHOENIX, MIAMI], [DENVER], [PHOENIX, DENVER]])
def test_the_land_is_light(pins):
    view = list_map(pins, SERVED).view
    assert view.land.startswith("M")
    assert view.served.startswith("M")
    assert len(gzip.compress(f"{view.land}{view.served}".encode())) < 4000


def test_without_regions_the_map_is_drawn_too():
    assert list_map([DENVER]).view.served == ""
