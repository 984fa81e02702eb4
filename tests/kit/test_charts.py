"""Stacked steps: what is drawn where, on which days, and that its colors can be told apart."""

import datetime
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from nscp.kit.charts import BOTTOM, LEFT, LETTER, RIGHT, TOP, levels, moments, stacked

CSS = Path(__file__).parent.parent.parent / "static/css"
JAN = [datetime.date(2020, 1, number) for number in (1, 5, 9)]


def corners(path):
    """The points of a path of straight lines across and up and down."""
    x = y = 0.0
    found = []
    for letter, text in re.findall(r"([MHVL])([-\d.,]*)", path):
        numbers = [float(each) for each in text.split(",")]
        x = numbers[0] if letter in "MHL" else x
        y = numbers[-1] if letter in "MVL" else y
        found.append((x, y))
    return found


def test_levels_add_up_the_changes_until_each_day():
    changes = Counter({JAN[0]: 2, JAN[1]: -1, datetime.date(2021, 1, 1): 5})
    assert levels(changes, JAN) == [2, 1, 1]
    assert levels({}, JAN) == [0, 0, 0]


def test_a_period_is_shown_by_its_ends_and_its_changes():
    assert moments(JAN[0], JAN[2], [JAN[1], datetime.date(2019, 1, 1)]) == JAN
    assert moments(JAN[0], JAN[0], JAN) == [JAN[0]]


@pytest.mark.parametrize(("years", "months"), [(3, 1), (9, 3), (30, 12), (150, 60)])
def test_too_many_changes_are_shown_by_first_days(years, months):
    first = datetime.date(1900, 3, 15)
    last = first.replace(year=1900 + years)
    every = [first + datetime.timedelta(days=n) for n in range((last - first).days)]
    days = moments(first, last, every)
    assert (days[0], days[-1]) == (first, last)
    assert len(days) <= 42
    number = [day.year * 12 + day.month - 1 for day in days[1:-1]]
    assert {day.day for day in days[1:-1]} == {1}
    assert {n % months for n in number} == {0}
    assert {b - a for a, b in pairwise(number)} == {months}


def test_areas_lie_on_each_other_and_fill_what_the_axis_says():
    chart = stacked(JAN, [("low", [1, 2, 2]), ("high", [1, 0, 2])], [2, 2, 4])
    low, high = (corners(area.path) for area in chart.areas)
    assert [tick.text for tick in chart.rows] == ["0", "1", "2", "3", "4"]
    unit = (BOTTOM - TOP) / 4
    right = [BOTTOM - unit * number for number in (2, 4)]
    assert [round(y, 1) for x, y in low if x == RIGHT] == [right[0], BOTTOM]
    assert [round(y, 1) for x, y in high if x == RIGHT] == [right[1], right[0]]
    assert corners(chart.total)[-1] == (RIGHT, right[1])
    assert min(x for x, _ in low) == LEFT


def test_a_series_that_ends_at_nothing_has_no_key_at_its_end():
    chart = stacked(JAN, [("gone", [3, 1, 0]), ("there", [0, 1, 1])], [3, 2, 1])
    assert [(area.key, area.label is None) for area in chart.areas] == [("A", True), ("B", False)]


def test_keys_keep_apart_and_on_the_canvas():
    thin = [(str(n), [1, 1, 1]) for n in range(7)]
    chart = stacked(JAN, [("most", [200, 200, 200]), *thin], [207, 207, 207])
    heights = [area.label for area in chart.areas]
    assert all(low - high >= LETTER for low, high in pairwise(heights))
    assert min(heights) >= TOP
    assert max(heights) <= BOTTOM


@pytest.mark.parametrize("most", [0, 1, 4, 9, 99, 100, 1234])
def test_the_axis_reaches_over_the_highest_number(most):
    chart = stacked(JAN, [("one", [0, most, 0])], [0, most, 0])
    numbers = [int(tick.text.replace(",", "")) for tick in chart.rows]
    assert numbers[-1] >= max(most, 1)
    assert len(numbers) <= 7
    assert min(y for _, y in corners(chart.areas[0].path)) >= TOP


def test_a_period_of_one_day_is_drawn():
    chart = stacked(JAN[:1], [("one", [3])], [3])
    assert [tick.text for tick in chart.columns] == ["Jan 1, 2020"]
    assert corners(chart.areas[0].path)[0][0] == LEFT


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_each_area_has_three_to_one_against_the_line_of_paper_between_areas():
    """Neighbors are parted by a line in the color of the paper, so both stand out from that."""
    pair = r"light-dark\((#\w{6}), (#\w{6})\)"
    paper = re.search(rf"--paper: {pair}", (CSS / "tokens.css").read_text()).groups()
    text = (CSS / "charts.css").read_text()
    areas = re.findall(rf"--area-\d: {pair}", text)
    assert len(areas) == 8
    assert "stroke: var(--paper)" in text
    for scheme in (0, 1):
        weak = [area[scheme] for area in areas if contrast(area[scheme], paper[scheme]) < 3]
        assert weak == []
