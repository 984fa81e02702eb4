"""The shipped members: which file fills which table."""

from pathlib import Path
from typing import Any

from members.models import Identifier, Membership, Organization, OrganizationAlias
from nscp.kit.tabular import Row
from regions.gazetteer import by_slug, figures, look_up, look_up_any, public_id
from regions.loading import Load

Known = dict[str, dict[str, Any]]
FILES = Path(__file__).parent.parent / "data"


def load_members(load: Load, known: Known, files: Path = FILES) -> None:
    """Load organizations, what they are known by, and their memberships."""
    organizations = _organizations(load, files, known)
    _owned(load, files, organizations)
    _memberships(load, files, organizations, known["coalition"])


def _organizations(load: Load, files: Path, known: Known) -> dict[str, Any]:
    texts = ["level", "city", "website", "summary", "source", "source_note"]
    columns = [
        *("id", "slug", "name", "kind", "steward", "place", "state", "county"),
        *("population", "population_year", "latitude", "longitude"),
        *texts,
    ]
    lines = load.rows(files / "organizations.csv", columns)

    def build(line: Row) -> dict[str, Any]:
        refers = {
            "steward": look_up_any(line, "steward", known["coalition"]),
            "place": look_up_any(line, "place", known["place"]),
            "state": look_up_any(line, "state", known["state"]),
            "county": look_up_any(line, "county", known["county"]),
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


def _owned(load: Load, files: Path, organizations: dict[str, Any]) -> None:
    """What an organization owns: each row is matched within its organization."""

    def owned(model: type, file: str, columns: list[str], key: tuple[str, ...]) -> None:
        lines = load.rows(files / file, ["organization", *columns])

        def build(line: Row) -> dict[str, Any] | None:
            owner = look_up(line, "organization", organizations)
            values = {name: line.text(name) for name in columns}
            return owner and {"organization": owner, **values}

        at = ("organization_id", *key)
        load.sync(model, lines, build, key=at, every=True, prune=True, spare=_is_former_address)

    owned(Identifier, "identifiers.csv", ["scheme", "value", "source"], ("scheme", "value"))
    owned(
        OrganizationAlias, "organization_aliases.csv", ["name", "kind", "source"], ("kind", "name")
    )


def _is_former_address(row: Identifier | OrganizationAlias) -> bool:
    """Whether the row is an address that a record had: no file knows of it."""
    return isinstance(row, OrganizationAlias) and row.kind == OrganizationAlias.Kind.FORMER_SLUG


def _memberships(
    load: Load, files: Path, organizations: dict[str, Any], coalitions: dict[str, Any]
) -> None:
    columns = [
        *("id", "organization", "coalition", "role", "starts", "starts_known", "ends"),
        *("source", "as_of", "source_note"),
    ]
    lines = load.rows(files / "memberships.csv", columns)

    def build(line: Row) -> dict[str, Any] | None:
        line.required("starts")
        organization = look_up(line, "organization", organizations)
        coalition = look_up(line, "coalition", coalitions)
        if organization is None or coalition is None or organization.archived_at:
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
