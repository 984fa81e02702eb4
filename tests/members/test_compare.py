"""Members side by side."""

import datetime

import pytest

from members.services import organizations
from tests import factories as make

PAGE = "/members/compare/"


def asked(client, query):
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer.context["asked"], [one.member.name for one in answer.context["table"]], answer


def test_members_stand_side_by_side_in_the_order_asked(world, client):
    found, names, answer = asked(client, "member=city-of-theirs&member=city-of-ours")
    assert (names, found.messages) == (["City of Theirs", "City of Ours"], [])
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_topics_of_two_columns_are_marked_and_come_first(world, client):
    air, roads = make.focus_area("Air"), make.focus_area("Roads")
    make.ranked(world.south, air)
    world.theirs.carried_focus_areas.create(focus_area=world.water)
    world.ours.carried_focus_areas.create(focus_area=roads)
    _, _, answer = asked(client, "member=city-of-ours&member=city-of-theirs")
    told = [[(area.name, shared) for area, shared in one.areas] for one in answer.context["table"]]
    assert told == [
        [("Water", True), ("Roads", False)],
        [("Water", True), ("Air", False)],
    ]


def test_only_the_terms_of_the_day_are_told(world, client):
    make.membership(world.ours, world.south, starts=datetime.date(2024, 1, 1))

    def coalitions(query):
        _, _, answer = asked(client, query)
        return [term.coalition.name for term in answer.context["table"][0].terms]

    assert coalitions("member=city-of-ours") == ["North Alliance", "South Alliance"]
    assert coalitions("member=city-of-ours&as_of=2021-10-04") == ["North Alliance"]
    assert coalitions("member=city-of-ours&as_of=2019-10-04") == []
    _, _, answer = asked(client, "member=city-of-ours&as_of=someday")
    assert "That is not a day" in answer.content.decode()


def test_governments_have_a_distance_and_others_have_none(world, client):
    company = make.organization("Company", kind="company")
    for name, number in (("ours", 1000), ("theirs", 3000)):
        member = getattr(world, name)
        member.place = make.place(name, population=number)
        member.save()
    query = f"member=city-of-ours&member=city-of-theirs&member={company.slug}"
    _, _, answer = asked(client, query)
    ours, theirs, other = [one.distances for one in answer.context["table"]]
    assert (ours[0], theirs[1], other) == (0, 0, [])
    assert ours[1] == theirs[0] > 0


def test_each_can_be_taken_away(world, client):
    _, _, answer = asked(client, "member=city-of-ours&member=city-of-theirs")
    ours, theirs = answer.context["table"]
    assert ours.without == f"{PAGE}?member=city-of-theirs"
    assert theirs.without == f"{PAGE}?member=city-of-ours"


def test_more_than_four_are_offered_for_the_last_place(world, client):
    slugs = [make.organization(f"City {number}").slug for number in range(1, 6)]
    found, names, _ = asked(client, "&".join(f"member={slug}" for slug in slugs))
    assert names == ["City 1", "City 2", "City 3", "City 4"]
    assert found.messages == ["4 fit side by side. Left out: City 5. Put one in the last place:"]
    name, address = found.offers[0]
    assert name == "City 5"
    assert asked(client, address.partition("?")[2])[1] == ["City 1", "City 2", "City 3", "City 5"]


def test_the_same_twice_stands_once(world, client):
    found, names, _ = asked(client, "member=city-of-ours&member=city-of-ours")
    assert names == ["City of Ours"]
    assert found.messages == ["City of Ours was asked for twice: it stands here once."]


@pytest.mark.parametrize("slug", ["city-of-our", "nobody", "%00", "x" * 500, "<script>"])
def test_an_unknown_address_is_named_and_nothing_else_is_lost(world, client, slug):
    found, names, answer = asked(client, f"member={slug}&member=city-of-theirs")
    assert names == ["City of Theirs"]
    assert found.messages[0].startswith("No member has the address")
    assert ("Did you mean City of Ours?" in found.messages[0]) == (slug == "city-of-our")
    assert "<script>" not in answer.content.decode().partition("<main")[2]


def test_a_former_address_and_a_merged_record_lead_on(world, client):
    world.ours.slug = "new-ours"
    world.ours.save()
    found, names, _ = asked(client, "member=city-of-ours")
    assert (names, found.messages) == (["City of Ours"], ["“city-of-ours” is City of Ours now."])


def test_what_is_gone_is_named(world, client):
    gone = make.organization("City of Gone")
    organizations.archive(gone, by=world.nat)
    found, names, _ = asked(client, f"member={gone.slug}&member=city-of-theirs")
    assert (names, found.messages) == (
        ["City of Theirs"],
        ["City of Gone is no longer in the directory."],
    )


def test_an_unpublished_member_is_nobody(world, client):
    found, names, answer = asked(client, "member=hidden-company&add=hidden")
    assert names == []
    assert "Hidden Company" not in answer.content.decode()
    assert len(found.messages) == 2


def test_a_name_adds_the_one_that_it_means(world, client):
    answer = client.get(f"{PAGE}?member=city-of-ours&add=theirs&as_of=2021-10-04")
    assert answer.status_code == 302
    assert answer["Location"] == (
        f"{PAGE}?member=city-of-ours&member=city-of-theirs&as_of=2021-10-04"
    )


def test_a_name_that_could_be_several_offers_each(world, client):
    found, names, _ = asked(client, "add=city")
    assert (names, found.typed) == ([], "city")
    assert found.offers == [
        ("City of Ours", f"{PAGE}?member=city-of-ours"),
        ("City of Theirs", f"{PAGE}?member=city-of-theirs"),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("City of Therse", "No member is called “City of Therse”. Did you mean City of Theirs?"),
        ("!!", "No member is called “!!”."),
        ("ours", "City of Ours stands here already."),
    ],
)
def test_a_name_that_adds_nobody_says_why(world, client, name, said):
    found, names, _ = asked(client, f"member=city-of-ours&add={name}")
    assert (names, found.messages) == (["City of Ours"], [said])


def test_a_fifth_by_name_is_offered_and_not_lost(world, client):
    slugs = [make.organization(f"City {number}").slug for number in range(1, 5)]
    query = "&".join(f"member={slug}" for slug in slugs)
    found, names, answer = asked(client, f"{query}&add=theirs")
    assert len(names) == 4
    assert [name for name, _ in found.offers] == ["City of Theirs"]
    assert 'value="theirs"' in answer.content.decode()


def test_one_alone_is_offered_who_is_like_it(world, client):
    for name, number in (("ours", 1000), ("theirs", 3000)):
        member = getattr(world, name)
        member.place = make.place(name, population=number)
        member.save()
    _, names, answer = asked(client, "member=city-of-ours")
    assert names == ["City of Ours"]
    assert answer.context["like_it"] == [
        ("City of Theirs", f"{PAGE}?member=city-of-ours&member=city-of-theirs")
    ]


def test_nobody_yet_is_a_page_with_a_field(world, client):
    _, names, answer = asked(client, "")
    assert names == []
    assert 'name="add"' in answer.content.decode()
