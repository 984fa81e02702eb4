"""The pages of any day: their numbers are those of their lists, and their links stay on it."""

import datetime
import re

import pytest

from members import figures
from nscp.kit.days import Day
from regions.models import Coalition
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = "2021-10-04"
PAGES = ["/", "/regions/", "/regions/north-alliance/", "/focus-areas/", "/focus-areas/water/"]
SAME = re.compile(r'href="(/(?:members|regions|focus-areas)/[^"]*)"')


@pytest.fixture
def past(world):
    """On the day there was a company that is gone; a town and the west came later."""
    make.serves(world.north, make.county("08001"))
    make.serves(world.south, make.county("48085"))
    gone = make.organization("Gone Inc", kind="company", latitude=39.0, longitude=-105.0)
    make.membership(gone, world.north, ends=datetime.date(2022, 1, 1))
    gone.carried_focus_areas.create(focus_area=world.water)
    later = make.organization("Town of Later", level="town")
    make.membership(later, world.north, starts=datetime.date(2023, 1, 1))
    world.west = make.coalition("West Alliance", state="AZ", founded="2022")
    make.serves(world.west, make.county("04013", "Maricopa County", "AZ"))
    return world


def listed(client, figure):
    return client.get(figure.address).context["paginator"].count


def test_the_numbers_of_a_day_are_those_of_their_lists(past, client):
    page = client.get("/", {"as_of": DAY})
    shown = page.context["figures"]
    members = {name: f for name, f in shown.items() if f.address.startswith("/members/")}
    assert {name: f.number for name, f in members.items()} == {
        "members": 3,
        "local_government": 2,
        "company": 1,
        "university": 0,
        "nonprofit": 0,
    }
    assert {name: listed(client, f) for name, f in members.items()} == {
        name: f.number for name, f in members.items()
    }


def test_regions_and_states_of_a_day_are_those_that_the_list_of_regions_counts(past, client):
    shown = client.get("/", {"as_of": DAY}).context["figures"]
    page = client.get(shown["regions"].address)
    assert (shown["regions"].number, page.context["number"]) == (2, 2)
    states = client.get(shown["states"].address.split("#")[0]).context["states"]
    assert (shown["states"].number, len(states)) == (2, 2)
    assert client.get("/").context["figures"]["regions"].number == 3


@pytest.mark.parametrize("address", ["/regions/", "/"])
def test_the_numbers_of_each_region_are_those_of_their_lists(past, client, address):
    context = client.get(address, {"as_of": DAY}).context
    rows = [row[0] if isinstance(row, tuple) else row for row in context["regions"]]
    assert {row.coalition.slug: row.members.number for row in rows} == {
        "north-alliance": 2,
        "south-alliance": 1,
        "west-alliance": 0,
    }
    shown = [figure for row in rows for figure in (row.members, *row.kinds)]
    assert [listed(client, figure) for figure in shown] == [figure.number for figure in shown]


def test_a_region_shows_the_members_of_the_day(past, client):
    page = client.get("/regions/north-alliance/", {"as_of": DAY})
    groups = page.context["groups"]
    assert [[term.organization.name for term in terms] for _, terms in groups] == [
        ["City of Ours"],
        ["Gone Inc"],
    ]
    assert [listed(client, figure) for figure, _ in groups] == [1, 1]
    assert [dot.spot.name for dot in page.context["map"].dots] == ["Gone Inc"]


def test_a_focus_area_shows_the_members_of_the_day(past, client):
    page = client.get("/focus-areas/water/", {"as_of": DAY})
    assert [member.name for member in page.context["carriers"]] == ["Gone Inc"]
    reached = page.context["reached"]
    assert (reached.number, listed(client, reached)) == (2, 2)
    every = client.get("/focus-areas/", {"as_of": DAY}).context["rows"]
    assert [figure for _, figure in every] == [reached]


@pytest.mark.parametrize("address", PAGES)
def test_links_stay_on_the_day(past, client, address):
    text = client.get(address, {"as_of": DAY}).content.decode()
    body = text[text.index("<main") : text.index("</main>")]
    # Out of the day lead only the way back to today, what is drawn, and the history of a region.
    left = {
        link
        for link in SAME.findall(body)
        if f"as_of={DAY}" not in link and not link.startswith("/members/history/")
    }
    assert left <= {address}
    assert f"as_of={DAY}" in body


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_which_day_it_speaks_of(past, client, address):
    assert "This is the directory of" not in client.get(address).content.decode()
    text = client.get(address, {"as_of": DAY}).content.decode()
    assert '<time datetime="2021-10-04">October 4, 2021</time>' in text


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("wrong", ["soon", "2021-02-30", "\x00"])
def test_what_is_no_day_shows_today_and_says_so(past, client, address, wrong):
    text = client.get(address, {"as_of": wrong}).content.decode()
    assert "That is not a day such as 2021-10-04. This is today’s page." in text


@pytest.mark.parametrize("address", ["/regions/", "/regions/west-alliance/"])
def test_a_coalition_that_came_later_says_so(past, client, address):
    said = "Not there yet on that day: sources date its founding to 2022."
    assert said in client.get(address, {"as_of": DAY}).content.decode()
    assert said not in client.get(address, {"as_of": "2022-01-01"}).content.decode()
    assert said not in client.get(address).content.decode()


def test_a_coalition_that_had_not_joined_the_partnership_says_so(past, client):
    past.north.joined_on = datetime.date(2021, 10, 4)
    past.north.save()
    said = "Not in the partnership yet on that day: it joined on October 4, 2021."
    for day, expected in [("2021-10-03", True), ("2021-10-04", False)]:
        text = client.get("/regions/north-alliance/", {"as_of": day}).content.decode()
        assert (day, said in text) == (day, expected)


@pytest.mark.parametrize(
    ("founded", "day", "there"),
    [
        ("2018", "2018-01-01", True),
        ("2018", "2017-12-31", False),
        ("2018-10", "2018-10-01", True),
        ("2018-10", "2018-09-30", False),
        ("2018-10-05", "2018-10-05", True),
        ("2018-10-05", "2018-10-04", False),
        ("", "1900-01-01", True),
    ],
)
def test_a_founding_counts_from_the_first_day_that_it_may_mean(db, founded, day, there):
    make.coalition("One", founded=founded)
    on = datetime.date.fromisoformat(day)
    assert Coalition.objects.founded_by(on).exists() is there
    assert Coalition.objects.as_of(on).get().founded_later is not there


def test_figures_keep_the_day_in_their_addresses():
    day = Day(datetime.date(2021, 10, 4), asked=True)
    assert figures.member_list(day, kind="company") == "/members/?kind=company&as_of=2021-10-04"
    assert figures.member_list(kind="company") == "/members/?kind=company"
    assert figures.member_list(Day(day.date)) == "/members/"
    assert figures.region_list(day) == "/regions/?as_of=2021-10-04"


@pytest.mark.parametrize("shape", ["json", "jsonl", "csv", "geojson"])
def test_every_format_of_the_api_has_the_members_of_the_day(past, client, shape):
    for name, there in [("Gone Inc", True), ("Town of Later", False)]:
        text = client.get(f"/api/v1/members/?as_of={DAY}&format={shape}").getvalue().decode()
        if shape != "geojson" or there:
            assert (name, name in text) == (name, there)


@pytest.mark.parametrize("resource", ["regions", "focus-areas", "places"])
def test_the_api_refuses_a_day_where_nothing_is_dated(past, client, resource):
    assert client.get(f"/api/v1/{resource}/?as_of={DAY}").status_code == 400
