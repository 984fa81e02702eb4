"""The day that a page speaks of: today, or the one that `as_of` asks for."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from nscp.kit.filters import DayField


@dataclass(frozen=True)
class Day:
    """A day, whether the address asks for it, and what was wrong with what the address says."""

    date: datetime.date
    asked: bool = False
    error: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """What an address needs in its query to stay on this day: nothing for today."""
        return {"as_of": self.date.isoformat()} if self.asked else {}


def asked_day(request: HttpRequest) -> Day:
    """The day that a page is to speak of.

    What is no day never hides the page: it is today's, with a message beside the field.
    """
    text = request.GET.get("as_of", "").strip()
    today = timezone.localdate()
    if not text:
        return Day(today)
    try:
        return Day(DayField().clean(text), asked=True)
    except ValidationError as error:
        return Day(today, error=f"“{text[:40]}”: {error.messages[0]}")
