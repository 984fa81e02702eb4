"""The pictures that others show beside a link: their size, their words, and what asking costs."""

import io
import time

import pytest
from PIL import Image, ImageChops

from members import cards
from regions.map import Spot
from tests import factories as make

ADAMS = ("08001", "08031", "08059")
NEAR, FAR = Spot(-104.9, 39.8), Spot(-122.0, 37.4)
WORDS = cards.Words("City", "City of Cañon City", ("Colorado",))


def picture(data):
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    return image.convert("RGB")


def changed(one, other, box=(0, 0, 1200, 630)):
    """Where two cards differ in a box so that it is seen; each has shades of its own palette."""
    apart = ImageChops.difference(picture(one).crop(box), picture(other).crop(box))
    return apart.convert("L").point(lambda shade: 255 if shade > 50 else 0).getbbox()


@pytest.fixture(autouse=True)
def _nothing_kept():
    for draw in (cards.home_card, cards.region_card, cards.member_card):
        draw.cache_clear()


def test_the_same_values_make_the_same_bytes():
    drawn = []
    for _ in range(2):
        cards.member_card.cache_clear()
        drawn.append(cards.member_card(WORDS, ADAMS, (NEAR,), NEAR))
    assert drawn[0] == drawn[1]


def test_a_member_is_marked_where_it_lies():
    without = cards.member_card(WORDS, ADAMS, (), None)
    left, _, right, _ = changed(without, cards.member_card(WORDS, ADAMS, (), NEAR))
    assert left > 600
    assert right - left == pytest.approx(70, abs=4)  # the outer ring


def test_a_member_outside_its_region_is_marked_in_the_country():
    words = cards.Words("Company", "Acme")
    near = cards.member_card(words, ADAMS, (), NEAR)
    far = cards.member_card(words, ADAMS, (), FAR)
    assert picture(near).getpixel((1190, 620)) != picture(far).getpixel((1190, 620))
    unmarked = cards.member_card(words, ADAMS, (), Spot(-75.0, 40.0))
    assert changed(far, unmarked, (0, 0, 500, 630)) is not None  # on the west coast


@pytest.mark.parametrize(
    "name",
    [
        "x" * 160,
        "Unified Government of Wyandotte County/Kansas City, Kansas",
        "Metropolitan " * 12,
        "",
        "日本",
        "Å" * 40,
    ],
)
@pytest.mark.parametrize("geoids", [(), ADAMS])
def test_no_name_runs_into_the_foot_or_beyond_its_column(name, geoids):
    below = ("A city, and a state", "One Alliance", "Another Alliance", "A third one", "A fourth")
    spot = NEAR if geoids else None
    bare = cards.member_card(cards.Words("", ""), geoids, (), spot)
    left, top, right, bottom = changed(
        bare, cards.member_card(cards.Words("Kind", name, below), geoids, (), spot)
    )
    assert (left >= 56, top >= 20, bottom <= 540) == (True, True, True)
    assert right <= (580 if geoids else 420)


def test_a_card_is_light_and_quick_and_kept():
    spots = tuple(Spot(-104.9 + i / 100, 39.7 + i % 7 / 50) for i in range(60))
    cards.region_card(WORDS, ADAMS, spots)  # reads the outlines, once for the process
    began = time.process_time()
    data = cards.region_card(WORDS._replace(name="Another"), ADAMS, spots)
    first = time.process_time() - began
    began = time.process_time()
    for _ in range(100):
        assert cards.region_card(WORDS._replace(name="Another"), ADAMS, spots) is data
    assert (len(data) < 60_000, first < 0.5, time.process_time() - began < first) == (
        True,
        True,
        True,
    )


@pytest.mark.django_db
def test_every_card_is_a_picture_that_anybody_may_keep(world, client, django_assert_num_queries):
    make.serves(world.north, *(make.county(geoid, f"County {geoid}") for geoid in ADAMS))
    world.ours.latitude, world.ours.longitude = 39.8, -104.9
    world.ours.save()
    for path in ("/card.png", "/regions/north-alliance/card.png", "/members/city-of-ours/card.png"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Cache-Control"] == "public, max-age=60"
        assert answer.cookies == {}
        picture(answer.content)
        with django_assert_num_queries(1):
            again = client.get(path, headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304


@pytest.mark.django_db
def test_a_card_changes_with_its_member_alone(world, client):
    ours, theirs = "/members/city-of-ours/card.png", "/members/city-of-theirs/card.png"
    before = client.get(ours).content, client.get(theirs).content
    world.ours.name = "City of Ours Renamed"
    world.ours.save()
    after = client.get(ours).content, client.get(theirs).content
    assert (before[0] == after[0], before[1] == after[1]) == (False, True)


@pytest.mark.django_db
def test_an_unknown_region_has_no_card(world, client):
    assert client.get("/regions/atlantis/card.png").status_code == 404
