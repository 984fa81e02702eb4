"""Marks on letters, drawn as strokes: for a font that has the letters alone."""

import math
import unicodedata

from PIL import ImageDraw

Point = tuple[float, float]

# Signs that are no letter with a mark, in signs that any font has.
SPELLED = str.maketrans(
    dict.fromkeys("–—‐‑−", "-")
    | {"•": "·", "ʻ": "‘", "ʼ": "’", "ß": "ss", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe"}
    | {"Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d"}
    | {"Þ": "Th", "þ": "th", "ı": "i"}
)
STEPS = [step / 8 for step in range(9)]
# The strokes of each mark, in a box of 1 by 1 with y downward; a stroke of two equal points is a
# dot.
STROKES: dict[str, list[list[Point]]] = {
    "\u0300": [[(0.25, 0.1), (0.7, 0.9)]],
    "\u0301": [[(0.75, 0.1), (0.3, 0.9)]],
    "\u0302": [[(0.05, 0.9), (0.5, 0.1), (0.95, 0.9)]],
    "\u0303": [[(t, 0.5 - 0.3 * math.sin(t * math.tau)) for t in STEPS]],
    "\u0304": [[(0.0, 0.5), (1.0, 0.5)]],
    "\u0306": [[(0.5 - 0.5 * math.cos(t * math.pi), 0.7 * math.sin(t * math.pi)) for t in STEPS]],
    "\u0307": [[(0.5, 0.6), (0.5, 0.6)]],
    "\u0308": [[(0.1, 0.6), (0.1, 0.6)], [(0.9, 0.6), (0.9, 0.6)]],
    "\u030a": [
        [(0.5 + 0.32 * math.sin(t * math.tau), 0.4 - 0.4 * math.cos(t * math.tau)) for t in STEPS]
    ],
    "\u030b": [[(0.45, 0.1), (0.1, 0.9)], [(0.95, 0.1), (0.6, 0.9)]],
    "\u030c": [[(0.05, 0.1), (0.5, 0.9), (0.95, 0.1)]],
    "\u0327": [[(0.5, 0.0), (0.7, 0.45), (0.55, 0.9), (0.2, 0.9)]],
    "\u0328": [[(0.6, 0.0), (0.35, 0.5), (0.5, 0.95), (0.8, 0.85)]],
}
BELOW = {"\u0327", "\u0328"}


def parted(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The letters of a text, and each mark with the number of its letter; others are left out."""
    letters, marks = "", []
    for sign in unicodedata.normalize("NFD", text.translate(SPELLED)):
        if not unicodedata.combining(sign):
            letters += sign
        elif letters and sign in STROKES:
            marks.append((len(letters) - 1, sign))
    return letters, marks


def draw(pen: ImageDraw.ImageDraw, sign: str, at: Point, size: int, stroke: int) -> None:
    """One mark: `at` is the middle of its letter, at the head or, for a mark below, at the foot."""
    wide, high = size * 0.3, size * 0.16
    left, top = at[0] - wide / 2, at[1] if sign in BELOW else at[1] - high - size * 0.07
    for points in STROKES[sign]:
        placed = [(left + x * wide, top + y * high) for x, y in points]
        pen.line(placed, fill=255, width=stroke, joint="curve")
        for x, y in (placed[0], placed[-1]):  # round ends
            half = stroke / 2
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
