"""Strict: what is not understood is refused with its name, never answered as something else."""

import pytest

from tests import factories as make
from tests.api.asking import LISTS, ask, faults

pytestmark = pytest.mark.django_db


def test_a_typing_mistake_is_told_with_what_was_meant(world, client):
    answer = client.get("/api/v1/members/?knd=company")
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert problem == {
        "type": "/api/docs/#problem-invalid-parameters",
        "title": "The query has parameters that cannot be used",
        "status": 400,
        "detail": "These parameters cannot be used: knd.",
        "instance": answer["X-Request-ID"],
        "errors": [
            {
                "parameter": "knd",
                "code": "unknown-parameter",
                "detail": "There is no parameter “knd” here. Did you mean “kind”?",
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("sort=name", ("sort", "unknown-parameter")),
        ("page=2", ("page", "unknown-parameter")),
        ("=x", ("", "unknown-parameter")),
        ("kind=compny", ("kind", "unknown-value")),
        ("kind=company&kind=compny", ("kind", "unknown-value")),
        ("kind=", ("kind", "missing-value")),
        ("region=nowhere", ("region", "unknown-value")),
        ("state=co", ("state", "unknown-value")),
        ("as_of=yesterday", ("as_of", "invalid-value")),
        ("as_of=2021-02-30", ("as_of", "invalid-value")),
        ("as_of=2021-10-04&as_of=2021-10-05", ("as_of", "repeated-parameter")),
        ("q=", ("q", "missing-value")),
        ("q=%20", ("q", "invalid-value")),
        ("q=!!!", ("q", "invalid-value")),
        ("q=a&q=b", ("q", "repeated-parameter")),
        ("q=a%00b", ("q", "invalid-value")),
        (f"q={'x' * 201}", ("q", "invalid-value")),
        ("region=a%00b", ("region", "unknown-value")),
        ("ordering=nam", ("ordering", "unknown-value")),
        ("ordering=pk", ("ordering", "unknown-value")),
        ("ordering=name,kind", ("ordering", "unknown-value")),
        ("ordering=relevance", ("ordering", "invalid-value")),
        ("limit=201", ("limit", "too-large")),
        (f"limit={'9' * 5000}", ("limit", "too-large")),
        ("limit=0", ("limit", "invalid-value")),
        ("limit=-1", ("limit", "invalid-value")),
        ("limit=ten", ("limit", "invalid-value")),
        ("limit=٣", ("limit", "invalid-value")),
        ("limit=", ("limit", "missing-value")),
        ("limit=1&limit=2", ("limit", "repeated-parameter")),
        ("count=yes", ("count", "unknown-value")),
        ("fields=nme", ("fields", "unknown-value")),
        ("fields=name,", ("fields", "unknown-value")),
        ("fields=notes", ("fields", "unknown-value")),
        ("fields=steward.name", ("fields", "unknown-value")),
        ("fields=name&fields=slug", ("fields", "repeated-parameter")),
        ("expand=stewart", ("expand", "unknown-value")),
        ("expand=contacts", ("expand", "unknown-value")),
        ("format=xml", ("format", "unknown-value")),
        ("format=csv&count=exact", ("count", "not-with-format")),
        ("format=csv&expand=steward", ("expand", "not-with-format")),
        ("format=csv&fields=steward.slug", ("fields", "unknown-value")),
    ],
)
def test_each_misuse_has_its_code(world, client, query, fault):
    assert faults(client, f"members/?{query}") == [fault]


def test_one_answer_names_every_fault(world, client):
    assert faults(client, "members/?knd=x&kind=y&limit=1000&fields=nme&cursor=z&format=doc") == [
        ("knd", "unknown-parameter"),
        ("format", "unknown-value"),
        ("kind", "unknown-value"),
        ("cursor", "cursor-invalid"),
        ("limit", "too-large"),
        ("fields", "unknown-value"),
    ]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("sort=name", "ordering"),
        ("page=2", "cursor"),
        ("page_size=5", "limit"),
        ("ordering=nmae", "name"),
        ("fields=nme", "name"),
        ("expand=stewart", "steward"),
        ("format=jason", "json"),
        ("kind=compny", "company"),
        ("region=north-allianc", "north-alliance"),
    ],
)
def test_the_nearest_is_offered(world, client, query, meant):
    (error,) = ask(client, f"members/?{query}", 400)["errors"]
    assert error["detail"].endswith(f"Did you mean “{meant}”?")


def test_no_hidden_record_is_offered(world, client):
    make.organization("City of Hiddenness", published=False)
    (error,) = ask(client, "memberships/?organization=city-of-hidenness", 400)["errors"]
    assert "hiddenness" not in error["detail"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_and_record_is_strict(world, client, name):
    assert faults(client, f"{name}/?nonsense=1") == [("nonsense", "unknown-parameter")]
    assert faults(client, f"{name}/nowhere/?limit=5") == [("limit", "unknown-parameter")]
    assert faults(client, "?limit=5") == [("limit", "unknown-parameter")]
    assert faults(client, "schema/?format=xml") == [("format", "unknown-value")]
