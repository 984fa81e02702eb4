"""Small copies of the shipped files, for the tests that change them and load them again."""

import csv
import io
import shutil

from django.core.management import call_command

from members.services.loading import FILES as MEMBER_FILES
from regions.gazetteer import FILES as REGION_FILES


def copied(folder):
    """The files with few counties and places, so that loading them often stays quick."""
    regions, members = folder / "regions", folder / "members"
    shutil.copytree(REGION_FILES, regions, ignore=shutil.ignore_patterns("*.json", "*.py", "*.md"))
    shutil.copytree(MEMBER_FILES, members, ignore=shutil.ignore_patterns("*.md"))
    used = {row["place"] for row in rows(members / "organizations.csv")}
    keep(regions / "places.csv", lambda row: row["slug"] in used)
    counties = {row["county"] for row in rows(regions / "places.csv")}
    counties |= {row["other_county"] for row in rows(regions / "places.csv")}
    counties |= {row["county"] for row in rows(members / "organizations.csv")}
    keep(regions / "coalition_counties.csv", lambda row: row["county"] in counties)
    keep(regions / "counties.csv", lambda row: row["geoid"] in counties)
    return regions, members


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text())))


def keep(path, wanted):
    kept = [row for row in rows(path) if wanted(row)]
    rewrite(path, kept)


def rewrite(path, kept):
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, kept[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def edit(path, number, **cells):
    """Change cells of the line after the header and `number` others."""
    lines = rows(path)
    lines[number].update(cells)
    rewrite(path, lines)


def load(files, **options):
    out = io.StringIO()
    call_command(
        "load_partnership", regions_data=files[0], members_data=files[1], stdout=out, **options
    )
    return out.getvalue()
