"""What was meant by a search that found nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nscp.kit.spelling import closest, distance, meant
from nscp.kit.text import asked_words, pieces, search_words

WORDS = some.text("abc", max_size=6)
NAMES = [
    ("City of Scottsdale", "Arizona AZ"),
    ("Scott County", "Iowa IA"),
    ("St. Louis", "Missouri MO"),
    ("O'Fallon", "Missouri MO"),
    ("City of Fort Collins", "Colorado CO"),
    ("Cañon City", "Colorado CO"),
    ("Plano", "Texas TX"),
    ("Palo Alto", "California CA"),
    ("KC Digital Drive (KCDD)", "Missouri MO"),
]
ROWS = [(search_words(*row), row[0]) for row in NAMES]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Scotsdale", ["Scottsdale"]),
        ("scotsdale arizona", ["Scottsdale arizona"]),
        ("Scotsdale of Arizna", ["Scottsdale Arizona"]),
        ("Scottsdale Texas", ["Scottsdale"]),
        ("Plano Arizona", ["Arizona"]),
        ("Iowa Ohio", ["Iowa"]),
        ("Scotsdale Transit", ["Scottsdale"]),
        ("Palno", ["Plano", "Palo"]),
        ("Saint Luis", ["Saint Louis"]),
        ("o fallon", ["O'Fallon"]),
        ("fortcollins", ["Fort Collins"]),
        ("canyon city", ["Cañon City"]),
        ("KCDD Digitl", ["KCDD Digital"]),
        ("xqzt", []),
        ("St Helena", []),
        ("City of Bismarck", []),
        ("pla", []),
        ("2021", []),
        ("!!", []),
        ("", []),
    ],
)
def test_what_is_meant(query, expected):
    rows = ROWS if query != "pla" else []
    assert meant(query, rows) == expected


@given(
    some.lists(some.sampled_from([w for row in ROWS for w in row[0].split()]), max_size=8), WORDS
)
def test_whatever_is_offered_finds_something(words, noise):
    for offered in meant(" ".join([*words, noise]), ROWS):
        wanted = [pieces(word) for word in asked_words(offered)]
        assert wanted
        assert any(all(any(p in text for p in word) for word in wanted) for text, _ in ROWS)


def by_hand(one, other):
    """The distance as its definition says it."""
    if not one or not other:
        return len(one) + len(other)
    steps = [
        by_hand(one[:-1], other) + 1,
        by_hand(one, other[:-1]) + 1,
        by_hand(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-1] + other[-2]:
        steps.append(by_hand(one[:-2], other[:-2]) + 1)
    return min(steps)


@given(some.text("abc", max_size=5), some.text("abc", max_size=5))
def test_the_distance_is_its_definition(one, other):
    assert distance(one, other) == by_hand(one, other) == distance(other, one)


@given(some.text("abcd", min_size=4, max_size=7), some.lists(WORDS, max_size=8))
def test_the_closest_are_all_words_within_reach(word, known):
    reach = 1 if len(word) < 6 else 2
    near = {other for other in known if by_hand(word, other) <= reach}
    assert set(closest(word, set(known), most=99)) == near
