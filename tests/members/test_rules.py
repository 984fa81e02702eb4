"""Truths are constraints: the database holds them, and a person reads why."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Contact, Identifier, Membership, Organization
from regions.models import Coalition, County, Directorship, FocusArea, Place
from tests import factories as make

DAY = datetime.date


def messages(row):
    """What full_clean says of the row; empty where it is fine."""
    try:
        row.full_clean()
    except ValidationError as error:
        return sorted(error.messages)
    return []


def refused_by_database(row):
    """Whether the database itself refuses the row, without validation before."""
    try:
        with transaction.atomic():
            row.save()
    except (IntegrityError, ValidationError):
        return True
    return False


def organization(**fields):
    return Organization(**{"name": "X", "slug": "x", "kind": "company", **fields})


CASES = {
    "a company has no population": (
        lambda w: organization(population=10),
        "Only a local government has a population.",
    ),
    "a government has a level": (
        lambda w: organization(kind="local_government"),
        "A local government has a level, and nobody else has one.",
    ),
    "a company has no level": (
        lambda w: organization(level="city"),
        "A local government has a level, and nobody else has one.",
    ),
    "latitude comes with longitude": (
        lambda w: organization(latitude=39.0),
        "Latitude and longitude come together: give both or neither.",
    ),
    "one live slug": (
        lambda w: organization(slug="city-of-ours"),
        "Another organization has this slug.",
    ),
    "a membership ends after it starts": (
        lambda w: Membership(
            organization=w.theirs, coalition=w.north, starts=DAY(2022, 1, 1), ends=DAY(2022, 1, 1)
        ),
        "The end has to come after the start.",
    ),
    "a source has a date": (
        lambda w: Membership(
            organization=w.theirs,
            coalition=w.north,
            starts=DAY(2022, 1, 1),
            source="a page",
            as_of="",
        ),
        "A source needs the date it speaks of.",
    ),
    "a directorship ends after it starts": (
        lambda w: Directorship(
            user=w.dana, coalition=w.south, starts=DAY(2022, 1, 1), ends=DAY(2021, 1, 1)
        ),
        "The end has to come after the start.",
    ),
    "one open directorship": (
        lambda w: Directorship(user=w.dana, coalition=w.north),
        "This person already has an open term for this coalition.",
    ),
    "a public contact agreed": (
        lambda w: Contact(organization=w.ours, name="P", is_public=True),
        "A public contact needs the date when the person agreed.",
    ),
    "a county's GEOID is 5 digits": (
        lambda w: County(geoid="0800", name="C", state=w.north.home_state),
        "A county's GEOID is 5 digits.",
    ),
    "a place's GEOID is 5 or 7 digits": (
        lambda w: Place(
            slug="p",
            name="P",
            display_name="City of P",
            level="city",
            state=w.north.home_state,
            county=w.ours.county,
            geoid="123456",
            source="x",
        ),
        "A GEOID is 7 digits for a place, 5 for a county.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_rule_says_why_and_the_database_holds_it(world, case):
    build, message = CASES[case]
    assert messages(build(world)) == [message]
    assert refused_by_database(build(world))


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (-91, 0), (0, 181), (0, -181)])
def test_coordinates_lie_on_the_globe(world, latitude, longitude):
    assert "Latitude lies between -90 and 90, longitude between -180 and 180." in messages(
        organization(latitude=latitude, longitude=longitude)
    )
    assert refused_by_database(organization(latitude=latitude, longitude=longitude))


WELL = {
    "census_geoid": "0804000",
    "ror": "https://ror.org/03efmqc40",
    "ipeds": "104151",
    "lei": "5493000IBP32UQZ0KL24",
    "uei": "ZQGGHJH74DW7",
    "domain": "plano.gov",
}
BADLY = {
    "census_geoid": ["0804000\n", "080400", "08040000", "O804000", "0804000 "],
    "ror": ["03efmqc40", "https://ror.org/13efmqc40", "http://ror.org/03efmqc40"],
    "ipeds": ["10415", "10415a"],
    "lei": ["5493000IBP32UQZ0KL2", "5493000ibp32uqz0kl24"],
    "uei": ["0QGGHJH74DW7", "ZQGGHJH74DI7", "ZQGGHJH74DW"],
    "domain": ["https://plano.gov", "Plano.gov", "plano", "-plano.gov"],
}


@pytest.mark.parametrize("scheme", WELL)
def test_identifiers_are_well_formed(world, scheme):
    assert messages(Identifier(organization=world.ours, scheme=scheme, value=WELL[scheme])) == []
    for value in BADLY[scheme]:
        bad = Identifier(organization=world.ours, scheme=scheme, value=value)
        assert messages(bad), value
        assert refused_by_database(
            Identifier(organization=world.ours, scheme=scheme, value=value)
        ), value


def test_a_county_has_a_county_code_and_a_city_a_place_code(world):
    county = make.organization("Adams County", level="county")
    assert messages(Identifier(organization=county, scheme="census_geoid", value="0804000")) == [
        "The GEOID of a County is 5 digits."
    ]
    assert messages(Identifier(organization=world.ours, scheme="census_geoid", value="08001")) == [
        "The GEOID of a City is 7 digits."
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "overlaps"),
    [
        (DAY(2019, 1, 1), DAY(2020, 1, 1), False),  # ends the day the other begins
        (DAY(2019, 1, 1), DAY(2020, 1, 2), True),
        (DAY(2019, 1, 1), None, True),
        (DAY(2020, 6, 1), DAY(2020, 7, 1), True),
        (DAY(2020, 12, 31), None, True),
        (DAY(2021, 1, 1), None, False),  # begins on the first day without
    ],
)
def test_terms_do_not_overlap(world, starts, ends, overlaps):
    make.membership(world.ours, world.south, starts=DAY(2020, 1, 1), ends=DAY(2021, 1, 1))
    term = Membership(organization=world.ours, coalition=world.south, starts=starts, ends=ends)
    assert bool(messages(term)) == overlaps
    assert refused_by_database(term) == overlaps


def test_a_term_of_an_archived_organization_does_not_begin(world):
    gone = make.organization("Gone", kind="company", archived_at=timezone.now())
    ended = make.membership(gone, world.north, ends=DAY(2021, 1, 1))
    assert messages(ended) == []
    assert messages(Membership(organization=gone, coalition=world.south)) == [
        "Gone is archived: bring it back before it joins again."
    ]


def test_a_term_in_another_coalition_is_no_overlap(world):
    assert (
        messages(Membership(organization=world.ours, coalition=world.south, starts=make.LONG_AGO))
        == []
    )


@pytest.mark.parametrize("text", ["21", "2021-1", "2021-13", "2021-02-30", "２０２１", "soon"])
def test_a_partial_date_is_a_year_a_month_or_a_day(world, text):
    assert messages(
        Membership(organization=world.theirs, coalition=world.north, source="a page", as_of=text)
    ) == [f"“{text}” is not a year, a month (2018-10) or a day (2018-10-05)."]


def test_names_of_coalitions_and_topics_are_unique(world):
    twin = Coalition(
        name="North Alliance", slug="n2", area_name="N", home_state=world.north.home_state
    )
    assert messages(twin) == ["Coalition with this Name already exists."]
    assert messages(FocusArea(name="Water", slug="w2", summary="w")) == [
        "Focus area with this Name already exists."
    ]
