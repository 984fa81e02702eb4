"""Terms: end one, renew one."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError

from members.models import Membership
from regions.models import recording


def end(term: Membership, *, by: Any, on: datetime.date) -> Membership:
    """Close a term; `on` is the first day without membership.

    Raises ValidationError where the term has ended by then, and Membership.DoesNotExist where
    `by` may not end it.
    """
    with recording():
        locked = _locked(term, by)
        if locked.ends and locked.ends <= on:
            raise ValidationError(f"This term already ends on {locked.ends}.", code="ended")
        locked.ends = on
        locked.full_clean()
        locked.save()
    term.refresh_from_db()
    return term


def renew(
    term: Membership, *, by: Any, starts: datetime.date, ends: datetime.date | None = None
) -> Membership:
    """Open the next term with the same role; a term without an end is closed on the day it begins.

    Raises ValidationError where the new term would share a day with another.
    """
    with recording():
        locked = _locked(term, by)
        if locked.ends is None:
            end(locked, by=by, on=starts)
        renewed = Membership(
            organization=locked.organization,
            coalition=locked.coalition,
            role=locked.role,
            starts=starts,
            ends=ends,
        )
        renewed.full_clean()
        renewed.save()
    return renewed


def _locked(term: Membership, by: Any) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",), no_key=True).manageable_by(by)
    return rows.select_related("organization", "coalition").get(pk=term.pk)
