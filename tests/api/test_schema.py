"""The description says what the API does: no parameter, field or example more or less."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing.jsonschema import DRAFT202012, EMPTY_REGISTRY

from members.api.views import MEMBERS
from nscp.api import RESOURCES
from nscp.kit.api import schema
from nscp.kit.api.problems import CODES, KINDS
from tests import factories as make
from tests.api.asking import ask, text

pytestmark = pytest.mark.django_db
BY_NAME = pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)


@pytest.fixture
def described(client):
    return ask(client, "schema/?format=json")


def operation(described, resource, *, detail=False):
    return described["paths"][f"/api/v1/{resource.name}/{'{key}/' if detail else ''}"]["get"]


def names(described, resource, *, detail=False):
    found = operation(described, resource, detail=detail)["parameters"]
    return [each["name"] for each in found if each["in"] == "query"]


def validator(described, shape):
    return Draft202012Validator({**shape, "components": described["components"]})


def test_it_is_openapi_3_1_and_refers_to_nothing_that_is_missing(described):
    assert described["openapi"].startswith("3.1")
    assert len(described["paths"]) == 2 + 2 * len(RESOURCES)
    resource = EMPTY_REGISTRY.with_resource("", DRAFT202012.create_resource(described)).resolver()
    references = [value for key, value in walk(described) if key == "$ref"]
    assert references
    for reference in set(references):
        resource.lookup(reference)
    for component in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(component)
    ids = [each["get"]["operationId"] for each in described["paths"].values()]
    assert len(ids) == len(set(ids))


def walk(node):
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("*/*", "application/json"),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("application/yaml", "application/yaml"),
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi"),
    ],
)
def test_json_and_yaml_say_the_same(client, described, accept, answered):
    answer = client.get("/api/v1/schema/", headers={"accept": accept})
    assert answer["Content-Type"] == answered
    assert yaml.safe_load(answer.content) == described
    again = client.get(
        "/api/v1/schema/", headers={"accept": accept, "if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304


@BY_NAME
def test_every_parameter_described_is_taken_and_every_one_taken_described(
    world, client, described, resource
):
    assert sorted(names(described, resource)) == sorted(resource.list_parameters)
    assert sorted(names(described, resource, detail=True)) == sorted(resource.detail_parameters)
    # Any value shows whether the name is known: a known one is taken or faulted for its value.
    for name in names(described, resource):
        answer = client.get(f"/api/v1/{resource.name}/?{name}=zzz")
        codes = [each["code"] for each in json.loads(text(answer)).get("errors", [])]
        assert (name, "unknown-parameter" in codes) == (name, False)
    page_only = resource.filters.page_only & set(resource.filters.base_filters)
    assert page_only.isdisjoint(resource.list_parameters)


@BY_NAME
def test_every_value_described_is_taken(world, client, described, resource):
    make.place("Brighton")
    for parameter in operation(described, resource)["parameters"]:
        shape = parameter["schema"]
        values = shape.get("enum") or shape.get("items", {}).get("enum") or []
        for value in values:
            extra = "&q=city" if value == "relevance" else ""
            expand = f"&expand={value.partition('.')[0]}" if expandable(resource, value) else ""
            query = f"{parameter['name']}={value}{extra}{expand}"
            answer = client.get(f"/api/v1/{resource.name}/?{query}")
            assert (query, answer.status_code) == (query, 200)


def expandable(resource, value):
    top, dot, _ = value.partition(".")
    return dot and top in resource.expansions


@BY_NAME
def test_answers_have_the_shape_that_is_described(world, client, described, resource):
    make.place("Brighton", population=3)
    make.serves(world.north, world.ours.county)
    content = operation(described, resource)["responses"]["200"]["content"]
    page = ask(client, f"{resource.name}/?count=exact")
    shape = content["application/json"]["schema"]
    assert [*validator(described, shape).iter_errors(page)] == []
    assert page["results"]
    one = described["components"]["schemas"][resource.singular]
    for document in page["results"]:
        assert list(document) == list(one["properties"]) == one["required"]
    if resource.point:
        features = ask(client, f"{resource.name}/?format=geojson")
        shape = content["application/geo+json"]["schema"]
        assert [*validator(described, shape).iter_errors(features)] == []
        found = ask(client, f"{resource.name}/{page['results'][0]['id']}/?format=geojson")
        shape = operation(described, resource, detail=True)["responses"]["200"]["content"]
        shape = shape["application/geo+json"]["schema"]
        assert [*validator(described, shape).iter_errors(found)] == []


def test_a_wrong_shape_would_be_noticed(world, client, described):
    document = ask(client, "members/city-of-ours/")
    document["steward"] = "north-alliance"
    shape = {"$ref": "#/components/schemas/Member"}
    assert len([*validator(described, shape).iter_errors(document)]) == 1


def test_problems_have_the_shape_that_is_described(world, client, described):
    check = validator(described, {"$ref": "#/components/schemas/Problem"})
    for address, status in (("members/?knd=x", 400), ("members/x/", 404), ("x/", 404)):
        assert [*check.iter_errors(ask(client, address, status))] == []


def named_world():
    """What the examples speak of."""
    names = ("North Texas Innovation Alliance", "KC Digital Drive", "The Connective")
    for name in (*names, "Smart North Florida"):
        make.serves(make.coalition(name), make.county("20091", "Johnson County", "KS"))
    make.place("Overland Park", in_county=make.county("20091", "Johnson County", "KS"))


@BY_NAME
def test_each_example_works_and_is_told(client, described, resource):
    named_world()
    assert resource.examples
    told = json.dumps(described)
    for url in resource.examples.values():
        answer = client.get(url)
        assert (url, answer.status_code, url in told) == (url, 200, True)


def test_the_page_of_the_documentation_says_everything(world, client, settings):
    settings.ALLOWED_HOSTS = ["directory.example"]
    answer = client.get("/api/docs/", headers={"host": "directory.example"})
    page = text(answer)
    assert "curl 'http://directory.example/api/v1/members/" in page
    for resource in RESOURCES:
        assert f'<article class="resource" id="{resource.name}">' in page
        for name in resource.list_parameters:
            assert f"<code>{name}</code>" in page
    for kind in KINDS:
        assert f'id="problem-{kind.slug}"' in page
    for code in CODES:
        assert f'id="code-{code}"' in page
    again = client.get(
        "/api/docs/", headers={"host": "directory.example", "if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_the_explorer_asks_this_site_alone_and_has_a_policy_of_its_own(client):
    answer = client.get("/api/docs/explorer/")
    policy = answer["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe-inline" not in client.get("/api/docs/")["Content-Security-Policy"]
    # The site's own addresses are written in full for those who share the page.
    own = text(answer).replace("http://testserver/", "/").replace("http://www.w3.org/2000/svg", "")
    assert "://" not in own
    assert answer.cookies == {}


def test_nothing_depends_on_the_database_engine():
    """SQLite and PostgreSQL bound whole numbers differently; a reader is bound by neither."""
    assert "maximum" not in json.dumps(schema.document()["components"])
    assert MEMBERS.stored.__name__ == "Member"
