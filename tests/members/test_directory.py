"""The member list: filters, facets, chips, pages, and the same rows for htmx."""

import datetime
import html
import re

import pytest

from members.views.directory import MemberList
from nscp.kit.views import nearest_page
from tests import factories as make

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def names(answer):
    """The members that an answer lists, in its order."""
    found = re.findall(r'class="member-name"><a href="[^"]+">([^<]+)</a>', answer.text)
    return [html.unescape(name) for name in found]


def words(answer):
    """What a reader sees, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def facet(answer, name):
    """The counts of a facet's choices, those above zero."""
    (found,) = [facet for facet, *_ in answer.context["facets"] if facet.name == name]
    return {option.value: option.count for option in found.options if option.count}


@pytest.fixture
def company(world):
    """A company in both coalitions, for filters that have to tell it from the cities."""
    acme = make.organization("Acme Sensors", kind="company", city="Golden", state=make.state())
    acme.aliases.create(name="Äcme Corp")
    make.membership(acme, world.north, role="corporate_partner")
    make.membership(acme, world.south, ends=datetime.date(2021, 1, 1))
    return acme


def test_everybody_sees_the_published_members(world, company, client):
    answer = client.get("/members/")
    assert names(answer) == ["Acme Sensors", "City of Ours", "City of Theirs"]
    assert "3 members" in words(answer)


def test_an_unpublished_member_is_seen_by_its_own_region_alone(world, client):
    assert names(client.get("/members/?kind=company")) == []
    client.force_login(world.dana)
    assert names(client.get("/members/?kind=company")) == []
    client.force_login(world.sam)
    answer = client.get("/members/?kind=company")
    assert names(answer) == ["Hidden Company"]
    assert "not published" in words(answer)


def test_a_row_tells_kind_place_and_terms(world, company, client):
    row = words(client.get("/members/?kind=company&status=current&status=ended"))
    told = (
        "Acme Sensors Company Golden, Colorado "
        "North Alliance Corporate partner, since January 1, 2020 "
        "South Alliance Member, from January 1, 2020 until January 1, 2021"
    )
    assert told in row


def test_a_date_is_told_as_precisely_as_its_source(world, client):
    for_list = {
        "Town of One": {"as_of": "2018", "starts": datetime.date(2018, 1, 1)},
        "Town of Two": {"as_of": "2018-10", "starts": datetime.date(2018, 10, 1)},
        "Town of Three": {"as_of": "2021", "starts": datetime.date(2018, 10, 1)},
    }
    for name, term in for_list.items():
        town = make.organization(name)
        make.membership(town, world.north, source="test", starts_known=False, **term)
    told = re.findall(r"Member, (known since [^<]+)</span>", client.get("/members/?q=town").text)
    assert told == [
        "known since 2018 (stated 2018)",
        "known since October 1, 2018 (stated 2021)",
        "known since October 2018 (stated 2018)",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("region=north-alliance", ["Acme Sensors", "City of Ours"]),
        (
            "region=north-alliance&region=south-alliance&kind=local_government",
            ["City of Ours", "City of Theirs"],
        ),
        ("q=acme+corp", ["Acme Sensors"]),
        ("q=ÄCME", ["Acme Sensors"]),
        ("state=TX", ["City of Theirs"]),
        ("focus=water", ["Acme Sensors", "City of Ours"]),
        ("role=corporate_partner", ["Acme Sensors"]),
        ("status=ended", ["Acme Sensors"]),
        ("as_of=2019-12-31", []),
        ("as_of=2020-06-01&region=south-alliance", ["Acme Sensors", "City of Theirs"]),
        ("sort=-name", ["City of Theirs", "City of Ours", "Acme Sensors"]),
    ],
)
def test_filters_narrow_the_list(world, company, client, query, expected):
    assert names(client.get(f"/members/?{query}")) == expected


def test_a_name_that_begins_with_the_word_comes_first(world, client):
    water = make.organization("Water City Utilities", kind="company")
    make.membership(water, world.north)
    assert names(client.get("/members/?q=wat")) == ["Water City Utilities"]
    assert names(client.get("/members/?q=city")) == [
        "City of Ours",
        "City of Theirs",
        "Water City Utilities",
    ]
    assert names(client.get("/members/?q=city&sort=-name"))[0] == "Water City Utilities"


def test_facets_count_what_a_choice_would_show(world, company, client):
    answer = client.get("/members/?kind=company")
    assert facet(answer, "kind") == {"local_government": 2, "company": 1}
    assert facet(answer, "region") == {"north-alliance": 1}
    assert facet(answer, "status") == {"current": 1, "ended": 1}


