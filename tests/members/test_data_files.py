import pytest

from nscp.kit.dates import first_day
from nscp.kit.text import fold
from tests.data_files import data_files, repeated, rows, untidy


@pytest.fixture(scope="module")
def organizations():
    return {row["slug"]: row for row in rows("members", "organizations")}


@pytest.fixture(scope="module")
def memberships():
    return rows("members", "memberships")


@pytest.mark.parametrize("path", data_files("members"), ids=lambda path: path.name)
def test_files_are_tidy(path):
    assert untidy(path) == []


def test_organizations_are_told_apart(organizations):
    assert len(organizations) == len(rows("members", "organizations")) == 94
    # One name would do for two cities only with its state: the slug says which.
    assert repeated(fold(row["name"]) for row in organizations.values()) == []
    assert organizations["city-of-kansas-city-mo"]["state"] == "MO"


def test_kinds_and_levels_fit_together(organizations):
    kinds = [row["kind"] for row in organizations.values()]
    governments = [row for row in organizations.values() if row["kind"] == "local_government"]

    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "company": 8,
        "local_government": 65,
        "nonprofit": 17,
        "university": 4,
    }
    assert [row["slug"] for row in governments if not row["level"]] == []
    others = [row for row in organizations.values() if row["kind"] != "local_government"]
    assert [row["slug"] for row in others if row["level"] or row["population"]] == []


def test_a_government_has_the_facts_of_its_place(organizations):
    places = {row["slug"]: row for row in rows("regions", "places")}
    linked = [row for row in organizations.values() if row["place"]]

    assert len(linked) == 62
    assert repeated(row["place"] for row in linked) == []
    same = ["state", "county", "population", "population_year", "latitude", "longitude", "website"]
    differ = [
        row["slug"]
        for row in linked
        if [row[c] for c in same] != [places[row["place"]][c] for c in same]
    ]
    assert differ == []


def test_identifiers_belong_to_one_organization(organizations):
    identifiers = rows("members", "identifiers")

    assert repeated((row["scheme"], row["value"]) for row in identifiers) == []
    assert {row["scheme"] for row in identifiers} == {"census_geoid", "domain", "ipeds", "ror"}
    assert [row for row in identifiers if row["organization"] not in organizations] == []
    geoids = {
        row["organization"]: row["value"] for row in identifiers if row["scheme"] == "census_geoid"
    }
    places = {row["slug"]: row["geoid"] for row in rows("regions", "places") if row["geoid"]}
    linked = {s: places[row["place"]] for s, row in organizations.items() if row["place"] in places}
    assert geoids == linked


def test_aliases_add_a_name(organizations):
    aliases = rows("members", "organization_aliases")

    assert [row for row in aliases if row["kind"] not in {"abbreviation", "alias"}] == []
    assert [
        r for r in aliases if fold(r["name"]) == fold(organizations[r["organization"]]["name"])
    ] == []
    assert repeated((row["organization"], row["name"]) for row in aliases) == []


def test_every_term_has_a_source_and_the_date_it_speaks_of(organizations, memberships):
    coalitions = {row["slug"] for row in rows("regions", "coalitions")}

    assert len(memberships) == 103
    assert {row["organization"] for row in memberships} == set(organizations)
    assert {row["coalition"] for row in memberships} == coalitions
    assert [
        row["id"] for row in memberships if not row["source"] or not first_day(row["as_of"])
    ] == []
    # Those who joined Colorado in the year of its launch cannot have been there before it.
    early = [row for row in memberships if row["starts"] != first_day(row["as_of"]).isoformat()]
    assert {(row["coalition"], row["as_of"], row["starts"]) for row in early} == {
        ("colorado-smart-cities-alliance", "2017", "2017-09-25")
    }


def test_no_term_starts_before_its_coalition(memberships):
    founded = {row["slug"]: row["founded"] for row in rows("regions", "coalitions")}

    def too_early(row):
        start = founded[row["coalition"]]
        return start and row["starts"] < first_day(start).isoformat()

    assert [row["id"] for row in memberships if too_early(row)] == []


def test_only_a_stated_beginning_counts_as_known(memberships):
    known = {row["role"] for row in memberships if row["starts_known"] == "1"}
    unknown = {row["role"] for row in memberships if row["starts_known"] == "0"}

    assert known == {
        "committed_participant",
        "founder",
        "founding_member",
        "founding_supporter",
        "member",
    }
    assert unknown == {
        "civic_partner",
        "corporate_participant",
        "corporate_partner",
        "host",
        "lead_organization",
        "member",
        "participating_member",
        "partner",
        "stakeholder",
    }
    joined = [r for r in memberships if r["role"] == "member" and r["starts_known"] == "1"]
    assert [row["organization"] for row in joined] == ["city-of-fort-worth"]


def test_two_terms_of_one_organization_follow_each_other(memberships):
    terms = {}
    for row in memberships:
        terms.setdefault((row["organization"], row["coalition"]), []).append(row)
    twice = {key: rows for key, rows in terms.items() if len(rows) > 1}

    assert len(twice) == 9
    assert [
        key for key, (first, second) in twice.items() if first["ends"] != second["starts"]
    ] == []
    ended = [row for row in memberships if row["ends"]]
    assert len(ended) == 9
    assert [row["id"] for row in ended if "later role" not in row["source_note"]] == []


def test_a_tie_says_that_it_is_no_membership(memberships):
    ties = [row for row in memberships if row["role"] in {"partner", "stakeholder"}]

    assert len(ties) == 12
    assert [
        row["organization"] for row in ties if "not a membership" not in row["source_note"]
    ] == []


def test_the_steward_is_the_coalition_of_the_first_term(organizations, memberships):
    first = {}
    for row in sorted(memberships, key=lambda row: row["starts"]):
        first.setdefault(row["organization"], row["coalition"])

    assert {slug: row["steward"] for slug, row in organizations.items()} == first
