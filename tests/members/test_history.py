"""How membership changed: totals that add up, each number with its list, what happened and why."""

import datetime

import pytest

from members.services.memberships import end, renew
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE = "/members/history/"
Y2021, Y2022, Y2023 = (datetime.date(year, 1, 1) for year in (2021, 2022, 2023))


def shown(client, query=""):
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer


def numbers(page):
    return {name: figure.number for name, figure in page.context["figures"].items()}


def told(page):
    """(day, member, what) of each event on the page."""
    return [(str(row.event.day), row.member.name, row.event.what) for row in page.context["rows"]]


@pytest.fixture
def past(world):
    """Beside the two cities: a company that left, a city that changed twice, one to come."""
    gone = make.organization("Gone Inc", kind="company")
    make.membership(gone, world.north, starts=Y2021, ends=Y2022)
    make.membership(world.ours, world.south, starts=Y2022, ends=Y2023, role="host")
    world.gone = gone
    return world


def test_who_was_there_joined_and_left_adds_up_to_who_is_there(past, client):
    page = shown(client, "from=2020-06-01&to=2022-06-01")
    assert numbers(page) == {
        "before": 2,
        "joined": 1,
        "first_named": 0,
        "left": 1,
        "after": 2,
        "changed": 1,
    }
    assert told(page) == [
        ("2022-01-01", "City of Ours", "changed"),
        ("2022-01-01", "Gone Inc", "left"),
        ("2021-01-01", "Gone Inc", "joined"),
    ]


def test_as_of_a_day_is_the_history_until_that_day(past, client):
    page = shown(client, "as_of=2021-10-04")
    assert (page.context["last"], numbers(page)["after"]) == (datetime.date(2021, 10, 4), 3)
    assert shown(client, "as_of=2021-10-04&to=2022-06-01").context["last"].year == 2022
    assert "“soon”: That is not a day" in shown(client, "as_of=soon").content.decode()


def test_without_a_period_everything_that_is_known_is_shown(past, client):
    page = shown(client)
    assert (page.context["first"], numbers(page)["before"]) == (datetime.date(2019, 12, 31), 0)
    assert numbers(page)["after"] == 2
    assert len(told(page)) == 6


def test_a_second_coalition_is_a_change_and_in_its_region_a_beginning(past, client):
    period = "from=2021-06-01&to=2023-06-01"
    assert ("2022-01-01", "City of Ours", "changed") in told(shown(client, period))
    assert told(shown(client, f"{period}&region=south-alliance")) == [
        ("2023-01-01", "City of Ours", "left"),
        ("2022-01-01", "City of Ours", "joined"),
    ]


def test_another_role_is_a_change_and_a_plain_renewal_is_none(world, client):
    renew(world.our_term, by=world.nat, starts=Y2021)
    end(world.their_term, by=world.nat, on=Y2022)
    make.membership(world.theirs, world.south, starts=Y2022, role="host")
    page = shown(client, "from=2020-06-01")
    assert told(page) == [("2022-01-01", "City of Theirs", "changed")]
    assert "Member until then, host from then on" in page.content.decode()


def test_a_focus_area_counts_through_another_coalition_than_the_one_chosen(world, client):
    """The north ranks water: who belongs there works on it, also among the members of the south."""
    make.membership(world.ours, world.south, starts=Y2021)
    end(world.our_term, by=world.nat, on=Y2023)
    page = shown(client, "from=2020-06-01&to=2023-06-01&focus=water&region=south-alliance")
    assert told(page) == [
        ("2023-01-01", "City of Ours", "left"),
        ("2021-01-01", "City of Ours", "joined"),
    ]


def test_a_start_that_no_source_gives_is_marked(world, client):
    named = make.organization("Town of Named")
    make.membership(
        named, world.north, starts=Y2021, starts_known=False, source="paper", as_of="2021"
    )
    page = shown(client, "from=2020-06-01&to=2021-06-01")
    assert (numbers(page)["joined"], numbers(page)["first_named"]) == (1, 1)
    text = page.content.decode()
    assert "Member, known since 2021<" in text
    assert "Source: paper, which speaks of 2021" in text


