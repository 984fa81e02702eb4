"""CSV, GeoJSON and JSON Lines: the same rows, whole, and safe to open."""

import json

import pytest

from nscp.api import RESOURCES
from nscp.kit.api import lists, pages
from nscp.kit.api.tables import guarded
from tests import factories as make
from tests.api.asking import LISTS, ask, table, text

pytestmark = pytest.mark.django_db

TYPES = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, "json"),
        ("*/*", "json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
        ("text/csv", "csv"),
        ("application/json; charset=utf-8", "json"),
        ("text/csv; header=present; q=0.5", "csv"),
        ("application/geo+json", "geojson"),
        ("application/jsonl;q=0.5, text/csv;q=0.4", "jsonl"),
        ("application/json;q=0.1, text/*", "csv"),
    ],
)
def test_the_accept_header_chooses(world, client, accept, answered):
    answer = client.get("/api/v1/places/", headers={"accept": accept} if accept else {})
    assert (answer.status_code, answer["Content-Type"]) == (200, TYPES[answered])
    assert answer["Vary"].startswith("Accept, Cookie")


def test_the_parameter_goes_before_the_header(world, client):
    answer = client.get("/api/v1/places/?format=csv", headers={"accept": "application/pdf"})
    assert answer["Content-Type"] == TYPES["csv"]


@pytest.mark.parametrize("name", LISTS)
def test_what_no_format_here_can_satisfy_is_406(world, client, name):
    problem = ask(client, f"{name}/", 406, accept="application/pdf")
    assert problem["type"] == "/api/docs/#problem-not-acceptable"
    assert "application/json, application/jsonl, text/csv" in problem["detail"]


def test_a_file_format_is_the_whole_list_in_batches(db, client, monkeypatch):
    monkeypatch.setattr(lists, "DEFAULT_LIMIT", 2)
    monkeypatch.setattr(pages.batches, "__defaults__", (3,))
    names = sorted(make.place(f"Place {letter}").name for letter in "ABCDEFGH")
    assert [row[2] for row in table(client, "places/?format=csv")[1]] == names
    lines = text(client.get("/api/v1/places/?format=jsonl")).splitlines()
    assert [json.loads(line)["name"] for line in lines] == names
    found = json.loads(text(client.get("/api/v1/places/?format=geojson")))
    assert [each["properties"]["name"] for each in found["features"]] == names


def test_a_limit_makes_a_page_of_any_format(world, client):
    answer = client.get("/api/v1/members/?format=csv&limit=1")
    assert len(text(answer).splitlines()) == 2
    following = answer["Link"].partition(">")[0][1:]
    assert "City of Theirs" in text(client.get(following))
    page = ask(client, "members/?format=geojson&limit=1")
    assert (len(page["features"]), page["previous"], page["next"][:4]) == (1, None, "http")


def test_a_point_for_what_is_located_and_null_for_the_rest(db, client):
    make.place("Known", latitude=39.5, longitude=-104.25)
    make.place("Unknown")
    found = ask(client, "places/?format=geojson")
    known, unknown = found["features"]
    assert found["type"] == "FeatureCollection"
    assert known["geometry"] == {"type": "Point", "coordinates": [-104.25, 39.5]}
    assert unknown["geometry"] is None
    assert unknown["properties"] == ask(client, "places/unknown-co/")
    assert ask(client, "places/known-co/?format=geojson") == known


def test_a_region_lies_in_the_middle_of_its_counties(world, client):
    for geoid, latitude, longitude in (("08005", 39.0, -104.0), ("08031", 40.0, -105.0)):
        county = make.county(geoid, f"County {geoid}")
        county.latitude, county.longitude = latitude, longitude
        county.save()
        make.serves(world.north, county)
    north, south = ask(client, "regions/?format=geojson")["features"]
    assert north["geometry"] == {"type": "Point", "coordinates": [-104.5, 39.5]}
    assert south["geometry"] is None


def test_the_columns_of_a_table_tell_what_the_document_nests(world, client):
    header, rows = table(client, "members/?format=csv&region=north-alliance")
    row = dict(zip(header, rows[0], strict=True))
    assert len(rows) == 1
    assert row["id"] == world.ours.public_id
    assert row["steward"] == "north-alliance"
    assert row["memberships"] == "north-alliance member 2020-01-01/.."
    assert (row["place"], row["latitude"], row["aliases"]) == ("", "", "")
    header, rows = table(client, "members/?format=csv&fields=name,kind")
    assert (header, rows[0]) == (["name", "kind"], ["City of Ours", "local_government"])


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)
def test_the_header_is_stable_and_leaves_no_field_out(world, client, resource):
    header, rows = table(client, f"{resource.name}/?format=csv")
    assert header == list(resource.tree)
    assert {len(row) for row in rows} <= {len(header)}


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"),
        ("@here", "'@here"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
        ("+1 555 0100", "+1 555 0100"),
        ("+1 (555) 010-0199 ext. 5", "+1 (555) 010-0199 ext. 5"),
        ("-104.9", "-104.9"),
        (-104.9, -104.9),
        ("plain = text", "plain = text"),
        (None, ""),
        (True, "true"),
    ],
)
def test_no_cell_is_a_formula_and_no_number_is_spoiled(value, cell):
    assert guarded(value) == cell


def test_a_formula_in_a_name_is_told_as_text(db, client):
    make.place("=HYPERLINK(1)", slug="trap", longitude=-104.5, latitude=39.5)
    header, (row,) = table(client, "places/?format=csv")
    told = dict(zip(header, row, strict=True))
    assert (told["name"], told["longitude"]) == ("'=HYPERLINK(1)", "-104.5")


def test_letters_are_utf_8_and_quotes_survive(db, client):
    make.place('Cañon "City", or\nso', slug="canon")
    _, (row,) = table(client, "places/?format=csv")
    assert row[2] == 'Cañon "City", or\nso'
    assert '"Cañon' in client.get("/api/v1/places/").content.decode()
