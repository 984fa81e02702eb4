"""Text on a picture, in the font that comes with Pillow: it has neither accents nor a bold face.

So marks are drawn over their letters, and a heavier face is the same one with a wider stroke.
"""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from nscp.kit import accents


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType, and then writes in one size only.")
    return face


@lru_cache(maxsize=1024)
def _has(sign: str) -> bool:
    """Whether the font has the sign: all that it has not come out as the same box."""
    return sign == " " or bytes(font(20).getmask(sign)) != bytes(font(20).getmask("\ue000"))


@lru_cache(maxsize=256)
def written(text: str) -> tuple[str, list[tuple[int, str]]]:
    """A text as the font can write it, and the marks on its letters."""
    letters, marks = accents.parted(" ".join(text.split()))
    return "".join(sign if _has(sign) else "?" for sign in letters), marks


def width(text: str, size: int) -> float:
    return font(size).getlength(written(text)[0])


def wrapped(text: str, size: int, room: float) -> list[str]:
    """The text in lines no wider than `room`; a word that is wider itself is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines += _cut(word, size, room)
    return lines


def _cut(word: str, size: int, room: float) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and width(pieces[-1] + sign, size) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def fitted(text: str, sizes: tuple[int, ...], room: float, most: int) -> tuple[int, list[str]]:
    """The largest of the sizes at which the text takes at most so many lines, and these.

    A smaller size goes before a cut word. What is too much even at the smallest one is left out,
    and an ellipsis says so.
    """
    for size in sizes:
        lines = wrapped(text, size, room)
        if len(lines) <= most and " ".join(lines).split() == text.split():
            return size, lines
    if len(lines) > most:
        last = lines[most - 1]
        while last and width(f"{last}…", size) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip()}…"]
    return size, lines


def mask(text: str, size: int, weight: int = 0) -> Image.Image:
    """The text in white on black; its foot is `size` below the top, its start `size / 8` in."""
    letters, marks = written(text)
    face, start = font(size), size // 8
    picture = Image.new("L", (int(face.getlength(letters)) + 2 * start, round(size * 1.45)))
    pen = ImageDraw.Draw(picture)
    pen.text((start, size), letters, fill=255, font=face, anchor="ls", stroke_width=weight)
    for place, sign in marks:
        letter = letters[place]
        left, right = (start + face.getlength(letters[:n]) for n in (place, place + 1))
        head = size + face.getbbox("X" if letter.isupper() else "x", anchor="ls")[1] - weight
        below = sign in accents.BELOW
        if letter in "ij" and not below:
            pen.rectangle((left - 1, 0, right, head - 1), fill=0)  # the mark stands for the dot
        at = (left + right) / 2, size if below else head
        accents.draw(pen, sign, at, size, max(2, round(size * 0.075) + weight))
    return picture
