# ruff: noqa: INP001 - a script beside its data, which is no package
"""Makes outlines.json from the us-atlas package: run by hand when a newer edition is wanted.

    python regions/data/convert_outlines.py counties-albers-10m.json regions/data/outlines.json

The source is the file of that name in the npm package us-atlas: a topology of the Census Bureau's
cartographic boundaries, already projected onto a canvas of 975 by 610. What comes out keeps every
point and is less than half as long: a number is one or more of 64 characters, and an arc is the
steps from point to point. `regions.outlines` reads it, and says how a union of shapes is made.
"""

import argparse
import json
from pathlib import Path

# Five bits to a character; the sixth says that more follow. JSON needs no escape for any of them.
MORE = 32
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SCALE = 50  # steps to a unit of the canvas: finer than the source rounds
WIDTH, HEIGHT = 975, 610


def packed(number):
    """One whole number: the sign goes last, so that small ones stay short."""
    rest = number << 1 if number >= 0 else ~(number << 1)
    text = ""
    while rest >= MORE:
        text += DIGITS[MORE + rest % MORE]
        rest >>= 5
    return text + DIGITS[rest]


def packed_arc(arc, transform):
    """An arc of the source, whose points are steps in its own scale."""
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = last_x = last_y = 0
    text = ""
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        here_x = round((x * scale_x + shift_x) * SCALE)
        here_y = round((y * scale_y + shift_y) * SCALE)
        # Two points in one place would be no line; the first one starts the arc wherever it is.
        if not text or (here_x, here_y) != (last_x, last_y):
            text += packed(here_x - last_x) + packed(here_y - last_y)
        last_x, last_y = here_x, here_y
    return text


def packed_rings(geometry):
    """The rings of a shape, outer ones and holes alike: the even-odd rule tells them apart."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return " ".join("".join(map(packed, ring)) for polygon in polygons for ring in polygon)


def shapes(collection, digits):
    """Name and rings by code."""
    return {
        str(shape["id"]).zfill(digits): [shape["properties"]["name"], packed_rings(shape)]
        for shape in sorted(
            collection["geometries"], key=lambda shape: str(shape["id"]).zfill(digits)
        )
        if "arcs" in shape
    }


def convert(topology):
    """The whole file, as data."""
    return {
        "scale": SCALE,
        "width": WIDTH,
        "height": HEIGHT,
        "arcs": [packed_arc(arc, topology["transform"]) for arc in topology["arcs"]],
        "counties": shapes(topology["objects"]["counties"], 5),
        "states": shapes(topology["objects"]["states"], 2),
    }


def main():
    parser = argparse.ArgumentParser(description="Make outlines.json from the us-atlas package.")
    parser.add_argument("source", type=Path, help="counties-albers-10m.json")
    parser.add_argument("output", type=Path, help="outlines.json")
    options = parser.parse_args()
    data = convert(json.loads(options.source.read_text(encoding="utf-8")))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    options.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
