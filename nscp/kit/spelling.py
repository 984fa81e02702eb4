"""What somebody meant whose search found nothing."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, combinations, islice, product

from nscp.kit.text import asked_words, fold, pieces

MOST_WORDS = 6  # more are not mended: all their combinations would be tried
MOST_MIXES = 64

Words = tuple[str, ...]


def meant(query: str, rows: Sequence[tuple[str, str]], *, most: int = 3) -> list[str]:
    """Searches like `query` that find one of the rows, given as search text and name.

    A word that begins none of theirs is taken for the closest of them; what is close to none is
    left out. Where no row has all the words, the most of them that a row has are offered. What
    keeps less than half of the letters is another question: "st" is not what "st louis" means.
    """
    words = asked_words(query)[:MOST_WORDS]
    least = len("".join(words)) / 2
    everything = "".join(text for text, _ in rows)

    @cache
    def having(word: str) -> frozenset[int]:
        wanted = pieces(word)
        return frozenset(i for i, (text, _) in enumerate(rows) if any(p in text for p in wanted))

    for tried, fewest_first in _attempts(words, everything):
        near = [some for some in tried if len("".join(some)) >= least]
        hits = {some: frozenset.intersection(*map(having, some)) for some in near}
        said = [some for some, common in hits.items() if common]
        if fewest_first:  # what is found by fewer rows says more
            said.sort(key=lambda some: len(hits[some]))
        if said:
            spoken = (_spoken(some, query, rows[min(hits[some])][1]) for some in said)
            return list(dict.fromkeys(spoken))[:most]
    return []


def _attempts(words: list[str], everything: str) -> Iterator[tuple[Iterable[Words], bool]]:
    """What to try, the likeliest slip first; at last fewer words, and that those are fewer."""
    known = set(everything.split())
    right = [any(piece in everything for piece in pieces(word)) for word in words]
    close = [_halves(word, known) + [(one,) for one in closest(word, known)] for word in words]
    told = list(zip(words, right, close, strict=True))
    mended = _mixes([[(word,)] if ok else near for word, ok, near in told])
    yield _joined(words, known), False
    yield mended, False
    yield _mixes([[(word,), *near] if ok else near for word, ok, near in told]), False
    for size in range(len(words) - 1, 0, -1):
        yield (some for mix in mended for some in combinations(mix, size)), True


def _mixes(choices: list[list[Words]]) -> list[Words]:
    """One choice for each word that has any."""
    every = product(*filter(None, choices)) if any(choices) else ()
    return [tuple(chain.from_iterable(mix)) for mix in islice(every, MOST_MIXES)]


def closest(word: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """The known words that are `word` but for a slip: one in a short word, two in a long one."""
    slips = 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 6 else 2
    letters, found = set(word), []
    for other in known if slips else ():
        # A slip explains two letters that are in one word alone: so few words have to be compared.
        longer = abs(len(other) - len(word))
        if longer <= slips and len(letters ^ set(other)) <= 2 * slips:
            far = distance(word, other)
            if far <= slips:
                found.append((far, other[0] != word[0], longer, other))
    return [other for *_, other in sorted(found)[:most]]


def distance(one: str, other: str) -> int:
    """How many letters to insert, drop, change, or swap with their neighbor make one the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            steps = [before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted)]
            if i > 1 and j > 1 and letter == other[j - 2] and wanted == one[i - 2]:
                steps.append(above[j - 2] + 1)
            row.append(min(steps))
    return row[-1]


def _joined(words: list[str], known: set[str]) -> list[Words]:
    """The words with two neighbors as one, where that is a word: "o fallon" is "ofallon"."""
    return [
        (*words[:i], one, *words[i + 2 :])
        for i in range(len(words) - 1)
        if (one := words[i] + words[i + 1]) in known
    ]


def _halves(word: str, known: set[str]) -> list[Words]:
    """The words that were run together: "fortcollins" is "fort collins"."""
    cuts = ((word[:i], word[i:]) for i in range(2, len(word) - 1))
    return [(one, other) for one, other in cuts if one in known and other in known]


def _spoken(words: Iterable[str], query: str, name: str) -> str:
    """The words as the name spells them, or else as they were typed."""
    spelled = {fold(part): part.strip("(),;:") for text in (query, name) for part in text.split()}
    return " ".join(spelled.get(word) or word.title() for word in words)
