"""The shipped members: which file fills which table."""

from pathlib import Path
from typing import Any

from members.models import Identifier, Membership, Organization, OrganizationAlias
from regions.gazetteer import by_slug, figures, look_up, public_id
from regions.loading import Load

FILES = Path(__file__).parent.parent / "data"


def load_members(load: Load, known: dict[str, dict[str, Any]], files: Path = FILES) -> None:
    """Load organizations, what they are known by, and their memberships."""
    organizations = _organizations(load, files, known)
    _owned(load, files, organizations)
    _memberships(load, files, organizations, known["coalition"])


def _organizations(load, files, known):
    texts = ["level", "city", "website", "summary", "source", "source_note"]
    columns = [
        *("id", "slug", "name", "kind", "steward", "place", "state", "county"),
        *("population", "population_year", "latitude", "longitude"),
        *texts,
    ]
    lines = load.rows(files / "organizations.csv", columns)

    def build(line):
        refers = {
            "steward": look_up(line, "steward", known["coalition"]),
            "place": look_up(line, "place", known["place"]),
            "state": look_up(line, "state", known["state"]),
            "county": look_up(line, "county", known["county"]),
        }
        return {
            "public_id": public_id(line),
            **{name: line.required(name) for name in ("slug", "name", "kind")},
            **{name: line.text(name) for name in texts},
            **refers,
            **figures(line),
            "published": True,
        }

    return by_slug(lines, load.sync(Organization, lines, build, key=("public_id",), every=True))


def _owned(load, files, organizations):
    """What an organization owns: each row is matched within its organization."""

    def owned(model, file, columns, key):
        lines = load.rows(files / file, ["organization", *columns])

        def build(line):
            owner = look_up(line, "organization", organizations)
            values = {name: line.text(name) for name in columns}
            return owner and {"organization": owner, **values}

        load.sync(model, lines, build, key=("organization_id", *key), every=True, prune=True)

    owned(Identifier, "identifiers.csv", ["scheme", "value", "source"], ("scheme", "value"))
    owned(
        OrganizationAlias, "organization_aliases.csv", ["name", "kind", "source"], ("kind", "name")
    )


def _memberships(load, files, organizations, coalitions):
    columns = [
        *("id", "organization", "coalition", "role", "starts", "starts_known", "ends"),
        *("source", "as_of", "source_note"),
    ]
    lines = load.rows(files / "memberships.csv", columns)

    def build(line):
        line.required("starts")
        organization = look_up(line, "organization", organizations)
        coalition = look_up(line, "coalition", coalitions)
        if organization is None or coalition is None:
            return None
        return {
            "public_id": public_id(line),
            "organization": organization,
            "coalition": coalition,
            **{name: line.required(name) for name in ("role", "source", "as_of")},
            "starts": line.day("starts"),
            "starts_known": line.flag("starts_known"),
            "ends": line.day("ends"),
            "source_note": line.text("source_note"),
        }

    load.sync(Membership, lines, build, key=("public_id",), every=True)
