"""Places like a place, as its page and the page of a member show them."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from members.likeness import peers
from tests import factories as make

TODAY = datetime.date(2026, 1, 1)


@pytest.fixture
def towns(world):
    """Four towns of the north and one of the south; Big is a member, Alike stands beside Small."""
    north = make.county("08001")
    north.population, north.population_year = 500_000, 2023
    north.population_earlier, north.population_earlier_year = 400_000, 2010
    north.save()
    make.serves(world.north, north)
    south = make.county("48085", "Collin County", "TX")
    make.serves(world.south, south)
    sizes = {"Small": 400, "Alike": 500, "Middling": 9_000, "Big": 90_000}
    rows = {
        name: make.place(name, in_county=north, population=number, population_year=2019)
        for name, number in sizes.items()
    }
    rows["Far"] = make.place("Far", in_county=south, population=450, population_year=2019)
    rows["Transit"] = make.place("Transit", "transit_authority", in_county=north)
    rows["Railway"] = make.place("Railway", "transit_authority", in_county=north)
    member = make.organization("Big Member", place=rows["Big"], county=north, population=90_000)
    make.membership(member, world.north)
    return rows | {"member": member}


def of(subject, **options):
    return peers.context(subject, AnonymousUser(), TODAY, **options)


def names(found):
    return [peer.name for peer in found]


def test_a_small_town_has_the_nearest_first(towns):
    found = of(towns["Small"])
    assert names(found.nearest)[:2] == ["City of Alike", "City of Far"]
    assert [peer.distance for peer in found.nearest] == sorted(p.distance for p in found.nearest)
    assert names(found.members) == ["City of Big"]
    assert found.members[0].coalitions == {"north-alliance": "North Alliance"}
    assert found.members[0].get_absolute_url() == "/members/big-member/"


def test_who_has_no_population_does_not_seem_near_for_that(towns):
    everybody = {"City of Alike", "City of Middling", "City of Big", "City of Far"}
    assert set(names(of(towns["Small"]).nearest)) == everybody


def test_a_theme_asks_only_those_of_whom_it_is_known(towns):
    """No topic is known of Far, as its region ranks none."""
    found = of(towns["Small"], like="focus")
    assert names(found.nearest) == ["City of Alike", "City of Middling", "City of Big"]


def test_the_parts_make_the_distance(towns):
    peer = of(towns["Small"]).nearest[0]
    assert [part.label for part in peer.parts] == [
        "Population",
        "County size",
        "Growth",
        "Focus areas",
    ]
    numbers = [part.number for part in peer.parts]
    assert peer.distance == sum(numbers) / len(numbers)
    assert peer.parts[2].words == "the same county, +1.7% a year"


def test_a_theme_orders_by_one_part(towns):
    found = of(towns["Small"], like="population")
    assert [peer.distance for peer in found.nearest] == [
        peer.parts[0].number for peer in found.nearest
    ]
    assert names(of(towns["Small"], like="focus").nearest)[0] == "City of Alike"


@pytest.mark.parametrize(
    ("like", "said"),
    [
        ("populaton", "“populaton” is nothing that places can be compared by. Did you mean"),
        ("\x00", "is nothing that places can be compared by. Choose from: population, county"),
    ],
)
def test_an_unknown_theme_compares_all_and_says_so(towns, like, said):
    found = of(towns["Small"], like=like)
    assert (found.like, said in found.error) == ("", True)
    assert names(found.nearest)[0] == "City of Alike"


def test_without_a_population_only_its_own_kind_is_compared(towns):
    found = of(towns["Transit"])
    assert names(found.nearest) == ["Transit_Authority of Railway"]
    assert "No population is known" in found.notes[0]
    assert "population" not in dict(found.themes)
    found = of(towns["Transit"], like="population")
    assert (found.like, found.error[:10]) == ("", "Population")


def test_a_member_is_compared_by_its_place(towns):
    found = of(towns["member"])
    assert found.name == "Big Member"
    assert names(found.nearest)[0] == "City of Middling"
    assert "City of Big" not in names(found.nearest)
    assert found.compare == ["big-member"]


def test_a_government_that_is_no_place_is_compared_by_its_own_record(world, towns):
    county = make.county("08001")
    other = make.organization("City of Other", county=county, population=480)
    make.membership(other, world.north)
    assert names(of(other).nearest)[:2] == ["City of Alike", "City of Small"]


def test_where_nothing_is_known_it_says_so(world, towns):
    bare = make.organization("Agency", level="state_agency")
    found = of(bare)
    assert (found.nearest, found.members, found.themes) == ([], [], [("", "All together")])
    assert "there is nothing to compare" in found.notes[0]


def test_a_company_has_no_peers(world):
    assert of(make.organization("Company", kind="company")) is None


def test_an_unpublished_member_is_no_one_to_ask(towns):
    towns["member"].published = False
    towns["member"].save()
    assert of(towns["Small"]).members == []


def test_the_members_are_those_of_the_day(towns):
    term = towns["member"].memberships.get()
    assert names(of(towns["Small"]).members) == ["City of Big"]
    before = peers.context(towns["Small"], AnonymousUser(), term.starts - datetime.timedelta(1))
    assert before.members == []
    term.ends = timezone.localdate() - datetime.timedelta(1)
    term.save()
    assert peers.context(towns["Small"], AnonymousUser(), timezone.localdate()).members == []


def test_what_is_kept_is_left_at_the_next_change(towns):
    assert names(of(towns["Small"]).nearest)[0] == "City of Alike"
    towns["Middling"].population = 401
    towns["Middling"].save()
    assert names(of(towns["Small"]).nearest)[0] == "City of Middling"


def test_the_first_page_reads_the_gazetteer_and_the_next_only_its_position(
    towns, django_assert_num_queries
):
    with django_assert_num_queries(6):
        of(towns["Small"])
    with django_assert_num_queries(1):
        of(towns["Alike"])


def test_growth_is_counted_from_two_years(towns):
    county = make.county("08001")
    assert round(county.growth, 4) == 0.0173
    assert towns["Small"].growth is None
