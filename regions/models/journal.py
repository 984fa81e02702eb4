"""What one transaction wrote: collected row by row, written as one change set at its end."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from regions.models import documents
from regions.models.changes import Change, ChangeSet, Door, FeedPosition

# Columns that follow from the others: a Change without them reads better and undoes the same.
RENDERED = ("version", "changed_at", "document", "search_text", "sort_name")
DERIVED = {*RENDERED, "created_at"}
# Columns by which documents and search texts name a row that is not their own.
NAMES = ("slug", "name", "short_name", "usps")


@dataclass(frozen=True)
class Who:
    """Who writes, through which door and why; a lazy `user` is asked only by a write."""

    user: Any = None
    door: str = Door.SYSTEM
    reason: str = ""
    request_id: str = ""


_who: ContextVar[Who] = ContextVar("who", default=Who())  # noqa: B039  frozen


@contextmanager
def acting(*, user=None, door: str, reason: str = "", request_id: str = ""):
    """Say who makes the writes inside: set by the request's middleware and by commands."""
    token = _who.set(Who(user, door, reason, request_id))
    try:
        yield
    finally:
        _who.reset(token)


class Journal:
    """The rows a transaction touched, as they were before; `write` makes changes of them."""

    def __init__(self):
        self._touched: dict[tuple[type, Any], tuple[dict | None, Any]] = {}
        self._gone: dict[tuple[type, Any], dict] = {}

    def touch(self, row, *, before: dict | None) -> None:
        """Note that `row` is written: the first `before` is the inverse, the last row the label."""
        key = type(row), row.pk
        first, _ = self._touched.get(key, (before, row))
        self._touched[key] = first, row

    def delete(self, row) -> None:
        """Note that `row` is about to go, while what it belongs to can still be asked."""
        self.touch(row, before=self.stored(row))
        self._gone[type(row), row.pk] = _facts(row)

    def mark(self) -> int:
        """Where the journal stands, to `rewind` to when a savepoint rolls back."""
        return len(self._touched)

    def rewind(self, mark: int) -> None:
        """Forget what was touched since `mark`."""
        for key in list(self._touched)[mark:]:
            del self._touched[key]

    @staticmethod
    def stored(row) -> dict | None:
        """The row as the database holds it now, or None where it holds none."""
        return _values(type(row), [row.pk]).get(row.pk)

    def write(self) -> None:
        """Render the documents, then take positions and write the changes, last of all."""
        entries = self._entries()
        if not entries:
            return
        now = timezone.now()
        rendered = _render(_belonging(entries), {(type(e.row), e.pk) for e in entries}, now)
        entries += _carried_along(rendered, entries)
        entries.sort(key=_order([*documents.registered()]))
        change_set = _open_change_set(now)
        first = FeedPosition.take(len(entries))
        Change.objects.bulk_create(
            (
                Change(position=first + n, change_set=change_set, **self._describe(entry))
                for n, entry in enumerate(entries)
            ),
            batch_size=500,
        )

    def _describe(self, entry: "Entry") -> dict:
        op = Change.Op.UPDATE
        if entry.after is None:
            op = Change.Op.DELETE
        elif entry.before is None:
            op = Change.Op.CREATE
        facts = (
            self._gone[type(entry.row), entry.pk] if op == Change.Op.DELETE else _facts(entry.row)
        )
        return {
            "op": op,
            "key": str(entry.pk),
            "before": entry.before,
            "after": entry.after,
            **facts,
        }

    def _entries(self) -> list["Entry"]:
        """Every touched row that really differs, read again: the database has the last word."""
        by_model: dict[type, list] = {}
        for (model, pk), (before, row) in self._touched.items():
            by_model.setdefault(model, []).append((pk, before, row))
        entries = []
        for model, touched in by_model.items():
            now = _values(model, [pk for pk, _, _ in touched])
            entries += [
                Entry(row, pk, before, now.get(pk))
                for pk, before, row in touched
                if before != now.get(pk)
            ]
        return entries


@dataclass
class Entry:
    """One row that a transaction changed; a deleted instance loses its own `pk`."""

    row: Any
    pk: Any
    before: dict | None
    after: dict | None


