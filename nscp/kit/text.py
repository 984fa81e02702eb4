"""How words are compared: one definition in Python, so that both database engines agree."""

import re
import unicodedata
from collections.abc import Iterable

# NFKD leaves these letters whole, so they are spelled out first.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE"})
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """``text`` in lower case, without accents and punctuation: "Cañon City" is "canon city"."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    # An apostrophe joins its word ("O'Fallon" is typed "ofallon"); everything else separates.
    return _NOT_A_WORD.sub(" ", plain.replace("'", "").replace("\u2019", "")).strip()


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
