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
# Words of names that print also abbreviates; the first two spellings are the usual short and long.
_TWINS = (("st", "saint", "ste", "sainte"), ("ft", "fort"), ("mt", "mount"))
# Names have these or leave them out ("&" is no word at all), so no search depends on them.
_SMALL = {"and", "of", "the"}


def fold(text: str) -> str:
    """``text`` in lower case, without accents and punctuation: "Cañon City" is "canon city"."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    # Marks stand above letters, and formats (soft hyphens, zero-width spaces) are not seen at all.
    seen = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    return _NOT_A_WORD.sub(" ", seen.translate(_APOSTROPHES)).strip()


def search_words(*parts: str | None) -> str:
    """The folded text of every part, with a blank before each word to find its start by."""
    return f" {' '.join(word for part in parts if part and (word := fold(part)))} "


def asked_words(query: str) -> list[str]:
    """The words of a query that a row has to have, each once: not "of" in "City of Plano"."""
    words = dict.fromkeys(fold(query).split())
    return [word for word in words if word not in _SMALL] or list(words)


def pieces(word: str, *, whole: bool = False) -> list[str]:
    """What a search text may hold for a word: a word that it begins, or another spelling of it.

    Three letters are enough for that: who types "Saint Louis" passes "sai" and is not to meet
    an empty list on the way.
    """
    other = [
        twin
        for group in _TWINS
        if any(twin == word or (len(word) > 2 and twin.startswith(word)) for twin in group)
        for twin in group
        if not twin.startswith(word)
    ]
    return [f" {word} " if whole else f" {word}", *(f" {twin} " for twin in other)]


def spellings(query: str) -> list[str]:
    """The folded text of a query as it stands, and with every twin written short, or long."""
    words = fold(query).split()
    texts = [words]
    for spelled in (0, 1):
        usual = {twin: group[spelled] for group in _TWINS for twin in group}
        texts.append([usual.get(word, word) for word in words])
    return list(dict.fromkeys(" ".join(text) for text in texts))


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