def test_each_total_is_the_number_of_the_list_it_links_to(past, client):
    page = shown(client, "from=2020-06-01&to=2022-06-01&kind=company&kind=local_government")
    for name in ("before", "after"):
        figure = page.context["figures"][name]
        assert client.get(figure.address).context["paginator"].count == figure.number
    for name in ("joined", "left", "changed", "first_named"):
        figure = page.context["figures"][name]
        listed = client.get(figure.address).context["page_obj"].paginator.count
        assert (name, listed) == (name, figure.number)


@pytest.mark.parametrize("by", ["region", "kind"])
@pytest.mark.parametrize("query", ["", "role=host", "focus=water", "region=south-alliance"])
def test_each_number_of_the_table_is_the_number_of_its_list(past, client, by, query):
    rows = shown(client, f"{query}&by={by}&to=2023-06-01").context["timeline"].rows
    figures = [figure for row in rows for figure in (*row.numbers, row.total)]
    assert any(figure.number for figure in figures)
    for figure in figures:
        count = client.get(figure.address).context["paginator"].count
        assert (figure.address, count) == (figure.address, figure.number)


def test_more_regions_than_a_chart_can_show_are_counted_together_each_member_once(world, client):
    member = make.organization("Everywhere", kind="company")
    for number in range(9):
        make.membership(member, make.coalition(f"Alliance {number}"), starts=Y2021)
    timeline = shown(client).context["timeline"]
    assert [area.name for area, _ in timeline.parts][-1] == "4 others"
    others = timeline.parts[-1][1]
    # The two cities and the company: it is in two of these, and counts once.
    assert (others.number, client.get(others.address).context["paginator"].count) == (3, 3)
    assert timeline.overlapping is True


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=soon", "“soon”: That is not a day such as 2021-10-04."),
        ("to=2021-02-30", "“2021-02-30”: That is not a day such as 2021-10-04."),
        ("from=%00", "That is not a day such as 2021-10-04."),
        ("to=9999-01-01", "“9999-01-01”: 9999-01-01 is too far off: choose a day from 1900-01-01"),
        ("from=0001-01-01", "“0001-01-01”: 0001-01-01 is too far off"),
        ("from=2022-01-01&to=2021-01-01", "“From” came after “to”: the two days were turned round"),
        ("by=size", "“size” is not a known value. Choose from: kind, region."),
        ("what=lift", "“lift” is not a known value."),
        ("region=nort-alliance", "Did you mean “north-alliance”?"),
        ("page=99", "There is only one page, so there is no page 99: this is page 1."),
    ],
)
def test_what_makes_no_sense_is_named_and_the_rest_holds(past, client, query, message):
    page = shown(client, f"{query}&kind=company")
    assert message in page.content.decode().replace("&#x27;", "'")
    assert {name for _, name, _ in told(page)} <= {"Gone Inc"}
    assert page.context["filter"].chosen["kind"] == ["company"]


def test_a_period_to_come_is_read_from_what_is_entered(world, client):
    later = datetime.date(datetime.date.today().year + 2, 1, 1)  # noqa: DTZ011
    end(world.our_term, by=world.nat, on=later)
    page = shown(client, f"from=2021-01-01&to={later}")
    assert told(page) == [(str(later), "City of Ours", "left")]
    assert "of the days to come, by what is entered already" in page.content.decode()


def test_the_list_leads_to_the_history_of_the_same_members_until_its_day(past, client):
    page = client.get("/members/?kind=company&status=ended&sort=-name&as_of=2023-01-01")
    assert page.context["history"] == "/members/history/?kind=company&to=2023-01-01"
    assert f'href="{page.context["history"].replace("&", "&amp;")}"' in page.content.decode()
    assert client.get("/members/").context["history"] == "/members/history/"


def test_an_empty_directory_has_a_history(db, client):
    page = shown(client)
    assert numbers(page)["after"] == 0
    assert "Nobody was a member in this period" in page.content.decode()


def test_who_is_hidden_or_archived_has_no_history(world, client):
    assert "Hidden Company" not in shown(client).content.decode()
    client.force_login(world.sam)
    assert "Hidden Company" in shown(client).content.decode()


def test_a_director_may_see_a_term_elsewhere_of_an_organization_of_its_own(world, client):
    world.hidden_term.delete()
    make.membership(world.hidden, world.north)
    client.force_login(world.sam)
    assert "Hidden Company" in shown(client).content.decode()
