"""How words are compared: one definition in Python, so that both database engines agree."""

import re
import unicodedata
from collections.abc import Iterable

# NFKD leaves these letters whole, so they are spelled out.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# An apostrophe joins its word ("O'Fallon" is typed "ofallon"), however it is written: typed,
# printed, opening where a program took it for a quote, or the letter of Hawaiʻi.
_APOSTROPHES = str.maketrans(dict.fromkeys("'`\u2018\u2019\u02bb\u02bc"))
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """``text`` in lower case, without accents and punctuation: "Cañon City" is "canon city"."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    # Marks stand above letters, and formats (soft hyphens, zero-width spaces) are not seen at all.
    seen = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    return _NOT_A_WORD.sub(" ", seen.translate(_APOSTROPHES)).strip()


def search_words(*parts: str | None) -> str:
    """The folded text of every part, with a blank before each word to find its start by."""
    return f" {' '.join(word for part in parts if part and (word := fold(part)))} "


def trigrams(text: str) -> set[str]:
    """The three-letter pieces of each word, padded as PostgreSQL's pg_trgm pads them."""
    return {
        w[i : i + 3] for w in (f"  {x} " for x in fold(text).split()) for i in range(len(w) - 2)
    }


def similarity(one: str, other: str) -> float:
    """How alike two names are, 0 to 1: shared trigrams over all, the formula of pg_trgm."""
    x, y = trigrams(one), trigrams(other)
    return len(x & y) / len(x | y) if x | y else 0.0


def nearest(text: str, names: Iterable[str], *, most: int = 3, floor: float = 0.3) -> list[str]:
    """The names most like ``text``, best first: what "did you mean" offers."""
    scored = sorted((-similarity(text, name), name) for name in set(names))
    return [name for score, name in scored[:most] if -score >= floor]
