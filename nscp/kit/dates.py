"""Dates as precise as their source: a year, a month or a day, as text."""

import datetime
import re

from django.core.exceptions import ValidationError

_PARTIAL = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?", re.ASCII)


def first_day(partial: str) -> datetime.date:
    """The first day of "2018", "2018-10" or "2018-10-05".

    Raises ValueError where the text is none of these.
    """
    match = _PARTIAL.fullmatch(partial)
    if not match:
        raise ValueError(f"“{partial}” is not a year, a month (2018-10) or a day (2018-10-05).")
    parts = match.groupdict(default="1")
    return datetime.date(int(parts["year"]), int(parts["month"]), int(parts["day"]))


def validate_partial_date(value: str) -> None:
    """Refuse what `first_day` cannot read."""
    try:
        first_day(value)
    except ValueError as error:
        raise ValidationError(
            "“%(value)s” is not a year, a month (2018-10) or a day (2018-10-05).",
            code="partial_date",
            params={"value": value},
        ) from error


def spoken(partial: str) -> str:
    """The partial date in words: "2018", "October 2018", "October 5, 2018"."""
    day = first_day(partial)
    return {4: f"{day:%Y}", 7: f"{day:%B %Y}", 10: f"{day:%B} {day.day}, {day:%Y}"}[len(partial)]
