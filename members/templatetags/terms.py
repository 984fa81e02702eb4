"""How a term is told in words."""

from django import template

from members.models import Membership
from nscp.kit.dates import first_day, spoken

register = template.Library()


@register.filter
def dates(term) -> str:
    """From when, and until when; `term` carries its status.

    Where a source names only a month or a year, the stored start is its first day, and saying that
    day would claim more than anybody knows.
    """
    begins = term.as_of if term.as_of and first_day(term.as_of) == term.starts else ""
    begins = spoken(begins or term.starts.isoformat())
    if term.status == Membership.Status.ENDED:
        known = "" if term.starts_known else "known "
        return f"{known}from {begins} until {spoken(term.ends.isoformat())}"
    if term.status == Membership.Status.UPCOMING:
        return f"from {begins}"
    words = f"since {begins}" if term.starts_known else f"known since {begins}"
    return f"{words}, until {spoken(term.ends.isoformat())}" if term.ends else words