def _values(model, pks: list) -> dict:
    """The rows of `pks` as {pk: columns}, read in batches that every engine takes."""
    left = DERIVED | model.unlogged
    columns = [f.attname for f in model._meta.concrete_fields if f.attname not in left]
    found = {}
    for start in range(0, len(pks), 500):
        rows = model._base_manager.filter(pk__in=pks[start : start + 500])
        found |= {values[model._meta.pk.attname]: values for values in rows.values(*columns)}
    return found


def _belonging(entries: list[Entry]) -> dict[type, set]:
    """The records whose documents may have changed: own, owning, and those that name them."""
    records: dict[type, set] = {}
    for entry in entries:
        model, states = type(entry.row), [state for state in (entry.before, entry.after) if state]
        if hasattr(model, "document") and entry.after:
            records.setdefault(model, set()).add(entry.pk)
        for path in model.record_paths:
            field = model._meta.get_field(path)
            owners = {state[field.attname] for state in states} - {None}
            records.setdefault(field.related_model, set()).update(owners)
        if len(states) == 2 and any(states[0].get(n) != states[1].get(n) for n in NAMES):
            for naming, lookup in documents.naming(model._meta.label):
                pks = naming._base_manager.filter(**{lookup: entry.pk}).values_list("pk", flat=True)
                records.setdefault(naming, set()).update(pks)
    return records


def _render(records: dict[type, set], written: set, now) -> dict[tuple[type, Any], Any]:
    """Write version, document and search text of each record that differs; return those rows."""
    rendered = {}
    # Locked before what they own is read, in one order for all writers: two that add to one record
    # at once then render it one after the other, and the second sees the work of the first. The key
    # stays free: who commits a row that refers to this one has the position that we wait for next.
    for model in filter(records.__contains__, documents.registered()):
        rows, ordered = [], sorted(records[model])
        for start in range(0, len(ordered), 500):
            batch = documents.type_of(model).rows().filter(pk__in=ordered[start : start + 500])
            rows += batch.order_by("pk").select_for_update(of=("self",), no_key=True)
        stale = [row for row in rows if (model, row.pk) in written or documents.differs(row)]
        for row in stale:
            row.version += 1
            row.changed_at = now
            documents.refresh(row)
        QuerySet(model).bulk_update(stale, RENDERED, batch_size=100)
        rendered |= {(model, row.pk): row for row in stale}
    return rendered


def _carried_along(rendered: dict, entries: list[Entry]) -> list[Entry]:
    """An entry for each record whose document changed though none of its own columns did."""
    written = {(type(entry.row), entry.pk) for entry in entries}
    for entry in entries:
        fresh = rendered.get((type(entry.row), entry.pk))
        if fresh is not None:
            for name in RENDERED:
                setattr(entry.row, name, getattr(fresh, name))
    return [Entry(row, key[1], {}, {}) for key, row in rendered.items() if key not in written]


def _order(models: list[type]) -> Callable[[Entry], tuple[int, int]]:
    """Referred-to records first and deleted ones last: every prefix of the feed is closed."""

    def place(entry: Entry) -> tuple[int, int]:
        rank = models.index(type(entry.row)) if type(entry.row) in models else len(models)
        return (1, -rank) if entry.after is None else (0, rank)

    return place


def _open_change_set(now) -> ChangeSet:
    who = _who.get()
    known = who.user is not None and who.user.is_authenticated
    return ChangeSet.objects.create(
        at=now,
        actor_id=who.user.pk if known else None,
        door=who.door,
        reason=who.reason,
        request_id=who.request_id,
    )


def _facts(row) -> dict:
    """What the log says of the row itself, so that it can be read when the row is gone."""
    return {
        "type": row._meta.label_lower,
        "label": str(row)[:300],
        "record": _public_id(row),
        "version": getattr(row, "version", None),
        "coalition_id": _coalition(row),
    }


def _public_id(row) -> str:
    """The id of the record that the row is or belongs to: its history is found by this."""
    if hasattr(row, "public_id"):
        return row.public_id
    owner = getattr(row, row.record_paths[0]) if row.record_paths else None
    return owner.public_id if owner is not None else ""


def _coalition(row):
    """The coalition whose people may read the change: the one that owns the row."""
    value = row
    for step in row.scope_path.split("__") if row.scope_path else []:
        value = value if step == "pk" else getattr(value, step)
        if value is None:
            return None
    return value.pk if row.scope_path else None
