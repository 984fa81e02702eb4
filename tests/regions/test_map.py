import pytest

from regions.map import Spot, national_map, region_map
from regions.placing import network, spread
from regions.shapes import clipped
from tests.data_files import rows

DENVER = Spot(-104.88, 39.76, "City and County of Denver", "denver", "local_government")
COLORADO = [
    row["county"]
    for row in rows("regions", "coalition_counties")
    if row["coalition"] == "colorado-smart-cities-alliance"
]


def regions(spots=()):
    served = rows("regions", "coalition_counties")
    return [
        (
            row["slug"],
            row["area_name"],
            [county["county"] for county in served if county["coalition"] == row["slug"]],
            spots if row["slug"].startswith("colorado") else [],
        )
        for row in rows("regions", "coalitions")
    ]


@pytest.fixture(scope="module")
def country():
    return national_map(regions([DENVER, DENVER, DENVER]))


def test_the_country_has_seven_regions_and_a_line_between_each_two(country):
    assert country.view_box == "0 0 975 610"
    assert len(country.regions) == 7
    assert len(country.links) == 21
    assert sum(link.main for link in country.links) == 6
    assert {end for link in country.links if link.main for end in link.ends} == {
        region.slug for region in country.regions
    }


def test_the_country_fits_in_one_page(country):
    lines = [country.nation, country.borders, *(region.path for region in country.regions)]

    assert sum(map(len, lines)) < 30_000
    assert all(line.startswith("M") for line in lines)


def test_members_in_one_place_stand_side_by_side(country):
    colorado = next(region for region in country.regions if region.slug.startswith("colorado"))

    places = {(dot.x, dot.y) for dot in colorado.dots}
    assert len(places) == 3
    assert {dot.spot for dot in colorado.dots} == {DENVER}
    assert all(abs(x - 344.8) < 8 and abs(y - 273.5) < 8 for x, y in places)
    assert colorado.spokes.count("M") == 3


def test_names_stand_apart_and_on_the_canvas(country):
    names = {(region.hub_x, region.name_y) for region in country.regions}

    assert len(names) == 7
    assert all(0 < x < 975 and 0 < y < 610 for x, y in names)
    below = {region.name for region in country.regions if region.name_below}
    assert below == {"Kansas City", "Southern Arizona"}


def test_a_map_is_the_same_on_each_visit(country):
    assert national_map(regions([DENVER, DENVER, DENVER])) == country


def test_a_region_without_a_shape_is_left_out():
    assert national_map([("city", "Falls Church", ["51610"], [])]).regions == ()
    assert region_map(["51610"], {}).counties == ()
    assert national_map([("new", "New", ["09110"], [DENVER])]).regions == ()
    assert national_map([]).links == ()


def test_a_region_fills_its_map():
    colorado = region_map(COLORADO, {"08031": (2, 5)}, [DENVER])

    assert colorado.width == 800
    assert 420 <= colorado.height <= 1000
    assert len(colorado.counties) == 64
    assert not colorado.named
    assert [county.name for county in colorado.counties if county.shade] == ["Denver"]
    (dot,) = colorado.dots
    assert 0 < dot.x < 800
    assert 0 < dot.y < colorado.height


@pytest.mark.parametrize(
    ("covered", "shade"), [(0, 0), (1, 1), (10, 1), (11, 2), (30, 3), (50, 3), (100, 4)]
)
def test_coverage_has_one_of_five_shades(covered, shade):
    (county,) = region_map(["08031"], {"08031": (covered, 100)}).counties

    assert (county.covered, county.places, county.shade) == (covered, 100, shade)


def test_a_county_without_places_has_the_shade_of_none():
    (county,) = region_map(["08031"], {"08031": (0, 0)}).counties

    assert county.shade == 0


def test_the_states_around_a_region_are_named_where_there_is_room():
    labels = {state.name: state.label for state in region_map(COLORADO, {}).states}
    named = sorted(name for name, label in labels.items() if label)

    assert sorted(labels) == sorted([*named, "Arizona", "Colorado", "Kansas", "Texas"])
    assert named == ["Nebraska", "New Mexico", "Oklahoma", "Utah", "Wyoming"]


def test_a_county_s_name_makes_way_for_a_dot():
    jacksonville = Spot(-81.66, 30.33)
    (free,) = region_map(["12031"], {}).counties
    (moved,) = region_map(["12031"], {}, [jacksonville]).counties

    assert (moved.label_x, moved.label_y) == (free.label_x, free.label_y + 20)


def test_dots_keep_their_distance():
    placed = spread([(5.0, 5.0)] * 30 + [(200.0, 200.0)], gap=4)
    pairs = [(a, b) for i, a in enumerate(placed) for b in placed[:i]]

    assert placed[-1] == (200, 200)
    assert min((ax - bx) ** 2 + (ay - by) ** 2 for (ax, ay), (bx, by) in pairs) > 9


def test_the_shortest_lines_join_all_hubs():
    lines = network({"a": (0, 0), "b": (1, 0), "c": (5, 0), "d": (6, 0)})

    assert [line[:2] for line in lines if line[2]] == [("a", "b"), ("c", "d"), ("b", "c")]
    assert len(lines) == 6


def test_what_lies_beyond_the_edge_is_cut_off():
    square = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)]

    assert [sorted(ring) for ring in clipped([square], (0, 0, 10, 10))] == [
        [(0, 0), (0, 5), (5, 0), (5, 5)]
    ]
    assert clipped([square], (6, 6, 10, 10)) == []
