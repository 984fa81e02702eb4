"""The day that a page speaks of."""

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from nscp.kit.days import Day, asked_day
from nscp.kit.tags import on_day


def asked(query):
    return asked_day(RequestFactory().get("/", query))


def test_a_page_speaks_of_today_unless_it_is_asked():
    assert asked({}) == Day(timezone.localdate())
    assert asked({"as_of": "2021-10-04"}) == Day(datetime.date(2021, 10, 4), asked=True)


@pytest.mark.parametrize("text", ["soon", "2021-02-30", "04/10/2021", "\x00"])
def test_what_is_no_day_leaves_today_with_a_message(text):
    day = asked({"as_of": text})
    assert (day.date, day.asked) == (timezone.localdate(), False)
    assert "2021-10-04" in day.error


def test_links_stay_on_the_day():
    day = Day(datetime.date(2021, 10, 4), asked=True)
    assert on_day("/members/", day) == "/members/?as_of=2021-10-04"
    assert (
        on_day("/members/?kind=company#top", day) == "/members/?kind=company&as_of=2021-10-04#top"
    )
    assert on_day("/members/", Day(datetime.date(2021, 10, 4))) == "/members/"
