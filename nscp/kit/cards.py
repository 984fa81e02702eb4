"""The picture that others show beside a link to a page: lettering and shapes on deep navy.

It is drawn at twice its size and then halved, which makes every edge smooth.
"""

import io
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

from nscp.kit import lettering

WIDTH, HEIGHT = 1200, 630
FINE = 2  # drawn at so many times the size

# The colors of the site's navy bands.
NAVY, LAND, REGION, GOLD, WHITE, DIM = (
    "#0b1f3d",
    "#16325f",
    "#3a6cb4",
    "#f2b632",
    "#ffffff",
    "#b4c3dc",
)

Point = tuple[float, float]


class Canvas:
    """A card in the making; every length is in pixels of the finished card."""

    def __init__(self) -> None:
        self.picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), NAVY)
        self.pen = ImageDraw.Draw(self.picture)

    def shape(self, rings: Iterable[Sequence[Point]], fill: str) -> None:
        for ring in rings:
            self.pen.polygon(self._fine(ring), fill=fill)

    def line(self, points: Sequence[Point], color: str, width: float) -> None:
        self.pen.line(self._fine(points), fill=color, width=round(width * FINE), joint="curve")

    def ring(self, points: Sequence[Point], color: str, width: float) -> None:
        self.line([*points, *points[:2]], color, width)

    def dot(self, at: Point, radius: float, fill: str, edge: str = "", width: float = 0) -> None:
        """A disk, or a circle where it has no fill."""
        x, y, r = at[0] * FINE, at[1] * FINE, radius * FINE
        box = (x - r, y - r, x + r, y + r)
        self.pen.ellipse(box, fill=fill or None, outline=edge or None, width=round(width * FINE))

    def text(self, at: Point, words: str, size: int, color: str, *, heavy: bool = False) -> None:
        """Words whose first letter stands with its foot at this point."""
        fine = size * FINE
        weight = max(1, round(fine * 0.018)) if heavy else 0
        mask = lettering.mask(words, fine, weight)
        corner = round(at[0] * FINE) - fine // 8, round(at[1] * FINE) - fine
        self.picture.paste(color, corner, mask)

    def png(self) -> bytes:
        """The finished picture: a card has few colors, and with a palette it is half as large."""
        small = self.picture.reduce(FINE)
        few = small.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG", compress_level=6)
        return out.getvalue()

    @staticmethod
    def _fine(points: Sequence[Point]) -> list[Point]:
        return [(x * FINE, y * FINE) for x, y in points]
