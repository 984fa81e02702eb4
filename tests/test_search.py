"""One search over regions, members, places and focus areas."""

import datetime
import html
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nscp.search import near
from tests import factories as make

pytestmark = pytest.mark.django_db


def hits(answer):
    """The headings of the rows that were found, by group."""
    found = {}
    for group, rows in re.findall(
        r'<section class="section hits" id="([^"]+)"(.*?)</section>', answer.text, re.DOTALL
    ):
        headings = re.findall(r"<h3[^>]*>(.*?)</h3>", rows, re.DOTALL)
        found[group] = [html.unescape(re.sub(r"<[^>]+>", "", heading)) for heading in headings]
    return found


def words(answer):
    """What a reader sees, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
def canon(world):
    """A place in a county that the northern coalition serves."""
    county = make.county("08043", "Fremont County", "CO")
    make.serves(world.north, county)
    return make.place("Cañon City", in_county=county, display_name="City of Cañon City")


def test_every_group_is_searched(world, client):
    make.place("Northglenn")
    make.focus_area("Northern lights")
    make.membership(make.organization("Northwind", kind="company"), world.north)
    assert hits(client.get("/search/?q=north")) == {
        "regions": ["North Alliance"],
        "members": ["Northwind"],
        "places": ["City of Northglenn, CO"],
        "focus-areas": ["Northern lights"],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("city ours", ["City of Ours"]),
        ("ours theirs", None),
        ("OÚRS", ["City of Ours"]),
        ("our", ["City of Ours"]),
        ("urs", None),
        ("ours-adams", ["City of Ours"]),
        ("hidden", None),
        ("hidden company", None),
    ],
)
def test_words_are_anded_folded_and_begin_words(world, client, query, expected):
    assert hits(client.get("/search/", {"q": query})).get("members") == expected


def test_a_region_is_found_by_its_other_names(world, client):
    world.north.aliases.create(name="Alliance of Northern Places")
    answer = client.get("/search/?q=Alliance+of+Northern+Places")
    assert hits(answer) == {"regions": ["North Alliance"]}
    assert "also known as Alliance of Northern Places" in words(answer)


def test_a_member_is_found_by_its_other_and_former_names_and_old_address(world, client):
    for kind, name in [
        ("abbreviation", "COO"),
        ("former_name", "Town of Yours"),
        ("former_slug", "yoursville-co"),
    ]:
        world.ours.aliases.create(kind=kind, name=name)
    for query in ("coo", "town yours", "yoursville-co"):
        assert hits(client.get("/search/", {"q": query})) == {"members": ["City of Ours"]}
    assert "Also known as Town of Yours" in words(client.get("/search/?q=yours town"))
    assert "yoursville" not in client.get("/search/?q=coo").text


def test_a_place_leads_to_the_region_that_serves_it(world, canon, client):
    answer = client.get("/search/?q=Canon+City")
    assert hits(answer) == {"places": ["City of Cañon City, CO"]}
    assert "Served by North Alliance Not a member yet: apply to join it" in words(answer)
    assert 'href="/regions/north-alliance/"' in answer.text
    assert f'href="/join/?coalition=north-alliance&amp;place={canon.slug}"' in answer.text


def test_a_place_that_is_a_member_leads_to_its_record(world, canon, client):
    city = make.organization("City of Cañon City", place=canon)
    term = make.membership(city, world.north, role="partner")
    assert "Not a member yet" in words(client.get("/search/?q=canon"))
    term.role = "member"
    term.save()
    answer = client.get("/search/?q=canon")
    assert "Served by North Alliance A member" in words(answer)
    assert '<a href="/members/city-of-canon-city/">A member<' in answer.text
    city.published = False
    city.save()
    assert "Not a member yet" in words(client.get("/search/?q=canon"))


def test_a_place_in_two_counties_is_served_by_both_coalitions_once(world, canon, client):
    other = make.county("48085", "Collin County", "TX")
    make.serves(world.north, other)
    make.serves(world.south, other)
    canon.other_county = other
    canon.save()
    told = words(client.get("/search/?q=canon"))
    assert told.count("Served by North Alliance") == told.count("Served by South Alliance") == 1


def test_a_place_that_nobody_serves_says_so(world, client):
    make.place("Nowhere")
    assert "No coalition serves its county." in words(client.get("/search/?q=nowhere"))


def test_an_unpublished_member_is_found_by_its_own_region_alone(world, client):
    for user, found in [(world.dana, {}), (world.sam, {"members": ["Hidden Company"]})]:
        client.force_login(user)
        assert hits(client.get("/search/?q=hidden")) == found


def test_a_prefix_of_a_name_comes_first_and_long_groups_say_how_long(world, client):
    for number in range(13):
        make.membership(make.organization(f"Town {number:02} of Springs"), world.north)
    make.membership(make.organization("Springs"), world.north)
    answer = client.get("/search/?q=springs")
    assert hits(answer)["members"] == ["Springs", *(f"Town {n:02} of Springs" for n in range(11))]
    assert "Members the first 12 of 14" in words(answer)
    assert '<a href="/members/?q=springs">Open them in the member list</a>' in answer.text


def test_where_nothing_is_found_the_nearest_names_are_offered(world, canon, client):
    answer = client.get("/search/?q=Canyon+Citty")
    assert hits(answer) == {}
    offered = re.findall(r'<li><a href="(/search/[^"]+)">([^<]+)</a></li>', answer.text)
    link, name = offered[0]
    assert html.unescape(name) == "Cañon City"
    assert hits(client.get(link)) == {"places": ["City of Cañon City, CO"]}


def test_what_may_not_be_seen_is_not_offered(world):
    world.hidden.aliases.create(name="Hiddenite")
    world.ours.aliases.create(name="oursville-old", kind="former_slug")
    assert near("hiden compny", AnonymousUser()) == []
    assert near("hiddenit", AnonymousUser()) == []
    assert near("hiden compny", world.sam) == ["Hidden Company", "Hiddenite"]
    assert "oursville-old" not in near("oursvile old", AnonymousUser())


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("x" * 201, "That is too long to search for: 200 characters at most."),
        ("!?", "Type a letter or a digit: there is nothing else to search for."),
        ("\x00", "Type a letter or a digit: there is nothing else to search for."),
    ],
)
def test_what_cannot_be_searched_for_is_told_beside_the_box(world, client, query, message):
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 200
    assert re.findall(r'id="q-error">([^<]+)<', answer.text) == [message]
    assert hits(answer) == {}


@pytest.mark.parametrize("path", ["/search/", "/search/?q=", "/search/?q=%20"])
def test_an_empty_search_shows_the_box_and_hints(world, client, path):
    answer = client.get(path)
    assert "What it finds" in words(answer)
    assert 'id="q-error"' not in answer.text


def test_what_is_searched_for_is_shown_as_text(world, client):
    answer = client.get("/search/", {"q": "<b>north</b>"})
    assert "<b>north" not in answer.text


def test_a_search_costs_the_same_with_more_hits(world, canon, client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/search/?q=city").status_code == 200
        return len(queries)

    make.focus_area("City life")
    make.coalition("City Alliance")
    make.membership(make.organization("City of Cañon City", place=canon), world.north)
    one = cost()
    for number in range(2, 4):
        county = make.county(f"0810{number}", f"County {number}")
        make.serves(world.south, county)
        place = make.place(f"City {number}", in_county=county)
        member = make.organization(f"City of City {number}", place=place)
        member.aliases.create(name=f"C{number}")
        make.membership(member, world.south)
        make.membership(member, world.north, ends=datetime.date(2021, 1, 1))
        make.focus_area(f"City life {number}")
    assert cost() == one
