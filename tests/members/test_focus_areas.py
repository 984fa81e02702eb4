"""The pages of the focus areas: who ranks a topic, who carries it, and what is retired."""

import datetime

from regions.models import CoalitionFocusArea
from tests import factories as make


def test_the_most_shared_topic_comes_first(world, client):
    roads = make.focus_area("Roads")
    make.ranked(world.north, roads, rank=2)
    make.ranked(world.south, roads)
    make.focus_area("Air")
    rows = client.get("/focus-areas/").context["rows"]
    ranking = {
        area.name: [(row.coalition.name, row.rank) for row in area.ranked_by.all()]
        for area, _ in rows
    }
    assert list(ranking) == ["Roads", "Water", "Air"]
    assert ranking["Roads"] == [("South Alliance", 1), ("North Alliance", 2)]


def test_each_number_is_that_of_the_member_list(world, client):
    world.theirs.carried_focus_areas.create(focus_area=world.water)
    make.focus_area("Air")
    rows = client.get("/focus-areas/").context["rows"]
    shown = {area.slug: figure.number for area, figure in rows}
    listed = {a.slug: client.get(f.address).context["paginator"].count for a, f in rows}
    assert shown == listed == {"water": 2, "air": 0}


def test_the_page_says_who_ranks_the_topic_and_how_high(world, client):
    make.ranked(world.north, make.focus_area("Roads"), rank=2)
    row = client.get("/focus-areas/roads/").context["ranking"].get()
    assert (row.coalition, row.rank, row.length) == (world.north, 2, 2)


def test_only_members_that_carry_the_topic_themselves_are_named(world, client):
    CoalitionFocusArea.objects.get().delete()
    world.theirs.carried_focus_areas.create(focus_area=world.water)
    world.hidden.carried_focus_areas.create(focus_area=world.water)
    page = client.get("/focus-areas/water/")
    assert [member.name for member in page.context["carriers"]] == ["City of Theirs"]
    assert page.context["reached"].number == 1


def test_a_retired_topic_says_so_and_is_no_longer_on_offer(world, client):
    old = make.focus_area("Fax", retired_on=datetime.date(2020, 1, 31))
    soon = make.focus_area("Cable", retired_on=datetime.date(2999, 1, 1))
    context = client.get("/focus-areas/").context
    assert [area for area, _ in context["rows"]] == [world.water, soon]
    assert list(context["retired"]) == [old]
    assert "Retired on January 31, 2020" in client.get("/focus-areas/fax/").content.decode()
    assert "Retired on" not in client.get("/focus-areas/cable/").content.decode()


def test_an_unknown_topic_is_not_found(world, client):
    assert client.get("/focus-areas/magic/").status_code == 404
