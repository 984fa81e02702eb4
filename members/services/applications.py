"""Requests to join: hand in, approve, decline."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify

from members.models import Application, Membership, Organization
from members.models.organizations import RESERVED
from nscp.kit.text import fold
from regions.models import recording


def submit(application: Application) -> Application:
    """Store a new request, tied to the organization of that name if the directory has one.

    Raises ValidationError with the field that is wrong, also where a request is already open.
    """
    with recording():
        application.organization_key = fold(application.organization_name)
        if application.organization is None:
            same_name = Organization.objects.listed().filter(sort_name=application.organization_key)
            known = list(same_name[:2])  # several share a name: the director says which
            application.organization = known[0] if len(known) == 1 else None
        application.full_clean()
        application.save()
    return application


def approve(
    application: Application,
    *,
    by: Any,
    starts: datetime.date | None = None,
    role: str = Membership.Role.MEMBER,
    reason: str = "",
) -> Membership:
    """Open a membership for the applicant, whose organization is created where there is none.

    A second click finds the request decided and refuses. Raises ValidationError, and
    Application.DoesNotExist where `by` may not decide.
    """
    with recording():
        locked = _undecided(application, by)
        organization = locked.organization or _organization(locked)
        membership = Membership(
            organization=organization,
            coalition=locked.coalition,
            role=role,
            starts=starts or timezone.localdate(),
            source=f"Application to {locked.coalition}",
            as_of=f"{timezone.localdate():%Y-%m-%d}",
        )
        membership.full_clean()
        membership.save()
        locked.organization, locked.membership = organization, membership
        _decide(locked, Application.State.APPROVED, by, reason)
    application.refresh_from_db()
    return membership


def decline(application: Application, *, by: Any, reason: str) -> Application:
    """Turn the request down, with the reason that the applicant reads.

    Raises ValidationError without a reason or where it is decided already.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Give a reason: the applicant reads it."})
    with recording():
        _decide(_undecided(application, by), Application.State.DECLINED, by, reason)
    application.refresh_from_db()
    return application


def _undecided(application: Application, by: Any) -> Application:
    rows = Application.objects.select_for_update(of=("self",), no_key=True).manageable_by(by)
    locked = rows.select_related("coalition", "organization").get(pk=application.pk)
    if locked.state != Application.State.OPEN:
        raise ValidationError(
            f"This application is already {locked.get_state_display()}.", code="decided"
        )
    return locked


def _decide(application: Application, state: str, by: Any, reason: str) -> None:
    application.state, application.reason = state, reason.strip()
    application.decided_at, application.decided_by = timezone.now(), by
    application.save()


def _organization(application: Application) -> Organization:
    """A published record for a new applicant, stewarded by the coalition."""
    slug, taken = slugify(application.organization_name)[:110] or "member", 1
    base = slug
    while slug in RESERVED or Organization.objects.live().filter(slug=slug).exists():
        taken += 1
        slug = f"{base}-{taken}"
    organization = Organization(
        name=application.organization_name,
        slug=slug,
        kind=application.kind,
        level=application.level,
        website=application.website,
        steward=application.coalition,
        published=True,
        source=f"Application to {application.coalition}",
    )
    organization.full_clean()
    organization.save()
    return organization
