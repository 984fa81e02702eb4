"""Why a save is refused, in words: somebody else was quicker, or a rule spoke while saving."""

from django.core.exceptions import ValidationError

from regions.history import changes_of, place_in_log


def stale_refusals(row, version: str) -> tuple[str, ...]:
    """What to tell who saves a form that was opened before the row's newest change; () otherwise.

    The row, and the record it belongs to, stay locked until the transaction ends, so that two
    saves of the same row follow each other.
    """
    lock(row)
    if not version.isdecimal():
        return ("This form does not say which version it was opened on: open the record anew.",)
    if int(version) >= place_in_log(row):
        return ()
    newer = changes_of(row).filter(position__gt=int(version)).select_related("change_set__actor")
    told = "; ".join(f"{_who(c)} {c.get_op_display()} {_what(c)}" for c in newer[:3])
    message = (
        f"Not saved: this form shows version {version}, and the record is at version "
        f"{place_in_log(row)} by now. {told}. What you typed is still here: open the record in "
        "another tab and bring your changes over."
    )
    return (message,)


def lock(row) -> None:
    """Hold the row and the record it belongs to for this transaction."""
    for path in row.record_paths:
        lock(getattr(row, path))
    # Unordered: the order of some models joins others, which cannot be locked with it.
    rows = type(row)._base_manager.filter(pk=row.pk).order_by()
    list(rows.select_for_update(no_key=True).values_list("pk"))


def refusals_of(error: Exception, model: type) -> tuple[str, ...]:
    """The messages of an error that came up while saving."""
    if isinstance(error, ValidationError):
        return tuple(error.messages)
    for constraint in model._meta.constraints:
        if constraint.name in str(error) and constraint.violation_error_message:
            return (str(constraint.violation_error_message),)
    return (
        "Not saved: it contradicts a row that was saved in the meantime. Look, then try again.",
    )


def _who(change) -> str:
    actor = change.change_set.actor
    when = f"{change.change_set.at:%Y-%m-%d %H:%M} UTC"
    return f"{actor.get_username() if actor else 'Somebody'} ({when})"


def _what(change) -> str:
    names = ", ".join(name.removesuffix("_id").replace("_", " ") for name, _, _ in change.fields)
    return f"{change.label} ({names})" if change.op == change.Op.UPDATE else change.label
