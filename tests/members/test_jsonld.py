"""The data blocks: what they say, that they say no more than is known, and that they stay data."""

import datetime
import html
import json
import re

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# What schema.org's readers want of each type.
REQUIRED = {
    "GovernmentOrganization": {"@id", "name", "url"},
    "CollegeOrUniversity": {"@id", "name", "url"},
    "Organization": {"@id", "name", "url"},
    "NGO": {"@id", "name", "url"},
    "WebSite": {"@id", "name", "url"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "OrganizationRole": {"memberOf"},
    "PostalAddress": {"addressRegion", "addressCountry"},
    "Place": {"geo"},
    "GeoCoordinates": {"latitude", "longitude"},
    "PropertyValue": {"propertyID", "value"},
    "AdministrativeArea": {"name"},
    "City": {"name"},
}


def things(answer):
    """Every thing of the page's graph, those inside others too."""
    graphs = [json.loads(block) for block in BLOCK.findall(answer.text)]
    assert [graph["@context"] for graph in graphs] == ["https://schema.org"]
    return list(_within(graphs[0]["@graph"]))


def _within(value):
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from _within(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _within(inner)


def one(answer, kind):
    (found,) = [thing for thing in things(answer) if thing["@type"] == kind]
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/regions/north-alliance/",
        "/members/city-of-ours/",
        "/focus-areas/water/",
        "/places/brighton-co/",
    ],
)
def test_every_thing_has_what_its_type_requires(world, client, path):
    make.serves(world.north, make.county())
    make.place("Brighton")
    world.ours.latitude, world.ours.longitude = 39.9, -104.8
    world.ours.save()
    found = things(client.get(path))
    lacking = [(x, REQUIRED[x["@type"]] - set(x)) for x in found if REQUIRED[x["@type"]] - set(x)]
    empty = [x for x in found if any(value in ("", None, [], {}) for value in x.values())]
    assert (lacking, empty) == ([], [])
    assert found != []


def test_a_member_is_told_with_its_names_numbers_and_place(world, client):
    ours = world.ours
    ours.city, ours.website, ours.summary = "Ours", "https://ours.gov", "A city."
    ours.latitude, ours.longitude = 39.9, -104.8
    ours.save()
    ours.aliases.create(name="Oursville")
    ours.aliases.create(name="old-ours", kind="former_slug")
    for scheme, value in {
        "census_geoid": "0812345",
        "domain": "ours.gov",
        "uei": "ABCDEFGH1234",
    }.items():
        ours.identifiers.create(scheme=scheme, value=value)
    census = "https://data.census.gov/profile?g=160XX00US0812345"
    address = {
        "@type": "PostalAddress",
        "addressLocality": "Ours",
        "addressRegion": "CO",
        "addressCountry": "US",
    }
    page = "http://testserver/members/city-of-ours/"
    told = one(client.get("/members/city-of-ours/"), "GovernmentOrganization")
    del told["memberOf"]
    assert told == {
        "@type": "GovernmentOrganization",
        "@id": f"{page}#organization",
        "name": "City of Ours",
        "url": page,
        "alternateName": ["Oursville"],
        "description": "A city.",
        "sameAs": ["https://ours.gov", census],
        "identifier": [
            {
                "@type": "PropertyValue",
                "propertyID": "Census GEOID",
                "value": "0812345",
                "url": census,
            },
            {
                "@type": "PropertyValue",
                "propertyID": "Internet domain",
                "value": "ours.gov",
                "url": "https://ours.gov/",
            },
            {"@type": "PropertyValue", "propertyID": "UEI", "value": "ABCDEFGH1234"},
        ],
        "address": address,
        "location": {
            "@type": "Place",
            "geo": {"@type": "GeoCoordinates", "latitude": 39.9, "longitude": -104.8},
            "address": address,
        },
        "areaServed": {"@type": "City", "name": "Ours"},
    }


@pytest.mark.parametrize(
    ("kind", "told"),
    [("company", "Organization"), ("university", "CollegeOrUniversity"), ("nonprofit", "NGO")],
)
def test_each_kind_has_its_type(db, client, kind, told):
    row = make.organization("Acme", kind=kind)
    (found,) = [
        x
        for x in things(client.get(row.get_absolute_url()))
        if x.get("name") == "Acme" and "@id" in x
    ]
    assert found["@type"] == told
    assert set(found) == {"@type", "@id", "name", "url"}


