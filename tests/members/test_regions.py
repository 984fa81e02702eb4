"""The pages of the regions: how much of each is covered, by whom, and how we know."""

import datetime

import pytest

from regions.models import CoalitionCounty
from tests import factories as make


@pytest.fixture
def region(world):
    """North serves two counties with four places; Brighton is a member, and so is a company."""
    adams, boulder = make.county("08001", "Adams County"), make.county("08013", "Boulder County")
    make.serves(world.north, adams, boulder)
    world.brighton = make.place("Brighton", in_county=adams)
    for name in ("Thornton", "Westminster"):
        make.place(name, in_county=adams)
    make.place("Nederland", level="town", in_county=boulder)
    world.plano = make.place("Plano", in_county=make.county("48085", "Collin County", "TX"))
    world.city = make.organization("City of Brighton", county=adams, place=world.brighton)
    world.term = make.membership(world.city, world.north, role="founding_member")
    make.membership(make.organization("Acme", kind="company"), world.north)
    return world


def detail(client, slug="north-alliance"):
    return client.get(f"/regions/{slug}/")


def coverage(client):
    context = detail(client).context
    return context["covered"], context["places"]


def test_the_list_has_every_region_with_its_numbers(region, client):
    rows = [row for row, _ in client.get("/regions/").context["regions"]]
    numbers = {
        row.coalition.slug: (row.states, row.members.number, row.covered, row.places)
        for row in rows
    }
    assert numbers == {
        "north-alliance": ({"Colorado": 2}, 3, 1, 4),
        "south-alliance": ({}, 1, 0, 0),
    }


def test_the_heading_is_counted(region, client):
    assert "Two coalitions in two home states" in client.get("/regions/").content.decode()
    make.coalition("West Alliance", state="TX")
    assert "Three coalitions in two home states" in client.get("/regions/").content.decode()


def test_a_state_names_every_coalition_that_serves_it(region, client):
    make.serves(region.south, make.county("08031", "Denver County"))
    states = client.get("/regions/").context["states"]
    assert states == [("Colorado", [(region.north, 2), (region.south, 1)])]


def test_coverage_counts_places_of_the_region_with_a_stated_membership(region, client):
    assert coverage(client) == (1, 4)


@pytest.mark.parametrize("why", ["a tie", "over", "hidden", "archived"])
def test_no_place_is_covered_by(region, client, why):
    if why == "a tie":
        region.term.role = "partner"
    elif why == "over":
        region.term.ends = datetime.date(2021, 1, 1)
    region.term.save()
    if why == "hidden":
        region.city.published = False
    elif why == "archived":
        region.city.archived_at = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)
    region.city.save()
    assert coverage(client) == (0, 4)


def test_a_member_of_another_coalition_counts_alike_on_every_page(region, client):
    region.term.coalition = region.south
    region.term.save()
    rows = [row for row, _ in client.get("/regions/").context["regions"]]
    shares = client.get("/coverage/").context["coverage"].regions
    listed = client.get("/places/?region=north-alliance&member=yes")
    assert {
        "page": coverage(client),
        "regions": [row.covered for row in rows if row.coalition == region.north],
        "coverage": [
            one.shares.places.part.number for one in shares if one.coalition == region.north
        ],
        "list": [place.name for place in listed.context["page_obj"]],
    } == {"page": (1, 4), "regions": [1], "coverage": [1], "list": ["Brighton"]}
    assert '</a> of <a href="/regions/south-alliance/">' in listed.content.decode()


def test_a_place_of_another_region_does_not_count_here(region, client):
    make.membership(make.organization("City of Plano", place=region.plano), region.north)
    assert coverage(client) == (1, 4)


def test_a_place_with_two_records_counts_once(region, client):
    other = make.organization("Brighton Utilities", place=region.brighton)
    make.membership(other, region.north)
    assert coverage(client) == (1, 4)


def test_list_and_page_of_a_region_agree(region, client):
    rows = [row for row, _ in client.get("/regions/").context["regions"]]
    north = next(row for row in rows if row.coalition == region.north)
    assert (north.covered, north.places) == coverage(client)


def test_the_table_names_the_members_of_each_county(region, client):
    states = detail(client).context["states"]
    table = {
        row.county.name: (row.places, [member.name for member in row.members])
        for _, rows in states
        for row in rows
    }
    assert table == {"Adams County": (3, ["City of Brighton"]), "Boulder County": (1, [])}


def test_members_stand_by_kind_with_the_number_of_their_list(region, client):
    groups = detail(client).context["groups"]
    shown = {figure.noun: [str(term.organization) for term in terms] for figure, terms in groups}
    assert shown == {
        "local governments": ["City of Brighton", "City of Ours"],
        "company": ["Acme"],
    }
    listed = {f.noun: client.get(f.address).context["paginator"].count for f, _ in groups}
    assert listed == {figure.noun: figure.number for figure, _ in groups}


def test_the_page_says_how_it_knows(region, client):
    served = CoalitionCounty.objects.get(county="08013")
    served.basis, served.note = "inferred", "A neighbor of those named."
    served.save()
    region.north.source_note = "One page says 2018, another 2019."
    region.north.save()
    region.north.aliases.create(name="The Northern Alliance")
    region.north.leaders.create(
        name="Ann Lead", title="Director", as_of="2021-10", quoted=True, source="example.org 2021"
    )
    text = detail(client).content.decode()
    for said in (
        "Also written as The Northern Alliance",
        "One page says 2018, another 2019.",
        "A neighbor of those named.",
        "As of October 2021",
        "Quoted for the partnership",
        "Source: example.org 2021",
        'href="/join/?coalition=north-alliance"',
    ):
        assert said in text, said


def test_a_member_with_a_known_address_is_a_named_dot_on_the_map(region, client):
    region.city.latitude, region.city.longitude = 39.98, -104.82
    region.city.save()
    page = detail(client)
    assert [dot.spot.slug for dot in page.context["map"].dots] == ["city-of-brighton"]
    link = '<a class="spot" href="/members/city-of-brighton/" aria-label="City of Brighton">'
    assert page.content.decode().count(link) == 1


def test_a_region_of_which_nobody_knows_a_county_still_has_a_page(region, client):
    answer = detail(client, "south-alliance")
    assert (answer.status_code, answer.context["map"]) == (200, None)


def test_an_unknown_region_is_not_found(region, client):
    assert detail(client, "atlantis").status_code == 404
