"""What can be done with a list: addresses that answer, code that runs, a citation, formats."""

import datetime
import html
import re
import subprocess
import sys
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils import timezone

from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat()


def uses(client, query=""):
    return client.get(f"/members/?{query}").context["uses"]


def asked(address):
    """The choices of an address, each once and in its order."""
    return parse_qsl(urlsplit(address).query)


def test_a_permanent_link_has_every_choice_its_day_and_no_page(world, client):
    link = uses(client, "kind=local_government&state=TX&q=city&sort=-name&page=1").permanent
    assert link == (
        f"http://testserver/members/?q=city&kind=local_government&state=TX&sort=-name&as_of={TODAY}"
    )
    assert asked(uses(client, "as_of=2021-10-04").permanent) == [("as_of", "2021-10-04")]


def test_data_is_of_the_day_it_is_asked_on_unless_the_page_is_of_another(world, client):
    today, then = uses(client), uses(client, "as_of=2021-10-04&sort=-population")
    assert [file.address for file in today.files] == [
        "http://testserver/api/v1/members/?format=csv",
        "http://testserver/api/v1/members/?format=geojson",
        "http://testserver/api/v1/members/?format=jsonl",
        "http://testserver/api/v1/members/?format=json&limit=200",
    ]
    assert then.files[0].address == (
        "http://testserver/api/v1/members/?as_of=2021-10-04&ordering=-population&format=csv"
    )
    assert "as of October 4, 2021." in client.get("/members/?as_of=2021-10-04").text
    assert f"add <code>as_of={TODAY}</code>" in client.get("/members/").text


def test_only_what_was_understood_is_handed_on(world, client):
    kept = uses(client, "kind=compny&state=TX&state=TX&as_of=soon&sort=size&page=9&utm=x")
    assert asked(kept.permanent) == [("state", "TX"), ("as_of", TODAY)]
    assert asked(kept.files[0].address) == [("state", "TX"), ("format", "csv")]
    assert asked(kept.feed) == asked(kept.embed) == [("state", "TX")]


def test_a_feed_is_of_every_day_and_status(world, client):
    feed = uses(client, "kind=company&status=ended&as_of=2021-10-04&sort=-name").feed
    assert feed == "http://testserver/members/changes.atom?kind=company"
    page = client.get("/members/?kind=company")
    assert '<link rel="alternate" type="application/atom+xml"' in page.text
    assert f'href="{feed}" title="Changes to this list"' in page.text


def test_a_frame_is_code_to_paste(world, client):
    frame = uses(client, "kind=company&q=%22%3E%3Cb%3Ea").iframe
    assert frame.startswith(
        '<iframe src="http://testserver/members/embed/?q=%22%3E%3Cb%3Ea&amp;kind=company" title="'
    )
    page = client.get("/members/?kind=company&q=%22%3E%3Cb%3Ea").text
    shown = re.search(r'id="use-frame" value="([^"]*)"', page)[1]
    assert html.unescape(shown) == frame


def test_a_citation_names_the_list_its_day_and_the_day_of_access(world, client):
    then = uses(client, "kind=company&state=TX&as_of=2021-10-04")
    now = f"{timezone.localdate():%B} {timezone.localdate().day}, {timezone.localdate():%Y}"
    assert then.citation == (
        "National Smart Coalitions Partnership. Members (Kind: Company; State: Texas), "
        f"as of October 4, 2021. Accessed {now}. "
        "http://testserver/members/?kind=company&state=TX&as_of=2021-10-04"
    )
    assert then.bibtex == (
        "@misc{nscp-members-2021-10-04,\n"
        "  author = {{National Smart Coalitions Partnership}},\n"
        "  title = {{Members (Kind: Company; State: Texas)}},\n"
        "  year = {2021},\n"
        "  note = {As of 2021-10-04},\n"
        "  url = {http://testserver/members/?kind=company&state=TX&as_of=2021-10-04},\n"
        f"  urldate = {{{TODAY}}}\n"
        "}"
    )


