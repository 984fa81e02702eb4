"""Text on pictures: accents that the font lacks, and lines that fit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops

from nscp.kit import accents, lettering

SIZES = (72, 50, 38)


def ink(text):
    """Where a text has left something: left, top, right, bottom."""
    return lettering.mask(text, 80).getbbox()


@pytest.mark.parametrize("letter", "éÉñÑüÜåčőãâàēăżĭĵ")
def test_a_mark_stands_above_its_letter_and_leaves_it_as_it_is(letter):
    base = unicodedata.normalize("NFD", letter)[0]
    with_mark, without = lettering.mask(letter, 80), lettering.mask(base, 80)
    assert with_mark.size == without.size
    foot = with_mark.height * 2 // 3
    lower = (0, foot, with_mark.width, with_mark.height)
    assert ImageChops.difference(with_mark.crop(lower), without.crop(lower)).getbbox() is None
    assert ImageChops.difference(with_mark, without).getbbox() is not None
    assert ink(letter)[1] > 0  # not cut off at the top


@pytest.mark.parametrize("letter", "çęş")
def test_a_mark_below_hangs_under_its_letter(letter):
    base = unicodedata.normalize("NFD", letter)[0]
    assert ink(letter)[3] > ink(base)[3]
    assert ink(letter)[1] == ink(base)[1]


def test_every_letter_of_western_and_central_europe_is_written():
    letters = "".join(map(chr, [*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x100)]))
    letters += "ĀāĂăĄąĆćČčĎďĒēĘęĚěĞğĪīŁłŃńŇňŌōŐőŒœŘřŚśŞşŠšŤťŪūŮůŰűŹźŻżŽž"
    assert [letter for letter in letters if "?" in lettering.written(letter)[0]] == []
    assert lettering.written("Cañon City") == ("Canon City", [(2, "\u0303")])
    assert lettering.written("– “x” 日") == ("- “x” ?", [])


def test_marks_are_drawn_by_their_own_strokes():
    drawn = {sign: lettering.mask(f"a{sign}", 80).tobytes() for sign in accents.STROKES}
    assert len(set(drawn.values())) == len(accents.STROKES)


@given(
    text=st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=160),
    room=st.integers(min_value=200, max_value=600),
    most=st.integers(min_value=1, max_value=4),
)
def test_a_fitted_text_keeps_to_its_room(text, room, most):
    size, lines = lettering.fitted(text, SIZES, room, most)
    assert size in SIZES
    assert len(lines) <= most
    assert [line for line in lines if lettering.width(line, size) > room] == []
    told = "".join("".join(lines).split())
    wanted = "".join(text.split())
    if told.endswith("…") and told != wanted:
        told = told[:-1]
        assert size == SIZES[-1]
        assert wanted.startswith(told)
    else:
        assert told == wanted


def test_a_short_name_is_as_large_as_can_be_and_a_long_one_smaller():
    assert lettering.fitted("Plano", SIZES, 400, 2) == (72, ["Plano"])
    assert lettering.fitted("Communications", SIZES, 400, 2) == (50, ["Communications"])