def test_terms_have_the_days_that_are_known(world, client):
    make.membership(
        world.ours,
        world.south,
        starts=datetime.date(2018, 1, 1),
        ends=datetime.date(2021, 7, 1),
        role="founding_member",
        as_of="2018",
        source="test",
    )
    make.membership(
        world.ours,
        world.south,
        starts=datetime.date(2022, 5, 5),
        starts_known=False,
        as_of="2022-05-05",
    )
    told = one(client.get("/members/city-of-ours/"), "GovernmentOrganization")["memberOf"]
    assert [
        (role["memberOf"]["name"], role["roleName"], role.get("startDate"), role.get("endDate"))
        for role in told
    ] == [
        ("North Alliance", "Member", "2020-01-01", None),
        ("South Alliance", "Member", None, None),
        ("South Alliance", "Founding member", "2018", "2021-06-30"),
    ]


def test_a_tie_is_no_membership(world, client):
    world.our_term.role = "partner"
    world.our_term.save()
    assert "memberOf" not in one(client.get("/members/city-of-ours/"), "GovernmentOrganization")


def test_a_region_is_told_with_its_counties_and_since_when_it_is_in_the_partnership(world, client):
    north = world.north
    north.short_name, north.founded = "NA", "2017-09"
    north.joined_on, north.website = datetime.date(2021, 10, 4), "https://north.example"
    north.save()
    north.aliases.create(name="Alliance of the North")
    make.serves(
        north, make.county("08001", "Adams County"), make.county("20091", "Johnson County", "KS")
    )
    found = [
        x
        for x in things(client.get("/regions/north-alliance/"))
        if x.get("name") == "North Alliance"
    ]
    region = found[0]
    assert {
        name: region[name] for name in ("alternateName", "sameAs", "foundingDate", "areaServed")
    } == {
        "alternateName": ["NA", "Alliance of the North"],
        "sameAs": "https://north.example",
        "foundingDate": "2017-09",
        "areaServed": [
            {"@type": "AdministrativeArea", "name": "Adams County, Colorado"},
            {"@type": "AdministrativeArea", "name": "Johnson County, Kansas"},
        ],
    }
    assert (region["memberOf"]["memberOf"]["name"], region["memberOf"]["startDate"]) == (
        "National Smart Coalitions Partnership",
        "2021-10-04",
    )


def test_the_home_page_says_how_to_search(world, client):
    action = one(client.get("/"), "SearchAction")
    template = action["target"]["urlTemplate"]
    address = template.replace("{search_term_string}", "ours").removeprefix("http://testserver")
    assert "City of Ours" in client.get(address).text


def test_every_step_of_a_trail_answers(world, client):
    trail = one(client.get("/members/city-of-ours/"), "BreadcrumbList")["itemListElement"]
    assert [(step["position"], step["name"]) for step in trail] == [
        (1, "Home"),
        (2, "Members"),
        (3, "City of Ours"),
    ]
    assert {client.get(step["item"]).status_code for step in trail} == {200}


def test_a_hostile_name_stays_a_name(world, client):
    name = 'City of </script><script>alert("1")</script><!-- & \\ \u2028'
    world.ours.name = name
    world.ours.save()
    answer = client.get("/members/city-of-ours/")
    assert one(answer, "GovernmentOrganization")["name"] == name
    assert "<script>alert" not in answer.text
    (title,) = re.findall(r'<meta property="og:title" content="([^"]*)">', answer.text)
    assert html.unescape(title) == " ".join(f"{name}, Colorado".split())


def test_people_and_private_values_are_left_out(world, client):
    world.ours.notes = "Do not tell."
    world.ours.save()
    make.contact(world.ours, "Paul Public", is_public=True, consented_on=make.LONG_AGO)
    told = json.dumps(things(client.get("/members/city-of-ours/")))
    secrets = ["Paul", "paul-public", "Olive", "olive-ours", "555 0100", "Do not tell"]
    assert [secret for secret in secrets if secret in told] == []
