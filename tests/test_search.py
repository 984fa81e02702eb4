"""One search over regions, members, places and focus areas."""

import datetime
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def offered(answer):
    """The searches that a page offers instead: what each link says, by its address."""
    links = re.findall(r'<a href="(/search/\?q=[^"]+)">(.*?)</a>', answer.text)
    return {
        html.unescape(link): html.unescape(re.sub(r"<[^>]+>", "", said))
        for link, said in links
        if "hits" not in said
    }


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("Canyon Citty", "Cañon City"),
        ("canoncity", "Cañon City"),
        ("Cañon Texas", "Cañon"),
        ("norht alliance", "North Alliance"),
        ("nowhere but north alliance", "North Alliance"),
    ],
)
def test_where_nothing_is_found_what_was_meant_is_offered(world, canon, client, query, meant):
    answer = client.get("/search/", {"q": query})
    assert hits(answer) == {}
    link, said = next(iter(offered(answer).items()))
    assert said == meant
    assert hits(client.get(link)) != {}


def test_the_list_of_places_offers_what_was_meant_too(world, canon, client):
    said = re.search(
        r'Did you mean <a href="([^"]+)">([^<]+)</a>', client.get("/places/?q=cnaon").text
    )
    assert (html.unescape(said[1]), said[2]) == ("/places/?q=Ca%C3%B1on", "Cañon")
    assert "Cañon City" in client.get("/places/?q=Ca%C3%B1on").text


def test_what_may_not_be_seen_is_not_offered(world, client):
    world.hidden.aliases.create(name="Hiddenite")
    assert offered(client.get("/search/?q=hiden+compny")) == {}
    client.force_login(world.sam)
    assert list(offered(client.get("/search/?q=hiden+compny")).values()) == ["Hidden Company"]


SPELLINGS = ["St. Anna", "Fort Anna", "Mt. Anna Heights", "Smith & Anna", "City of Annaville"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("saint anna", ["St. Anna"]),
        ("st anna", ["St. Anna"]),
        ("ste. anna", ["St. Anna"]),
        ("sai", ["St. Anna"]),
        ("ft. anna", ["Fort Anna"]),
        ("mount anna heights", ["Mt. Anna Heights"]),
        ("mt anna", ["Mt. Anna Heights"]),
        ("smith and anna", ["Smith & Anna"]),
        ("smith & anna", ["Smith & Anna"]),
        ("annaville, city of", ["City of Annaville"]),
        ("city of annaville co", ["City of Annaville"]),
        ("the annaville", ["City of Annaville"]),
        ("mo anna", None),
    ],
)
def test_names_are_found_however_they_are_written(world, client, query, found):
    for name in SPELLINGS:
        make.membership(make.organization(name, county=make.county()), world.north)
    assert hits(client.get("/search/", {"q": query})).get("members") == found


def test_who_is_called_so_comes_before_whose_name_begins_so_and_that_before_the_rest(world, client):
    for name in (
        "Zoo of Anna",
        "Anna Chamber",
        "Bridge Anna-Lee",
        "Bank Annapolis",
        "City of Anna",
    ):
        make.membership(make.organization(name, county=make.county()), world.north)
    assert hits(client.get("/search/?q=anna"))["members"] == [
        "City of Anna",
        "Zoo of Anna",
        "Anna Chamber",
        "Bridge Anna-Lee",
        "Bank Annapolis",
    ]


def suggestions(client, query):
    answer = client.get("/search/", {"q": query}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    found = re.findall(r'<a href="([^"]+)">(.*?)</a>', answer.text)
    return [
        (html.unescape(link), " ".join(re.sub("<[^>]+>", "", said).split())) for link, said in found
    ]


def test_a_script_that_asks_while_one_types_gets_links_to_the_likeliest(world, canon, client):
    make.focus_area("Northern lights")
    world.north.aliases.create(name="NOAL")
    make.place("Northglenn")
    city = make.place("Northfield")
    make.membership(
        make.organization("City of Northfield", place=city, county=city.county), world.north
    )
    assert suggestions(client, "north") == [
        ("/regions/north-alliance/", "North Alliance Region, North"),
        (
            "/places/northglenn-co/",
            "City of Northglenn City, Adams County, Colorado · not a member",
        ),
        ("/focus-areas/northern-lights/", "Northern lights Focus area"),
        ("/members/city-of-northfield/", "City of Northfield City, Colorado"),
    ]
    assert suggestions(client, "noal") == [
        ("/regions/north-alliance/", "North Alliance Region, North · also known as NOAL")
    ]
    assert suggestions(client, "Canyon Citty") == [
        ("/search/?q=Ca%C3%B1on%20City", "Did you mean Cañon City?")
    ]
    assert (
        suggestions(client, "hidden") == suggestions(client, "") == suggestions(client, "!") == []
    )


def test_suggestions_are_few_and_lead_to_the_rest(world, client):
    for number in range(12):
        make.membership(make.organization(f"Springs {number:02}"), world.north)
    found = suggestions(client, "springs")
    assert [said for _, said in found] == [
        *(f"Springs {number:02} City" for number in range(8)),
        "All 12 hits",
    ]
    assert found[-1][0] == "/search/?q=springs"


def test_a_cache_tells_the_page_from_the_suggestions(world, client):
    page = client.get("/search/?q=north")
    links = client.get("/search/?q=north", headers={"HX-Request": "true"})
    assert "HX-Request" in page["Vary"]
    assert page["ETag"] != links["ETag"]


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
        counts = []
        for query in ("city", "citty of ctiy"):
            for headers in ({}, {"HX-Request": "true"}):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get("/search/", {"q": query}, headers=headers).status_code == 200
                counts.append(len(queries))
        return counts

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


def test_who_searched_for_one_word_is_not_told_to_use_fewer(world, client):
    few = "Fewer words find more."
    assert few in client.get("/search/", {"q": "qqxx zzyy"}).text
    assert few not in client.get("/search/", {"q": "qqxx"}).text
