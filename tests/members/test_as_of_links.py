"""Links of the smaller pages of a day stay on it: places, peers, comparison, former addresses."""

import re

import pytest

from members.models import OrganizationAlias
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = "2021-10-04"
# What speaks of no day: what is drawn, sent or told in files, and the change from day to day.
DAYLESS = re.compile(r"/(?:contact|correction|card\.vcf|card\.png)/?$|^/members/history/")
SAME = re.compile(r'href="(/(?:members|regions|places|focus-areas)/[^"]*)"')


@pytest.fixture
def neighbors(world):
    """Two members and a place beside them that is none, all in a county that is served."""
    county = make.county("08001")
    make.serves(world.north, county)
    for name, number in [("Brighton", 40_000), ("Thornton", 50_000)]:
        place = make.place(name, in_county=county, population=number, population_year=2019)
        member = make.organization(f"City of {name}", place=place, county=county)
        make.membership(member, world.north)
    make.place("Ault", in_county=county, population=30_000, population_year=2019)
    return world


@pytest.mark.parametrize(
    "address",
    [
        "/places/",
        "/places/ault-co/",
        "/members/city-of-brighton/",
        "/members/compare/?member=city-of-brighton&member=city-of-thornton",
    ],
)
def test_links_stay_on_the_day(neighbors, client, address):
    text = client.get(f"{address}{'&' if '?' in address else '?'}as_of={DAY}").content.decode()
    body = text[text.index("<main") : text.index("</main>")]
    links = {link for link in SAME.findall(body) if not DAYLESS.search(link)}
    # Out of the day leads only the way back to today.
    assert {link for link in links if f"as_of={DAY}" not in link} <= {address}
    assert any(f"as_of={DAY}" in link for link in links)


def test_the_page_of_a_place_says_which_day_it_speaks_of(neighbors, client):
    said = '<time datetime="2021-10-04">October 4, 2021</time>'
    assert said not in client.get("/places/ault-co/").content.decode()
    assert said in client.get("/places/ault-co/", {"as_of": DAY}).content.decode()
    wrong = client.get("/places/ault-co/", {"as_of": "soon"}).content.decode()
    assert "That is not a day such as 2021-10-04. This is today’s page." in wrong


def test_the_peers_of_a_place_are_members_as_of_the_day(neighbors, client):
    before = client.get("/places/ault-co/", {"as_of": "2019-01-01"}).context["peers"]
    assert (before.members, len(before.nearest)) == ([], 2)
    peers = client.get("/places/ault-co/", {"as_of": DAY}).context["peers"]
    assert [peer.name for peer in peers.members] == ["City of Brighton", "City of Thornton"]


@pytest.mark.parametrize("page", ["", "card.png", "card.vcf", "contact/", "correction/"])
def test_a_former_address_leads_on_with_its_query(world, client, page):
    world.ours.aliases.create(kind=OrganizationAlias.Kind.FORMER_SLUG, name="former")
    answer = client.get(f"/members/former/{page}?as_of={DAY}&like=growth")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"/members/city-of-ours/{page}?as_of={DAY}&like=growth",
    )
    assert client.get(f"/members/former/{page}")["Location"] == f"/members/city-of-ours/{page}"