def test_each_chosen_filter_is_a_link_to_the_list_without_it(world, company, client):
    answer = client.get("/members/?kind=company&kind=university&q=acme&page=1")
    links = re.findall(r'<a class="chip" href="([^"]+)">', answer.text)
    assert [html.unescape(link) for link in links] == [
        "/members/?kind=company&kind=university",
        "/members/?kind=university&q=acme",
        "/members/?kind=company&q=acme",
    ]
    assert 'href="/members/">Remove all' in answer.text
    alone = client.get("/members/?kind=company")
    assert re.findall(r'<a class="chip" href="([^"]+)">', alone.text) == ["/members/"]


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("kind=compny", "kind-error", "“compny” is not a known value. Did you mean “company”?"),
        ("region=nowhere", "region-error", "“nowhere” is not a known value."),
        ("as_of=yesterday", "as_of-error", "That is not a day such as 2021-10-04."),
        ("sort=size", "sort-error", "“size” is not a known value."),
        (f"q={'x' * 201}", "q-error", "That is too long to search for: 200 characters at most."),
        ("q=%00", "q-error", "Null characters are not allowed."),
    ],
)
def test_a_value_that_makes_no_sense_leaves_the_list_and_says_so_beside_its_field(
    world, client, query, field, message
):
    answer = client.get(f"/members/?{query}")
    assert answer.status_code == 200
    assert names(answer) == ["City of Ours", "City of Theirs"]
    (beside,) = re.findall(rf'id="{field}">([^<]*)</p>', answer.text)
    assert html.unescape(beside).startswith(message)
    assert f'aria-describedby="{field}"' in answer.text or f" {field}" in answer.text


def test_what_a_page_does_not_know_is_ignored_and_not_repeated(world, client):
    answer = client.get("/members/?utm_source=letter&kind=local_government")
    assert names(answer) == ["City of Ours", "City of Theirs"]
    assert "utm_source" not in answer.text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", (1, "")),
        ("2", (2, "")),
        ("0", (1, "Pages start at 1, so there is no page 0: this is page 1.")),
        ("-1", (1, "Pages start at 1, so there is no page -1: this is page 1.")),
        ("abc", (1, "“abc” is not a page number: this is page 1.")),
        ("1.5", (1, "“1.5” is not a page number: this is page 1.")),
        ("999", (3, "There are 3 pages, so there is no page 999: this is page 3.")),
    ],
)
def test_an_impossible_page_is_the_nearest_one(asked, shown):
    assert nearest_page(asked, last=3) == shown


def test_a_number_with_thousands_of_digits_is_no_page():
    assert nearest_page("9" * 5000, last=3) == (
        1,
        "“99999999999999999999” is not a page number: this is page 1.",
    )


def test_pages_part_the_list_and_keep_the_filters(world, company, client, monkeypatch):
    monkeypatch.setattr(MemberList, "paginate_by", 2)
    first = client.get("/members/?status=current")
    assert names(first) == ["Acme Sensors", "City of Ours"]
    assert 'href="?status=current&amp;page=2"' in first.text
    assert names(client.get("/members/?status=current&page=2")) == ["City of Theirs"]
    beyond = client.get("/members/?page=999")
    assert (beyond.status_code, names(beyond)) == (200, ["City of Theirs"])
    assert "There are 2 pages, so there is no page 999: this is page 2." in words(beyond)


def test_htmx_gets_what_changes_and_everybody_else_the_page(world, client):
    page, part = client.get("/members/?kind=company"), client.get("/members/", headers=HTMX)
    assert page.text.startswith("<!doctype html>")
    assert part.text.startswith('<div class="split directory" id="directory"')
    assert names(part) == names(client.get("/members/")) == ["City of Ours", "City of Theirs"]
    back = client.get("/members/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert back.text.startswith("<!doctype html>")
    vary = {"HX-Request", "HX-History-Restore-Request"}
    assert vary <= {name.strip() for name in part["Vary"].split(",")}


def test_the_address_bar_shows_what_was_chosen(world, client, monkeypatch):
    monkeypatch.setattr(MemberList, "paginate_by", 1)
    answer = client.get("/members/?q=&kind=local_government&as_of=&sort=&page=7", headers=HTMX)
    assert answer["HX-Push-Url"] == "/members/?kind=local_government&page=2"
    assert client.get("/members/?q=", headers=HTMX)["HX-Push-Url"] == "/members/"
    assert "HX-Push-Url" not in client.get("/members/")


def test_an_empty_list_says_what_to_do_next(world, client):
    answer = client.get("/members/?kind=university&q=ours")
    assert "0 members" in words(answer)
    assert '<a href="/members/">show every member</a>' in answer.text
    assert '<a href="/search/?q=ours">' in answer.text
    assert '<a href="/join/">' in answer.text


def test_a_visitor_gets_no_cookie(world, client):
    for path in ("/members/", "/members/city-of-ours/", "/search/?q=ours"):
        assert client.get(path).cookies == {}


def test_the_list_is_only_read(world, client):
    assert client.post("/members/").status_code == 405


def test_a_slip_of_the_keyboard_is_answered_with_what_was_meant(world, company, client):
    """Under the other choices: what they leave out is not offered."""

    def offered(query):
        answer = client.get(f"/members/?{query}")
        assert names(answer) == []
        said = re.search(r"Did you mean (.*?)\?</p>", answer.text)
        return (
            [html.unescape(link) for link in re.findall('href="([^"]+)"', said[1])] if said else []
        )

    assert offered("q=Senosrs&kind=company") == ["/members/?kind=company&q=Sensors"]
    assert names(client.get("/members/?kind=company&q=Sensors")) == ["Acme Sensors"]
    assert offered("q=Senosrs&kind=university") == []
    assert offered("q=hiden") == []
