"""The shipped data files as rows, for the tests that hold their promises."""

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
NO_SPACE = re.compile(r"^\S(.*\S)?$", re.DOTALL)


def data_files(app):
    return sorted((ROOT / app / "data").glob("*.csv"))


def rows(app, name):
    with (ROOT / app / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def repeated(values):
    """Those that stand there twice."""
    seen = set()
    return sorted(value for value in values if value in seen or seen.add(value))


def untidy(path):
    """What is wrong with the form of a file: each line names the row."""
    text = path.read_bytes().decode("utf-8")
    faults = ["carriage return"] if "\r" in text else []
    faults += [] if text.endswith("\n") and not text.startswith("\ufeff") else ["begin or end"]
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file, strict=True)
    faults += [f"column {name}" for name in repeated(header)]
    for number, line in enumerate(lines, start=2):
        if len(line) != len(header):
            faults.append(f"line {number} has {len(line)} cells")
        faults += [f"line {number}: {cell!r}" for cell in line if cell and not NO_SPACE.match(cell)]
    return faults
