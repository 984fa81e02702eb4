"""An organization's own record: confirm it, archive it, bring it back."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from members.models import Membership, Organization
from regions.models import recording


def verify(organization: Organization, *, by: Any, on: datetime.date | None = None) -> Organization:
    """Note that the steward looked and found the record right, today unless `on` says."""
    with recording():
        locked = _locked(Organization.objects.editable_by(by), organization)
        locked.verified_on = on or timezone.localdate()
        locked.save()
    organization.refresh_from_db()
    return organization


def archive(organization: Organization, *, by: Any) -> Organization:
    """Take the record out of every list; its address says so, its identifiers are free.

    Raises ValidationError while a term runs or is to begin: who is a member is not gone.
    """
    with recording():
        locked = _locked(Organization.objects.live().manageable_by(by), organization)
        states = [Membership.Status.CURRENT, Membership.Status.UPCOMING]
        running = locked.memberships.in_status(states, timezone.localdate())
        running = running.select_related("coalition").first()
        if running:
            raise ValidationError(
                f"{locked} is still a member of {running.coalition}: end that term first.",
                code="running",
            )
        locked.archived_at = timezone.now()
        locked.save()
        for identifier in locked.identifiers.filter(retired_at=None):
            identifier.retired_at = locked.archived_at
            identifier.save()
    organization.refresh_from_db()
    return organization


def restore(organization: Organization, *, by: Any) -> Organization:
    """Bring an archived record back.

    Raises ValidationError where its slug or an identifier belongs to another record by now.
    """
    with recording():
        locked = _locked(
            Organization.objects.filter(merged_into=None).manageable_by(by), organization
        )
        locked.archived_at = None
        locked.full_clean()
        locked.save()
        for identifier in locked.identifiers.exclude(retired_at=None):
            identifier.retired_at = None
            identifier.full_clean()
            identifier.save()
    organization.refresh_from_db()
    return organization


def _locked(rows: QuerySet[Organization], organization: Organization) -> Organization:
    return rows.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
