"""Shipped data into the database: created where it is new, renewed where nobody touched it since.

Rows are matched by the ids in the files, never by a name or slug that staff may change. A record
that staff has edited, or that owns a row staff has edited, is left as it is, and so is one that
staff has deleted. A line that contradicts only what staff wrote (a slug that a record of theirs
has) gives way to it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, UniqueConstraint

from nscp.kit.progress import progress
from nscp.kit.tabular import DataError, Row, read_rows
from regions.models import Change, Door, FeedPosition, Record


@dataclass
class Count:
    """What happened to the rows of one file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    removed: int = 0

    def __str__(self):
        said = [f"{n:,} {what}" for what, n in vars(self).items() if n]
        return ", ".join(said) or "nothing"


@dataclass
class Load:
    """One run: where the files are, what staff has touched, and what was done so far."""

    out: IO[str]
    counts: dict[str, Count] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def __post_init__(self):
        # What staff edits from here on waits for the load, so that it is never written over.
        FeedPosition.hold()
        # Staff's edits are the changes that came through any other door. A record renewed only
        # because of what refers to it (a change without columns) is not one of them.
        edits = Change.objects.exclude(change_set__door=Door.LOAD).exclude(before={}, after={})
        for kind, key, record in edits.values_list("type", "key", "record"):
            self.touched.add(record or f"{kind}:{key}")

    def edited(self, row: Any) -> bool:
        """Whether staff has touched the record that `row` is or belongs to."""
        return self._name(row) in self.touched

    @staticmethod
    def _name(row: Any) -> str:
        if isinstance(row, Record):
            return row.public_id
        owner = getattr(row, row.record_paths[0]) if row.record_paths else None
        return owner.public_id if owner else f"{row._meta.label_lower}:{row.pk}"

    def rows(self, path: Path, columns: Iterable[str]) -> list[Row]:
        """The lines of a file; `sync` shows how far they are."""
        return read_rows(path, list(columns))

    def sync(  # noqa: PLR0913  each is one thing to know of a file
        self,
        model: type,
        rows: list[Row],
        build: Callable[[Row], dict[str, Any] | None],
        *,
        key: tuple[str, ...],
        every: bool = False,
        prune: bool = False,
        spare: Callable[[Any], bool] = lambda row: False,
    ) -> dict[tuple, Any]:
        """Make the table say what the lines say, and return its rows by key.

        `build` turns a line into fields, or into None where the line refers to a record that
        staff deleted. `every` validates and saves line by line, which small files can afford;
        large ones are written in bulk. `prune` deletes rows the file no longer has, for rows
        that a record owns, but for those to `spare`.
        """
        count = self.counts.setdefault(model._meta.verbose_name_plural, Count())
        existing = {tuple(getattr(row, name) for name in key): row for row in self._existing(model)}
        told = _told(model, rows, build, key)
        if prune:  # first, since a number may have moved to another record
            gone = {at: row for at, row in existing.items() if at not in told and not spare(row)}
            for at in [at for at, row in gone.items() if not self.edited(row)]:
                existing.pop(at).delete()
                count.removed += 1
        new: list[tuple[Row, Any]] = []
        title = model._meta.verbose_name_plural.capitalize()
        for at, (line, values) in progress(told.items(), len(told), title, self.out):
            if at in existing:
                self._renew(line, existing[at], values, count)
                continue
            fresh = model(**values)
            if self.edited(fresh):
                count.kept += 1
            else:
                new.append((line, fresh))
                if every and self._save(line, fresh, count):
                    existing[at] = fresh
                    count.created += 1
        if new and not every:
            created = self._save_all(model, new, count)
            existing |= {tuple(getattr(row, name) for name in key): row for row in created}
            count.created += len(created)
        return existing

    def _renew(self, line: Row, row: Any, values: dict[str, Any], count: Count) -> None:
        stored = _stored(type(row), values)
        changed = [name for name, value in stored.items() if getattr(row, name) != value]
        if not changed:
            count.unchanged += 1
        elif self.edited(row):
            count.kept += 1
        else:
            for name in changed:
                setattr(row, name, stored[name])
            count.updated += self._save(line, row, count)

    def _save(self, line: Row, row: Any, count: Count) -> bool:
        """Whether the row was saved; where only what staff wrote forbids it, that stays instead."""
        try:
            row.full_clean()
            row.save()
        except ValidationError as error:
            if not any(self.edited(rival) for rival in _rivals(row)):
                raise line.error(_reason(error)) from error
            count.kept += 1
            return False
        return True

    def _save_all(self, model: type, new: list[tuple[Row, Any]], count: Count) -> list[Any]:
        """Write in bulk; only where the database refuses, look for the line that is at fault."""
        references = {f.name for f in model._meta.concrete_fields if f.is_relation}
        for line, row in new:
            try:
                row.clean_fields(exclude=references)
            except ValidationError as error:
                raise line.error(_reason(error)) from error
        try:
            with transaction.atomic():
                return model.objects.record_all(row for _, row in new)
        except IntegrityError as error:
            created = []
            for line, row in new:
                row.pk = None if row._meta.pk.auto_created else row.pk
                row._state.adding = True
                if self._save(line, row, count):
                    created.append(row)
            if len(created) == len(new):
                raise DataError(new[0][0].path, 0, str(error)) from error
            return created

    @staticmethod
    def _existing(model: type) -> Iterator[Any]:
        rows = model._base_manager.all()
        if model.record_paths and not issubclass(model, Record):
            rows = rows.select_related(model.record_paths[0])
        return rows.iterator()


def _told(model: type, rows: list[Row], build: Callable, key: tuple[str, ...]) -> dict[tuple, Any]:
    """What each line says, by its key."""
    told: dict[tuple, tuple[Row, dict[str, Any]]] = {}
    for line in rows:
        values = build(line)
        if values is None:
            continue
        stored = _stored(model, values)
        at = tuple(stored[name] for name in key)
        if at in told:
            raise line.error(f"repeats line {told[at][0].line}")
        told[at] = line, values
    return told


def _stored(model: type, values: dict[str, Any]) -> dict[str, Any]:
    """What the columns hold: lines refer to rows, so that nothing is fetched again."""
    return {
        getattr(model, name).field.attname: value.pk if isinstance(value, Model) else value
        for name, value in values.items()
    }


def _rivals(row: Any) -> Iterator[Any]:
    """The stored rows beside which this one may not stand: a unique value, or a shared day."""
    model = type(row)
    unique = [c.fields for c in model._meta.constraints if isinstance(c, UniqueConstraint)]
    unique += [(f.name,) for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    for names in unique:
        same = {name: getattr(row, name) for name in names}
        yield from model._base_manager.filter(**same).exclude(pk=row.pk)
    if hasattr(model.objects, "overlapping"):
        yield from model.objects.overlapping(row)


def _reason(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return "; ".join(
            message if name == "__all__" else f"{name}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        )
    return "; ".join(error.messages)
