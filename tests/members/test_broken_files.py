"""load_partnership on broken files: file, line and reason are named, and nothing changes."""

import pytest
from django.core.management import CommandError

from regions.models import Change, FocusArea, State
from tests.shipped import copied, edit, load, rows


@pytest.fixture
def files(tmp_path):
    return copied(tmp_path)


BROKEN = {
    "an owner that is not said": (
        lambda r, m: edit(m / "memberships.csv", 4, organization=""),
        "memberships.csv, line 6: organization is empty",
    ),
    "a county that is not said": (
        lambda r, m: edit(r / "coalition_counties.csv", 0, county=""),
        "coalition_counties.csv, line 2: county is empty",
    ),
    "a rank that is not said": (
        lambda r, m: edit(r / "coalition_focus_areas.csv", 1, rank=""),
        "coalition_focus_areas.csv, line 3: rank is empty",
    ),
    "a number that lies nowhere": (
        lambda r, m: edit(r / "places.csv", 2, latitude="nan"),
        "places.csv, line 4: latitude “nan” is not a number",
    ),
    "a character that no column holds": (
        lambda r, m: (r / "states.csv").write_text("fips,usps,name\n01,AL,Ala\0bama\n"),
        "states.csv, line 2: holds a NUL character",
    ),
    "a line separator inside a cell": (
        lambda r, m: edit(r / "states.csv", 0, name="Ala\u2028bama", usps=""),
        "states.csv, line 2: usps is empty",
    ),
    "an unknown reference": (
        lambda r, m: edit(m / "memberships.csv", 4, coalition="nowhere"),
        "memberships.csv, line 6: coalition “nowhere” is in no file",
    ),
    "a number that is none": (
        lambda r, m: edit(r / "places.csv", 2, population="many"),
        "places.csv, line 4: population “many” is not a whole number",
    ),
    "a rule of the model": (
        lambda r, m: edit(m / "memberships.csv", 0, ends="2000-01-01"),
        "memberships.csv, line 2: The end has to come after the start.",
    ),
    "a rule of the database in a large file": (
        lambda r, m: edit(r / "places.csv", 1, geoid="12"),
        "places.csv, line 3: A GEOID is 7 digits for a place, 5 for a county.",
    ),
    "a repeated key": (
        lambda r, m: edit(r / "focus_areas.csv", 1, id=rows(r / "focus_areas.csv")[0]["id"]),
        "focus_areas.csv, line 3: repeats line 2",
    ),
    "a value that is no choice": (
        lambda r, m: edit(m / "organizations.csv", 0, kind="city"),
        "organizations.csv, line 2: kind: Value 'city' is not a valid choice.",
    ),
    "a missing column": (
        lambda r, m: (r / "states.csv").write_text("fips,name\n01,Alabama\n"),
        "states.csv, line 1: lacks column usps",
    ),
    "a line too long": (
        lambda r, m: (r / "states.csv").write_text("fips,usps,name\n01,AL,Alabama,x\n"),
        "states.csv, line 2: has 4 cells, not 3",
    ),
    "a quote that never ends": (
        lambda r, m: (r / "states.csv").write_text('fips,usps,name\n01,AL,"Alabama\n'),
        "states.csv, line 2: unexpected end of data",
    ),
    "bytes that are no text": (
        lambda r, m: (r / "states.csv").write_bytes(b"fips,usps,name\n01,AL,\xff\n"),
        "states.csv, line 2: is not UTF-8 text",
    ),
    "a file that is not there": (
        lambda r, m: (m / "identifiers.csv").unlink(),
        "identifiers.csv, line 0: No such file or directory",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_and_nothing_changes(files, case):
    break_it, message = BROKEN[case]
    break_it(*files)
    with pytest.raises(CommandError) as stopped:
        load(files)
    assert str(stopped.value) == f"{message}. Nothing was changed."
    assert (State.objects.count(), FocusArea.objects.count(), Change.objects.count()) == (0, 0, 0)
