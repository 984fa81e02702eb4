"""Proposed corrections: hand in, and decide field by field."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import Organization, Proposal, ProposedChange
from members.models.proposals import NOTHING, correctable, text_of
from regions.models import recording


def submit(proposal: Proposal, wanted: Mapping[str, Any]) -> Proposal:
    """Store what somebody proposes: one row for each of the `wanted` values that differs.

    Compared with the record as it stands now, whatever it was when the form was opened. Raises
    ValidationError where nothing differs and nothing is said.
    """
    with recording():
        organization = Organization.objects.get(pk=proposal.organization_id)
        texts = {name: _text(wanted[name]) for name in correctable(organization) if name in wanted}
        differing = {n: text for n, text in texts.items() if text != text_of(organization, n)}
        if not differing and not proposal.message.strip():
            raise ValidationError(NOTHING, code="nothing")
        proposal.version = organization.version
        proposal.full_clean()
        proposal.save()
        for name, text in differing.items():
            change = ProposedChange(
                proposal=proposal, field=name, before=text_of(organization, name), proposed=text
            )
            change.full_clean()
            change.save()
    return proposal


def decide(
    proposal: Proposal, *, by: Any, accepted: Collection[str] = (), reason: str = ""
) -> Proposal:
    """Write the `accepted` fields into the record, and decline the others with the reason.

    All or nothing, and once: of two who decide, the second finds it decided. A field that somebody
    changed since is refused, with its three values. Raises ValidationError, and
    Proposal.DoesNotExist where `by` may not decide.
    """
    with recording():
        locked = _undecided(proposal, by)
        changes = list(locked.changes.all())
        chosen = [change for change in changes if change.field in accepted]
        if len(chosen) < len(changes) or not chosen:
            _require(reason)
        if chosen:
            _write(locked, chosen)
        for change in changes:
            change.verdict = (
                ProposedChange.Verdict.ACCEPTED
                if change in chosen
                else ProposedChange.Verdict.DECLINED
            )
            change.save()
        locked.state, locked.reason = Proposal.State.DECIDED, reason.strip()
        locked.decided_at, locked.decided_by = timezone.now(), by
        locked.save()
    proposal.refresh_from_db()
    return proposal


def _undecided(proposal: Proposal, by: Any) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).editable_by(by)
    locked = rows.get(pk=proposal.pk)
    if locked.state != Proposal.State.OPEN:
        raise ValidationError("This correction is already decided.", code="decided")
    return locked


def _require(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(
            {"reason": "Give a reason for what you do not accept: the proposer reads it."}
        )


def _write(proposal: Proposal, chosen: Collection[ProposedChange]) -> None:
    """Put the chosen values into the record, if it still is what it was."""
    rows = Organization.objects.live().select_for_update(of=("self",), no_key=True)
    locked = rows.filter(pk=proposal.organization_id).first()
    if locked is None:
        raise ValidationError("The record is archived or merged: nothing can be written into it.")
    proposal.organization = locked  # each change compares with what stands there under the lock
    moved = [_moved(change) for change in chosen if change.moved]
    if moved:
        raise ValidationError(moved, code="moved")
    for change in chosen:
        setattr(locked, change.field, change.value)
    try:
        locked.full_clean()
    except ValidationError as error:
        raise ValidationError(_in_words(error)) from error
    locked.save()


def _moved(change: ProposedChange) -> str:
    before, proposed, now = map(change.told, (change.before, change.proposed, change.now))
    return (
        f"{change.get_field_display()}: the record has changed since this was proposed. It said "
        f"“{before}”, “{proposed}” is proposed, and it says “{now}” by now. Decline this field, or "
        f"change the record itself."
    )


def _in_words(error: ValidationError) -> list[str]:
    """The messages of a record that its own rules refuse, each with the column it is about."""
    told = []
    for name, messages in error.message_dict.items():
        label = "" if name == "__all__" else f"{name.replace('_', ' ').capitalize()}: "
        told += [f"{label}{message}" for message in messages]
    return told


def _text(value: Any) -> str:
    """A value of a form as proposals keep it; a browser sends line breaks as two characters."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
