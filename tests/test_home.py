"""The home page: its numbers are those of the lists that they link to."""

import datetime

import pytest
from django.test import Client

from regions.models import FocusArea
from tests import factories as make


@pytest.fixture
def home(world, client):
    """What the home page shows of the world, as `client` sees it."""
    make.serves(world.north, make.county("08001"))
    make.serves(world.south, make.county("48085"), make.county("20091", "Johnson County", "KS"))
    return lambda: client.get("/")


def figures(page):
    return {name: figure.number for name, figure in page.context["figures"].items()}


def test_each_number_is_counted(home):
    assert figures(home()) == {
        "regions": 2,
        "members": 2,
        "local_government": 2,
        "company": 0,
        "university": 0,
        "nonprofit": 0,
        "states": 3,
    }


def test_each_number_of_members_is_that_of_the_list_it_links_to(world, home, client):
    make.membership(make.organization("Acme", kind="company"), world.north)
    make.membership(make.organization("State University", kind="university"), world.south)
    shown = home().context["figures"]
    linked = {name: f.address for name, f in shown.items() if f.address.startswith("/members/")}
    listed = {name: client.get(a).context["paginator"].count for name, a in linked.items()}
    assert listed == {name: shown[name].number for name in linked}
    assert listed["members"] == 4


def test_who_is_hidden_over_or_to_come_is_not_counted(world, home):
    over = make.organization("Town of Over")
    make.membership(over, world.north, ends=datetime.date(2021, 1, 1))
    soon = make.organization("Town of Soon")
    make.membership(soon, world.north, starts=datetime.date(2999, 1, 1))
    make.organization("Town of Never")
    assert figures(home())["members"] == 2


def test_a_member_of_two_regions_is_one_member_and_stands_in_both(world, home):
    make.membership(world.ours, world.south)
    page = home()
    assert figures(page)["members"] == 2
    by_region = {row.coalition.slug: row.members.number for row in page.context["regions"]}
    assert by_region == {"north-alliance": 1, "south-alliance": 2}


def test_a_director_counts_what_a_director_sees(world, home, client):
    client.force_login(world.sam)
    page = home()
    listed = client.get(page.context["figures"]["members"].address).context["paginator"].count
    assert figures(page)["members"] == listed == 3


def test_every_region_is_a_named_link_on_the_map_and_in_the_list(world, home):
    text = home().content.decode()
    assert text.count('<a class="region" href="/regions/north-alliance/">') == 1
    assert text.count(">North</text>") == 1
    assert text.count('<a href="/regions/north-alliance/">North</a>') == 1


def test_the_words_of_the_press_stand_beside_our_own_number(home):
    text = home().content.decode()
    assert "“more than 100 local governments”" in text
    assert '<a href="/members/?kind=local_government">2 local governments</a>' in text


def test_a_retired_focus_area_is_not_offered(world, home):
    old = FocusArea.objects.create(
        name="Fax", slug="fax", summary="Fax.", retired_on=datetime.date(2020, 1, 1)
    )
    areas = [area.name for area in home().context["areas"]]
    assert (areas, old.name in areas) == (["Water"], False)


def test_an_empty_directory_still_has_a_home_page(db):
    page = Client().get("/")
    assert (page.status_code, figures(page)["members"]) == (200, 0)


def test_a_visitor_gets_no_cookie(home):
    assert not home().cookies
