import json
import runpy

import pytest

from regions.outlines import Atlas, atlas
from regions.projection import project
from regions.shapes import area, bounds, centroid, contains, label_point, path, without_specks
from tests.data_files import ROOT, rows

EARTH_RADIUS = 6371.0  # kilometers
SQUARE_KILOMETERS = (EARTH_RADIUS / 1300) ** 2  # in a square unit of the canvas


def counties_of(fips):
    return [row["geoid"] for row in rows("regions", "counties") if row["geoid"].startswith(fips)]


@pytest.fixture(scope="module")
def squares(tmp_path_factory):
    """Two counties side by side, in a state each, and an island that belongs to the first."""
    convert = runpy.run_path(str(ROOT / "regions" / "data" / "convert_outlines.py"))["convert"]
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [
            [[10, 0], [0, 10]],  # the border, downward
            [[10, 10], [-10, 0], [0, -5], [0, -5], [10, 0]],  # around the first
            [[10, 0], [10, 0], [0, 10], [-10, 0]],  # around the second
            [[2, 20], [2, 0], [0, 2], [-2, 0], [0, -2]],  # the island
        ],
        "objects": {
            "counties": {
                "geometries": [
                    {
                        "type": "MultiPolygon",
                        "id": "01001",
                        "properties": {"name": "First"},
                        "arcs": [[[0, 1]], [[3]]],
                    },
                    {
                        "type": "Polygon",
                        "id": "02001",
                        "properties": {"name": "Second"},
                        "arcs": [[2, -1]],
                    },
                ]
            },
            "states": {
                "geometries": [
                    {
                        "type": "MultiPolygon",
                        "id": "01",
                        "properties": {"name": "Eastland"},
                        "arcs": [[[0, 1]], [[3]]],
                    },
                    {
                        "type": "Polygon",
                        "id": "02",
                        "properties": {"name": "Westland"},
                        "arcs": [[2, -1]],
                    },
                ]
            },
        },
    }
    file = tmp_path_factory.mktemp("atlas") / "outlines.json"
    file.write_text(json.dumps(convert(topology)), encoding="utf-8")
    return Atlas(file)


def test_a_union_is_the_arcs_used_once(squares):
    rings = squares.county_union(["01001", "02001"])

    assert sorted(abs(area(ring)) for ring in rings) == [4, 200]
    assert bounds(rings) == (0, 0, 20, 22)
    assert (10, 5) not in [point for ring in rings for point in ring]


def test_the_border_runs_once_and_the_coast_is_none(squares):
    assert squares.borders() == [[(10, 0), (10, 10)]]


def test_detail_drops_corners_but_not_the_points_where_states_meet(squares):
    (ring,) = without_specks(squares.state_union(["01"], detail=1), smallest=5)

    assert sorted(ring) == [(0, 0), (0, 10), (10, 0), (10, 10)]
    assert path([ring]) in {"M10,0l0,10-10,0 0-10z", "M10,0l0,10-10,0 0-10 10,0z"}


@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"),
    [
        # as d3.geoAlbersUsa().scale(1300).translate([487.5, 305]) has them
        (-104.8806, 39.7618, 344.7816, 273.5473),
        (-96.7655, 32.7942, 483.5091, 440.1394),
        (-80.1918, 25.7617, 822.7383, 572.5408),
        (-122.3321, 47.6062, 97.6250, 46.3187),
        (-68.3279, 47.3556, 919.8519, 45.9460),
        (-149.9003, 61.2181, 112.2774, 544.2779),
        (-157.8583, 21.3069, 266.9599, 549.1904),
        (173.1, 52.9, -55.0475, 572.5547),
    ],
)
def test_places_are_projected_as_the_outlines_were(longitude, latitude, x, y):
    assert project(longitude, latitude) == pytest.approx((x, y), abs=0.0001)


@pytest.mark.parametrize(
    ("fips", "square_kilometers"),
    # Census Bureau, state area measurements: land, and water within the state's outline
    [("08", 269_601), ("20", 213_100), ("56", 253_335), ("04", 295_234)],
)
def test_states_are_as_large_as_they_are(fips, square_kilometers):
    drawn = sum(area(ring) for ring in atlas().state_union([fips]))

    assert abs(drawn) * SQUARE_KILOMETERS == pytest.approx(square_kilometers, rel=0.005)


def test_all_counties_of_colorado_are_one_ring_and_the_state():
    (colorado,) = atlas().county_union(counties_of("08"))
    (state,) = atlas().state_union(["08"])

    assert len(counties_of("08")) == 64
    assert set(colorado) == set(state)
    assert 300 < len(path([colorado])) < 600


def test_every_county_of_every_region_has_a_shape_around_its_point():
    served = {row["county"] for row in rows("regions", "coalition_counties")}
    points = {row["geoid"]: row for row in rows("regions", "counties") if row["geoid"] in served}

    assert set(atlas().drawable(served)) == served
    outside = [
        geoid
        for geoid, row in points.items()
        if not contains(
            atlas().county_union([geoid]), project(float(row["longitude"]), float(row["latitude"]))
        )
    ]
    # The point of Lake County, Illinois lies in Lake Michigan, and the atlas ends at the shore.
    assert outside == ["17097"]


def test_a_county_younger_than_the_atlas_adds_nothing():
    assert atlas().drawable(["09110", "08001"]) == ["08001"]
    assert atlas().county_union(["09110"]) == []


def test_regions_of_several_states_are_joined_across_the_line():
    kansas_city = [
        row["county"]
        for row in rows("regions", "coalition_counties")
        if row["coalition"] == "kc-digital-drive"
    ]

    assert len(atlas().county_union(kansas_city)) == 1


def test_a_thinned_region_meets_the_thinned_border():
    (region,) = atlas().county_union(counties_of("08"), detail=1.2)
    drawn = [point for line in atlas().borders(detail=1.2) for point in line]

    assert set(region) <= set(drawn)


def test_the_country_is_drawn_with_few_points_and_no_specks():
    country = atlas().state_union(atlas().states, detail=1.2)
    large = without_specks(country, smallest=6)

    assert len(large) < 40 < len(country)
    assert sum(len(ring) for ring in large) < 1800
    left, top, right, bottom = bounds(large)
    assert left > 0
    assert top > 0
    assert right < 975
    assert bottom < 610


def test_a_name_stands_inside_its_county():
    geoids = atlas().drawable(row["geoid"] for row in rows("regions", "counties"))
    lines = {geoid for geoid in geoids if not atlas().county_union([geoid])}

    assert lines == {"51610", "51678", "51685"}
    for geoid in set(geoids) - lines:
        rings = atlas().county_union([geoid])
        largest = max(rings, key=lambda ring: abs(area(ring)))

        assert contains([largest], label_point(rings)), geoid


def test_the_center_of_a_square_is_its_middle():
    assert centroid([[(0, 0), (4, 0), (4, 4), (0, 4)]]) == (2, 2)


def test_a_crescent_has_its_name_in_one_of_its_arms():
    crescent = [[(0, 0), (10, 0), (10, 10), (9, 10), (9, 1), (1, 1), (1, 10), (0, 10)]]

    assert not contains(crescent, centroid(crescent))
    assert contains(crescent, label_point(crescent))
