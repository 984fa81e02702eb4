"""The distance between places: a property test for each thing that it promises."""

import math

from hypothesis import given
from hypothesis import strategies as st

from members.likeness.measure import Profile, change, distance, in_words, parts, spreads

persons = st.none() | st.integers(0, 10_000_000)
rates = st.none() | st.integers(-200, 200).map(lambda number: number / 1000)
topics = st.frozensets(st.sampled_from("abcdefgh"))
profiles = st.builds(Profile, persons, persons, rates, rates, topics)
gazetteers = st.lists(profiles, min_size=2, max_size=12)
PLANO = Profile(287_677, 1_195_359, None, 0.033, frozenset("abc"), "48085")


def all_distances(places):
    spread = spreads(places)
    return [distance(parts(one, other, spread)) for one in places for other in places]


@given(gazetteers)
def test_the_distance_is_symmetric(places):
    spread = spreads(places)
    for one in places:
        for other in places:
            assert parts(one, other, spread) == parts(other, one, spread)


@given(gazetteers)
def test_a_place_has_no_distance_from_itself(places):
    spread = spreads(places)
    for one in places:
        known = [part for part in parts(one, one, spread).values() if part is not None]
        assert known == [0.0] * len(known)
        assert distance(parts(one, one, spread)) == (0.0 if one.known else None)


def scaled(place, persons, rate):
    def times(number, factor):
        return None if number is None else number * factor

    return Profile(
        times(place.population, persons),
        times(place.county_population, persons),
        times(place.growth, rate),
        times(place.county_growth, rate),
        place.topics,
    )


@given(gazetteers, st.sampled_from([0.001, 1000, 12]), st.sampled_from([100, 0.01]))
def test_no_unit_changes_a_distance(places, persons, rate):
    """Persons or thousands, shares or percent: it is as far."""
    before = all_distances(places)
    after = all_distances([scaled(place, persons, rate) for place in places])
    assert [one is None for one in before] == [one is None for one in after]
    for one, other in zip(before, after, strict=True):
        assert one is None or math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)


@given(gazetteers)
def test_a_distance_is_a_number_or_unknown(places):
    for found in all_distances(places):
        assert found is None or (math.isfinite(found) and found >= 0)


@given(profiles, profiles)
def test_a_dimension_counts_only_where_it_is_known_of_both(one, other):
    found = parts(one, other, spreads([one, other]))
    assert (found["population"] is None) == (not one.population or not other.population)
    assert (found["focus"] is None) == (not one.topics or not other.topics)
    known = [part for part in found.values() if part is not None]
    assert distance(found) == (sum(known) / len(known) if known else None)


@given(profiles, profiles, st.sampled_from(["population", "county", "growth", "focus"]))
def test_a_theme_weighs_one_dimension_only(one, other, like):
    found = parts(one, other, spreads([one, other]))
    assert distance(found, like) == found[like]


def test_twice_as_many_people_are_as_far_from_a_village_as_from_a_city():
    spread = {"population": 1.5}
    village = parts(Profile(400), Profile(800), spread)["population"]
    city = parts(Profile(400_000), Profile(800_000), spread)["population"]
    assert math.isclose(village, city)
    assert math.isclose(village, math.log(2) / 1.5)


def test_topics_are_as_far_as_what_is_not_shared():
    found = parts(Profile(topics=frozenset("abc")), Profile(topics=frozenset("bcd")), {})
    assert found["focus"] == 0.5


def test_own_growth_goes_before_that_of_the_county():
    spread = {"growth": 0.01, "county_growth": 0.02}
    own = parts(Profile(growth=0.03, county_growth=0.1), Profile(growth=0.02), spread)
    county = parts(Profile(growth=0.03, county_growth=0.1), Profile(county_growth=0.06), spread)
    assert (round(own["growth"], 6), round(county["growth"], 6)) == (1.0, 2.0)


def test_parts_are_told_in_words():
    frisco = Profile(200_490, 1_195_359, None, 0.033, frozenset("abcd"), "48085")
    denver = Profile(727_211, 716_577, None, 0.0138, frozenset("x"), "08031")
    assert [in_words(name, PLANO, frisco) for name in parts(PLANO, frisco, {})] == [
        "200,490 people, 0.7 times",
        "the same county",
        "the same county, +3.3% a year",
        "3 of 4 shared",
    ]
    assert [in_words(name, PLANO, denver) for name in parts(PLANO, denver, {})] == [
        "727,211 people, 2.5 times",
        "a county 0.6 times as large",
        "its county +1.4% a year, here +3.3% a year",
        "0 of 4 shared",
    ]
    assert in_words("population", PLANO, Profile(290_000)) == "290,000 people, about as many"
    assert in_words("population", Profile(10), Profile(12_345)) == "12,345 people, 1,234 times"
    assert [in_words(name, PLANO, Profile()) for name in parts(PLANO, PLANO, {})] == [""] * 4
    assert change(-0.014) == "−1.4% a year"
