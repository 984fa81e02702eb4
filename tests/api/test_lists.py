"""Lists send the stored documents, filtered as the pages are, in the order asked for."""

import datetime
import json

import pytest

from tests import factories as make
from tests.api.asking import LISTS, ask, slugs, text

pytestmark = pytest.mark.django_db


def test_the_root_lists_every_resource(client):
    root = ask(client, "")
    assert list(root["resources"]) == LISTS
    assert root["resources"]["members"] == "http://testserver/api/v1/members/"


def test_a_list_is_made_of_the_bytes_that_are_stored(world, client):
    world.ours.refresh_from_db()
    world.theirs.refresh_from_db()
    documents = f"{world.ours.document},{world.theirs.document}"
    body = text(client.get("/api/v1/members/"))
    assert body == f'{{"results":[{documents}],"next":null,"previous":null}}'


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["city-of-ours", "city-of-theirs"]),
        ("?region=north-alliance", ["city-of-ours"]),
        ("?region=north-alliance&region=south-alliance", ["city-of-ours", "city-of-theirs"]),
        ("?region=north-alliance&state=TX", []),
        ("?kind=company", []),
        ("?focus=water", ["city-of-ours"]),
        ("?status=ended", []),
        ("?as_of=2019-12-31", []),
        ("?as_of=2019-12-31&status=upcoming&ordering=-name", ["city-of-theirs", "city-of-ours"]),
        ("?q=theirs", ["city-of-theirs"]),
    ],
)
def test_the_filters_of_the_pages_hold(world, client, query, found):
    assert slugs(client, f"members/{query}") == found


def test_other_lists_filter_too(world, client):
    make.serves(world.north, world.ours.county)
    plano = make.place("Brighton", population=10)
    make.place("Plano", in_county=world.theirs.county)
    assert slugs(client, "regions/?state=CO") == ["north-alliance"]
    assert slugs(client, "focus-areas/?region=south-alliance") == []
    assert slugs(client, "places/?region=north-alliance") == [plano.slug]
    terms = ask(client, "memberships/?organization=city-of-ours")["results"]
    assert [each["id"] for each in terms] == [world.our_term.public_id]


def test_the_count_is_asked_for_and_exact(world, client):
    assert "count" not in ask(client, "members/?limit=1")
    assert ask(client, "members/?limit=1&count=exact")["count"] == 2


def test_who_is_in_charge_sees_the_unpublished_and_nobody_may_keep_it(world, client):
    client.force_login(world.sam)
    answer = client.get("/api/v1/members/")
    found = [each["slug"] for each in json.loads(answer.content)["results"]]
    assert found == ["city-of-ours", "city-of-theirs", "hidden-company"]
    assert (answer["Cache-Control"], answer.has_header("ETag")) == ("private, no-cache", False)


def people(slugs, numbers):
    for slug, population in zip(slugs, numbers, strict=True):
        make.place(slug, population=population)


@pytest.mark.parametrize(
    ("ordering", "names"),
    [
        ("name", ["Ada", "Bea", "Cid", "Dot"]),
        ("-name", ["Dot", "Cid", "Bea", "Ada"]),
        ("population", ["Cid", "Ada", "Bea", "Dot"]),
        ("-population", ["Ada", "Cid", "Bea", "Dot"]),
    ],
)
def test_what_is_unknown_comes_last_in_both_directions(db, client, ordering, names):
    people(["Ada", "Bea", "Cid", "Dot"], [9, None, 5, None])
    found = ask(client, f"places/?ordering={ordering}")["results"]
    assert [each["name"] for each in found] == names


def test_a_search_is_ordered_by_relevance_unless_asked_otherwise(db, client):
    people(["West Plano", "Plano", "Plano Heights"], [1, 2, 3])
    found = ask(client, "places/?q=plano")["results"]
    assert [each["name"] for each in found] == ["Plano", "Plano Heights", "West Plano"]
    found = ask(client, "places/?q=plano&ordering=-population")["results"]
    assert [each["name"] for each in found] == ["Plano Heights", "Plano", "West Plano"]


def test_terms_are_ordered_by_their_days(world, client):
    late = make.membership(world.ours, world.south, starts=datetime.date(2022, 5, 1))
    found = ask(client, "memberships/?ordering=-starts&limit=1")["results"]
    assert [each["id"] for each in found] == [late.public_id]
