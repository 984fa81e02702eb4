import re

import pytest

from nscp.kit.dates import first_day
from nscp.kit.ids import is_public_id
from tests.data_files import data_files, repeated, rows, untidy

COALITIONS = [
    "colorado-smart-cities-alliance",
    "illinois-smart-city-and-region-association",
    "kc-digital-drive",
    "north-texas-innovation-alliance",
    "smart-north-florida",
    "southern-arizona-smart-region",
    "the-connective",
]


@pytest.fixture(scope="module")
def counties():
    return {row["geoid"]: row for row in rows("regions", "counties")}


@pytest.mark.parametrize("path", data_files("regions"), ids=lambda path: path.name)
def test_files_are_tidy(path):
    assert untidy(path) == []


def test_states_and_counties_are_complete(counties):
    states = rows("regions", "states")

    assert len(states) == 51
    assert len(counties) == 3144
    assert {row["state"] for row in counties.values()} == {row["usps"] for row in states}
    fips = {row["usps"]: row["fips"] for row in states}
    assert [g for g, row in counties.items() if g[:2] != fips[row["state"]] or len(g) != 5] == []


def test_the_seven_coalitions_have_six_home_states():
    coalitions = rows("regions", "coalitions")

    assert [row["slug"] for row in coalitions] == COALITIONS
    assert {row["home_state"] for row in coalitions} == {"AZ", "CO", "FL", "IL", "MO", "TX"}
    assert {row["joined_on"] for row in coalitions} == {"2021-10-04"}
    assert [row["slug"] for row in coalitions if not row["website"].startswith("https://")] == []
    assert [
        row["slug"] for row in coalitions if row["founded"] and not first_day(row["founded"])
    ] == []
    assert {row["slug"]: row["led_by"] for row in coalitions if row["led_by"]} == {
        "southern-arizona-smart-region": "Regional Partnering Center"
    }


def test_regions_share_no_county_and_name_known_ones(counties):
    served = rows("regions", "coalition_counties")

    assert len(served) == 203
    assert repeated(row["county"] for row in served) == []
    assert [row for row in served if row["county"] not in counties] == []
    assert {row["coalition"] for row in served} == set(COALITIONS)
    assert sum(row["basis"] == "sourced" for row in served) == 178
    assert sum(row["basis"] == "inferred" for row in served) == 25
    assert [row for row in served if not row["note"] or not row["source"]] == []
    kansas_city = {row["county"] for row in served if row["coalition"] == "kc-digital-drive"}
    assert {counties[geoid]["state"] for geoid in kansas_city} == {"MO", "KS"}


def test_every_place_lies_in_a_region(counties):
    places = rows("regions", "places")
    served = {row["county"] for row in rows("regions", "coalition_counties")}

    assert len(places) == 2235
    assert [row["slug"] for row in places if row["county"] not in served] == []
    assert [row for row in places if counties[row["county"]]["state"] != row["state"]] == []
    assert [
        row for row in places if row["other_county"] and row["other_county"] not in counties
    ] == []


def test_places_are_told_apart():
    places = rows("regions", "places")

    assert repeated(row["slug"] for row in places) == []
    assert repeated(row["geoid"] for row in places if row["geoid"]) == []
    assert [
        row["slug"] for row in places if not re.fullmatch(r"[a-z0-9-]+-[a-z]{2}", row["slug"])
    ] == []
    names = {row["slug"]: row["display_name"] for row in places}
    assert names["city-of-canon-city-co"] == "City of Cañon City"
    assert names["city-of-kansas-city-mo"] == "City of Kansas City"
    assert [
        row["slug"] for row in places if row["geoid"] and len(row["geoid"]) != geoid_length(row)
    ] == []


def geoid_length(row):
    return 5 if row["level"] == "county" else 7


def test_a_figure_has_its_year_and_a_point_both_halves(counties):
    for row in [*rows("regions", "places"), *counties.values()]:
        assert bool(row["population"]) == bool(row["population_year"]), row
        assert bool(row["population_earlier"]) == bool(row["population_earlier_year"]), row
        assert (row["population_earlier_year"] or "0") < (row["population_year"] or "1"), row
        assert bool(row["latitude"]) == bool(row["longitude"]), row
        assert not row["latitude"] or 17 < float(row["latitude"]) < 72, row
        assert (
            not row["longitude"] or -180 < float(row["longitude"]) < -65 or row["geoid"] == "02016"
        ), row


def test_growth_can_be_counted_of_every_county_of_a_region(counties):
    served = {row["county"] for row in rows("regions", "coalition_counties")}

    assert [g for g in served if not counties[g]["population_earlier"]] == []
    earlier = {g: (row["population"], row["population_earlier"]) for g, row in counties.items()}
    for row in rows("regions", "places"):
        known = row["level"] == "county"
        assert bool(row["population_earlier"]) == known, row
        if known:
            assert (row["population"], row["population_earlier"]) == earlier[row["geoid"]]


def test_focus_areas_are_ranked_from_one_without_gaps():
    areas = {row["slug"] for row in rows("regions", "focus_areas")}
    ranked = rows("regions", "coalition_focus_areas")

    assert {row["focus_area"] for row in ranked} == areas
    assert repeated((row["coalition"], row["focus_area"]) for row in ranked) == []
    for coalition in COALITIONS:
        ranks = [int(row["rank"]) for row in ranked if row["coalition"] == coalition]
        assert ranks == list(range(1, len(ranks) + 1)), coalition
    assert [row for row in ranked if not row["source"]] == []


def test_the_partnership_s_own_topics_are_there():
    areas = {row["slug"] for row in rows("regions", "focus_areas")}

    assert areas > {
        "connectivity",
        "cybersecurity",
        "data-sharing",
        "environment",
        "financial-models",
        "privacy",
        "resilience",
        "transportation",
    }


def test_each_name_in_print_leads_to_its_coalition():
    aliases = rows("regions", "coalition_aliases")
    found = {row["name"]: row["coalition"] for row in aliases}

    assert repeated((row["coalition"], row["name"]) for row in aliases) == []
    assert found["Illinois Association of Smart Cities and Regions"] == COALITIONS[1]
    assert found["Greater Phoenix Smart Region Consortium"] == "the-connective"
    assert set(found.values()) == set(COALITIONS)


def test_leaders_stand_in_order_with_a_date_and_a_source():
    leaders = rows("regions", "leaders")

    assert {row["name"] for row in leaders if row["quoted"] == "1"} == {
        "Aaron Deacon",
        "Jen Sanders",
        "Tyler Svitak",
    }
    assert [row for row in leaders if not row["source"] or not first_day(row["as_of"])] == []
    for coalition in COALITIONS:
        positions = [int(row["position"]) for row in leaders if row["coalition"] == coalition]
        assert positions == list(range(1, len(positions) + 1)), coalition


def test_public_ids_are_valid_and_used_once():
    ids = [
        row["id"]
        for app, names in {
            "regions": ["places", "coalitions", "focus_areas"],
            "members": ["organizations", "memberships"],
        }.items()
        for name in names
        for row in rows(app, name)
    ]

    assert len(ids) == 2235 + 7 + 17 + 94 + 103
    assert [text for text in ids if not is_public_id(text)] == []
    assert repeated(ids) == []
