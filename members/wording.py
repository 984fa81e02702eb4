"""How a term is told in words: for templates, feeds and data blocks alike."""

from members.models import Membership
from nscp.kit.dates import first_day, spoken


def begins(term) -> str:
    """The start as a partial date, as precise as its source.

    Where a source names only a month or a year, the stored start is its first day, and saying that
    day would claim more than anybody knows.
    """
    precise = term.as_of if term.as_of and first_day(term.as_of) == term.starts else ""
    return precise or term.starts.isoformat()


def began(term) -> str:
    """The start in words."""
    return spoken(begins(term))


def dates(term) -> str:
    """From when, and until when; `term` carries its status."""
    start = began(term)
    if term.status == Membership.Status.ENDED:
        known = "" if term.starts_known else "known "
        return f"{known}from {start} until {spoken(term.ends.isoformat())}"
    if term.status == Membership.Status.UPCOMING:
        return f"from {start}"
    words = f"since {start}" if term.starts_known else f"known since {start}"
    return f"{words}, until {spoken(term.ends.isoformat())}" if term.ends else words