def test_a_search_for_commands_stays_text_in_a_bibliography(world, client):
    entry = uses(client, "q=a%26b%25%7B%5Cinput%7D_%24%23").bibtex
    assert r"Search: a\&b\%\{\textbackslash{}input\}\_\$\#" in entry


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("format=csv", "/api/v1/members/?format=csv"),
        ("format=geojson&q=&state=TX&page=3", "/api/v1/members/?state=TX&format=geojson"),
        ("format=json&sort=-name", "/api/v1/members/?ordering=-name&limit=200&format=json"),
        ("format=json&limit=5", "/api/v1/members/?limit=5&format=json"),
        ("format=jsonl&as_of=2021-10-04", "/api/v1/members/?as_of=2021-10-04&format=jsonl"),
        ("format=atom&kind=company", "/members/changes.atom?kind=company"),
        ("format=atom", "/members/changes.atom"),
    ],
)
def test_a_format_leads_to_its_address(world, client, query, address):
    answer = client.get(f"/members/?{query}")
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["csv", "atom"])
def test_a_slip_is_told_by_the_format_and_makes_no_other_list(world, client, name):
    answer = client.get(f"/members/?format={name}&kind=compny&regoin=north-alliance", follow=True)
    assert answer.status_code == 400
    assert "Did you mean “company”?" in answer.text
    assert "Did you mean “region”?" in answer.text


def test_an_unknown_format_is_explained(world, client):
    answer = client.get("/members/?format=xml&kind=local_government")
    assert answer.status_code == 200
    said = "“xml” is no format of this list. It comes as csv, geojson, jsonl, json, atom"
    assert said in html.unescape(answer.text)
    assert answer.context["paginator"].count == 2


def test_json_says_when_there_is_more(world, client, monkeypatch):
    assert "the first" not in client.get("/members/").text
    monkeypatch.setattr("members.lists.uses.MOST", 1)
    page = client.get("/members/")
    assert "records in pages, the first 1 of 2" in page.text


def test_rows_say_what_they_rest_on(world, client):
    make.membership(
        make.organization("Ended Inc", kind="company", verified_on=datetime.date(2025, 3, 1)),
        world.north,
        source="test",
        as_of="2019-12",
    )
    page = client.get("/members/").text
    assert "(stated 2019)" in page
    assert page.count("verified on") == 1
    assert "verified on March 1, 2025" in page


def test_links_stay_on_the_day(world, client):
    page = client.get("/members/?as_of=2021-10-04")
    assert "2 members as of October 4, 2021" in page.text
    assert 'href="/members/city-of-ours/?as_of=2021-10-04"' in page.text
    assert 'href="/regions/north-alliance/?as_of=2021-10-04"' in page.text
    assert "?as_of=" not in re.sub(r"<details class=\"use\".*?</details>", "", page_of(client))


def page_of(client):
    return client.get("/members/").text.replace("\n", " ")


def test_an_empty_list_says_how_many_each_way_out_has(world, client):
    gone = make.organization("Gone Inc", kind="company", state=make.state())
    make.membership(gone, world.north, ends=datetime.date(2021, 1, 1))
    answer = client.get("/members/?kind=company&state=CO&role=host")
    assert answer.context["ways_out"] == []
    answer = client.get("/members/?kind=company&state=CO")
    assert [(way, number) for way, _, number in answer.context["ways_out"]] == [
        ("Without “Kind: Company”", 1),
        ("Former and upcoming members too", 1),
    ]
    for _, query, number in answer.context["ways_out"]:
        assert client.get(f"/members/?{query}").context["paginator"].count == number


@pytest.mark.parametrize(
    "query", ["", "?kind=local_government&sort=-population", "?state=TX&as_of=2022-01-01"]
)
def test_the_python_that_is_shown_runs_and_prints_the_members(site, query):
    page = site.get(f"/members/{query}").text
    code = html.unescape(re.search(r'id="use-python"[^>]*>(.*?)</pre>', page, re.DOTALL)[1])
    assert code.count("limit=200") == 1
    program = code.replace("limit=200", "limit=7")  # so that there is a next page to follow
    ran = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    printed = [line.split("\t") for line in ran.stdout.splitlines()]
    lines = site.get(site_address(page, "JSON Lines")).text.splitlines()
    assert len(printed) == len(lines) > 7
    assert [
        f'"slug":"{slug}","name":"{name}"' in line
        for (slug, name), line in zip(printed, lines, strict=True)
    ] == [True] * len(lines)
    number = int(re.search(r"<span>(\d+) members", page)[1])
    assert number == len(lines)


def site_address(page, name):
    return html.unescape(re.search(rf'<a href="([^"]+)">{name}</a>', page)[1])
