"""What every answer carries: one shape of error, headers, and whether it may be kept."""

import datetime

import pytest

from nscp import api
from nscp.kit.api import lists
from tests import factories as make
from tests.api.asking import LISTS, ask

pytestmark = pytest.mark.django_db

EVERYWHERE = ["", "schema/", *(f"{name}/" for name in LISTS)]


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1/nothing/", "/api/v2/members/", "/api/v1/members/a/b/", "/api/docs/nothing/"],
)
@pytest.mark.parametrize("debug", [True, False])
def test_an_unknown_address_is_a_problem_too(client, settings, path, debug):
    settings.DEBUG = debug
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["instance"]) == (404, answer["X-Request-ID"])
    assert (answer["API-Version"], answer["Access-Control-Allow-Origin"]) == ("1.0", "*")


def test_a_forgotten_slash_is_found(world, client):
    answer = client.get("/api/v1/members?limit=1")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/members/?limit=1")


@pytest.mark.parametrize("address", [*EVERYWHERE, "members/city-of-ours/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reading_is_all_there_is(world, client, address, method):
    for user in (None, world.dana):
        if user:
            client.force_login(user)
        answer = getattr(client, method)(f"/api/v1/{address}")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.json()["type"] == "/api/docs/#problem-method-not-allowed"


def test_a_crash_tells_its_name_and_nothing_else(world, client, monkeypatch):
    def crash(*args):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(lists.ListView, "read", crash)
    client.raise_request_exception = False
    answer = client.get("/api/v1/members/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["instance"] == answer["X-Request-ID"]
    assert b"swordfish" not in answer.content


def test_a_refused_host_is_a_problem(client, settings):
    settings.ALLOWED_HOSTS = ["example.org"]
    answer = client.get("/api/v1/members/", headers={"host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("address", [*EVERYWHERE, "members/city-of-ours/", "places/?format=csv"])
def test_head_is_get_without_the_body(world, client, address):
    got, head = client.get(f"/api/v1/{address}"), client.head(f"/api/v1/{address}")
    assert (head.status_code, head.getvalue()) == (200, b"")
    del head.headers["X-Request-ID"], got.headers["X-Request-ID"]
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("address", [*EVERYWHERE, "members/city-of-ours/"])
def test_any_page_may_ask_without_cookies(world, client, address):
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    before = client.options(f"/api/v1/{address}", headers=asked)
    assert (before.status_code, before.content) == (204, b"")
    assert before["Allow"] == before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    answer = client.get(f"/api/v1/{address}", headers={"origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    exposed = answer["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "X-Request-ID", "API-Version"} <= set(exposed)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_anonymous_answers_set_no_cookie(world, client, address):
    assert client.get(f"/api/v1/{address}").cookies == {}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_list_that_did_not_change_costs_one_query(
    world, client, name, form, django_assert_num_queries
):
    address = f"/api/v1/{name}/?format={form}"
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Vary"].startswith("Accept, Cookie")
    with django_assert_num_queries(1):
        again = client.get(address, headers={"if-none-match": f"W/{first['ETag']}"})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"]
    assert "Content-Type" not in again


def test_tags_change_with_data_day_release_query_and_format(world, client, settings, monkeypatch):
    def tag(query="", **headers):
        return client.get(f"/api/v1/members/{query}", headers=headers)["ETag"]

    tags = [tag(), tag("?limit=2"), tag(accept="text/csv")]
    assert tag() == tags[0]
    world.ours.summary = "New words."
    world.ours.save()
    tags.append(tag())
    settings.RELEASE = "another"
    tags.append(tag())
    tomorrow = datetime.date(2126, 1, 1)
    monkeypatch.setattr(lists.timezone, "localdate", lambda: tomorrow)
    tags.append(tag())
    assert len(set(tags)) == len(tags)


def test_a_refused_query_is_not_kept_and_has_no_tag(world, client):
    answer = client.get("/api/v1/members/?knd=x", headers={"if-none-match": "*"})
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")
    assert "ETag" not in answer


def test_a_signed_in_reader_is_answered_privately_and_never_from_a_public_tag(world, client):
    tag = client.get("/api/v1/members/")["ETag"]
    client.force_login(world.sam)
    answer = client.get("/api/v1/members/", headers={"if-none-match": tag})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_two_queries_however_many_rows(db, client, rows, django_assert_num_queries):
    north = make.coalition("North")
    for number in range(rows):
        place = make.place(f"Place {number}")
        make.membership(make.organization(f"City {number}", steward=north, place=place), north)
    for name in LISTS:
        for form in ("json", "jsonl", "csv"):
            with django_assert_num_queries(2):
                client.get(f"/api/v1/{name}/?format={form}").getvalue()
        with django_assert_num_queries(3):
            client.get(f"/api/v1/{name}/?count=exact")
    with django_assert_num_queries(4):
        client.get("/api/v1/members/?expand=steward,place")
    with django_assert_num_queries(4):
        client.get("/api/v1/memberships/?expand=organization,coalition")
    with django_assert_num_queries(3):  # the slugs of a filter are looked up once
        client.get("/api/v1/members/?region=north&kind=local_government&q=city&limit=1")


@pytest.mark.parametrize("resource", api.RESOURCES, ids=lambda each: each.name)
def test_one_record_costs_one_query(world, client, resource, django_assert_num_queries):
    make.place("Brighton")
    found = ask(client, f"{resource.name}/")["results"][0]
    for key in filter(None, (found["id"], found.get("slug"))):
        with django_assert_num_queries(1):
            client.get(f"/api/v1/{resource.name}/{key}/")
