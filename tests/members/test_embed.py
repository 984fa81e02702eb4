"""A list in a frame on another site: its policy, its links, what it refuses."""

import re

import pytest

from members.views import lists
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_frame_of_any_site_may_hold_it_and_no_script_runs_in_it(world, client):
    frame, page = client.get("/members/embed/"), client.get("/members/")
    policy = dict(part.split(" ", 1) for part in frame["Content-Security-Policy"].split("; "))
    assert policy["frame-ancestors"] == "*"
    assert policy["script-src"] == "'none'"
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_it_sets_no_cookie_and_may_be_kept(world, client):
    frame = client.get("/members/embed/?kind=local_government")
    assert frame.cookies == {}
    assert frame["Cache-Control"] == "public, max-age=60"
    again = client.get(
        "/members/embed/?kind=local_government", headers={"If-None-Match": frame["ETag"]}
    )
    assert again.status_code == 304


def test_its_links_leave_the_frame_and_say_where_they_lead(world, client):
    page = client.get("/members/embed/?state=TX&as_of=2021-10-04").text
    links = re.findall(r"<a ([^>]*)>", page)
    assert len(links) == 3
    assert all('target="_top" rel="noopener"' in link for link in links)
    assert 'href="/members/city-of-theirs/?as_of=2021-10-04"' in page
    shown = 'href="http://testserver/members/?state=TX&amp;as_of=2021-10-04"'
    assert f"<a {shown}" in page
    assert "Show all 1 in the directory" in page
    assert "1 member as of October 4, 2021" in page
    assert '<a href="http://testserver/"' in page


def test_it_shows_the_public_list_to_everybody(world, client):
    client.force_login(world.sam)
    assert "Hidden Company" in client.get("/members/").text
    assert "Hidden Company" not in client.get("/members/embed/").text


def test_its_pages_stay_inside(world, client, monkeypatch):
    monkeypatch.setattr(lists, "ON_A_PAGE", 1)
    make.membership(make.organization("City of More"), world.north)
    page = client.get("/members/embed/?kind=local_government&page=2").text
    assert '<a href="?kind=local_government&amp;page=1" rel="prev">' in page
    assert '<a href="?kind=local_government&amp;page=3" rel="next">' in page
    beyond = client.get("/members/embed/?page=9").text
    assert "There are 3 pages, so there is no page 9: this is page 3." in beyond


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("region=nowhere", "region: “nowhere” is not a known value."),
        ("regoin=north-alliance", "There is no parameter “regoin” here."),
        ("as_of=soon", "as_of: That is not a day such as 2021-10-04."),
    ],
)
def test_a_slip_shows_no_other_list(world, client, query, said):
    answer = client.get(f"/members/embed/?{query}")
    assert answer.status_code == 400
    assert said in answer.text
    assert "City of Ours" not in answer.text
    assert 'href="http://testserver/members/" target="_top"' in answer.text
