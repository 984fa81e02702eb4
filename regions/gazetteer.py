"""The shipped geography, focus areas and coalitions: which file fills which table."""

from pathlib import Path
from typing import Any

from nscp.kit.ids import is_public_id
from nscp.kit.tabular import Row
from regions.loading import Load
from regions.models import (
    Coalition,
    CoalitionAlias,
    CoalitionCounty,
    CoalitionFocusArea,
    County,
    FocusArea,
    Leader,
    Place,
    State,
)

FILES = Path(__file__).parent / "data"
PERSONS = ("population", "population_year")
EARLIER = ("population_earlier", "population_earlier_year")
DEGREES = ("latitude", "longitude")


def look_up(line: Row, column: str, known: dict[str, Any]) -> Any:
    """What a cell refers to; an empty cell and an unknown value are errors.

    The value in `known` may be None: a record of the file that staff has deleted.
    """
    name = line.required(column)
    if name not in known:
        raise line.error(f"{column} “{name}” is in no file")
    return known[name]


def look_up_any(line: Row, column: str, known: dict[str, Any]) -> Any:
    """What a cell refers to; an empty cell refers to nothing."""
    return look_up(line, column, known) if line.text(column) else None


def public_id(line: Row) -> str:
    """The line's id, checked by its last character."""
    if not is_public_id(line.text("id")):
        raise line.error(f"id “{line.text('id')}” is not a public id")
    return line.text("id")


def by_slug(lines: list[Row], loaded: dict[tuple, Any]) -> dict[str, Any]:
    """The loaded records under the slugs of the file, which staff may have changed since."""
    return {line.text("slug"): loaded.get((line.text("id"),)) for line in lines}


def load_gazetteer(load: Load, files: Path = FILES) -> dict[str, dict[str, Any]]:
    """Load states, counties, places, focus areas and coalitions; return them by their names."""
    states = _states(load, files)
    counties = _counties(load, files, states)
    known = {"state": states, "county": counties}
    known["place"] = _places(load, files, known)
    known["focus_area"] = _focus_areas(load, files)
    known["coalition"] = _coalitions(load, files, states)
    _owned(load, files, known)
    return known


def _states(load, files):
    lines = load.rows(files / "states.csv", ["fips", "usps", "name"])

    def build(line):
        return {name: line.required(name) for name in ("fips", "usps", "name")}

    loaded = load.sync(State, lines, build, key=("fips",))
    return {line.text("usps"): loaded.get((line.text("fips"),)) for line in lines}


def _counties(load, files, states):
    lines = load.rows(
        files / "counties.csv", ["geoid", "name", "state", *PERSONS, *EARLIER, *DEGREES]
    )

    def build(line):
        state = look_up(line, "state", states)
        return state and {
            "geoid": line.required("geoid"),
            "name": line.required("name"),
            "state": state,
            **figures(line),
            **_earlier(line),
        }

    loaded = load.sync(County, lines, build, key=("geoid",))
    return {line.text("geoid"): loaded.get((line.text("geoid"),)) for line in lines}


def figures(line: Row) -> dict[str, Any]:
    """The columns that say how many people live there, and where it is."""
    return {
        **{name: line.whole(name) for name in PERSONS},
        **{name: line.decimal(name) for name in DEGREES},
    }


def _earlier(line: Row) -> dict[str, Any]:
    return {name: line.whole(name) for name in EARLIER}


def _places(load, files, known):
    columns = [
        *("id", "slug", "name", "display_name", "level", "state", "county", "other_county"),
        *("geoid", *PERSONS, *EARLIER, *DEGREES, "website", "source_note", "source"),
    ]
    lines = load.rows(files / "places.csv", columns)

    def build(line):
        state, county = (
            look_up(line, "state", known["state"]),
            look_up(line, "county", known["county"]),
        )
        other = look_up_any(line, "other_county", known["county"])
        if state is None or county is None:
            return None
        return {
            "public_id": public_id(line),
            **{
                name: line.required(name)
                for name in ("slug", "name", "display_name", "level", "source")
            },
            "state": state,
            "county": county,
            "other_county": other,
            "geoid": line.text("geoid") or None,
            **figures(line),
            **_earlier(line),
            "website": line.text("website"),
            "source_note": line.text("source_note"),
        }

    return by_slug(lines, load.sync(Place, lines, build, key=("public_id",)))


def _focus_areas(load, files):
    lines = load.rows(files / "focus_areas.csv", ["id", "slug", "name", "summary", "source"])

    def build(line):
        texts = {name: line.required(name) for name in ("slug", "name", "summary")}
        return {"public_id": public_id(line), **texts, "source": line.text("source")}

    return by_slug(lines, load.sync(FocusArea, lines, build, key=("public_id",), every=True))


def _coalitions(load, files, states):
    texts = ["short_name", "summary", "led_by", "website", "founded", "source", "source_note"]
    columns = ["id", "slug", "name", "area_name", "home_state", "joined_on", *texts]
    lines = load.rows(files / "coalitions.csv", columns)

    def build(line):
        home = look_up(line, "home_state", states)
        return home and {
            "public_id": public_id(line),
            **{name: line.required(name) for name in ("slug", "name", "area_name")},
            **{name: line.text(name) for name in texts},
            "home_state": home,
            "joined_on": line.day("joined_on"),
        }

    return by_slug(lines, load.sync(Coalition, lines, build, key=("public_id",), every=True))


def _owned(load, files, known):
    """What a coalition owns: each row is matched within its coalition."""
    coalitions = known["coalition"]

    def owned(model, file, columns, build, *, key):
        lines = load.rows(files / file, ["coalition", *columns])

        def with_owner(line):
            coalition = look_up(line, "coalition", coalitions)
            values = {"coalition": coalition, **build(line)}
            return None if None in values.values() else values

        load.sync(model, lines, with_owner, key=("coalition_id", *key), prune=True)

    owned(
        CoalitionAlias,
        "coalition_aliases.csv",
        ["name", "source"],
        lambda line: {"name": line.required("name"), "source": line.text("source")},
        key=("name",),
    )
    owned(
        CoalitionCounty,
        "coalition_counties.csv",
        ["county", "basis", "note", "source"],
        lambda line: {
            "county": look_up(line, "county", known["county"]),
            **{name: line.text(name) for name in ("basis", "note", "source")},
        },
        key=("county_id",),
    )
    owned(
        CoalitionFocusArea,
        "coalition_focus_areas.csv",
        ["focus_area", "rank", "source"],
        lambda line: {
            "focus_area": look_up(line, "focus_area", known["focus_area"]),
            "rank": line.required("rank") and line.whole("rank"),
            "source": line.text("source"),
        },
        key=("focus_area_id",),
    )
    owned(
        Leader,
        "leaders.csv",
        ["position", "name", "title", "as_of", "quoted", "source"],
        lambda line: {
            "position": line.required("position") and line.whole("position"),
            **{name: line.required(name) for name in ("name", "title", "as_of", "source")},
            "quoted": line.flag("quoted"),
        },
        key=("name",),
    )
