"""Shipped data into the database: created where it is new, renewed where nobody touched it since.

Rows are matched by the ids in the files, never by a name or slug that staff may change. A record
that staff has edited, or that owns a row staff has edited, is left as it is, and so is one that
staff has deleted.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from nscp.kit.progress import progress
from nscp.kit.tabular import DataError, Row, read_rows
from regions.models import Change, Door, Record


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
    ) -> dict[tuple, Any]:
        """Make the table say what the lines say, and return its rows by key.

        `build` turns a line into fields, or into None where the line refers to a record that
        staff deleted. `every` validates and saves line by line, which small files can afford;
        large ones are written in bulk. `prune` deletes rows the file no longer has, for rows
        that a record owns.
        """
        count = self.counts.setdefault(model._meta.verbose_name_plural, Count())
        existing = {tuple(getattr(row, name) for name in key): row for row in self._existing(model)}
        seen: dict[tuple, Row] = {}
        new: list[tuple[Row, Any]] = []
        for line in progress(
            rows, len(rows), model._meta.verbose_name_plural.capitalize(), self.out
        ):
            values = build(line)
            if values is None:
                continue
            stored = {
                getattr(model, name).field.attname: _key(value) for name, value in values.items()
            }
            at = tuple(stored[name] for name in key)
            if at in seen:
                raise line.error(f"repeats line {seen[at].line}")
            seen[at] = line
            row = existing.get(at)
            if row is None:
                fresh = model(**values)
                if self.edited(fresh):
                    count.kept += 1
                    continue
                count.created += 1
                new.append((line, fresh))
                if every:
                    existing[at] = _save(line, fresh)
            else:
                self._renew(line, row, stored, count)
        if new and not every:
            _save_all(model, new)
            existing |= {tuple(getattr(row, name) for name in key): row for _, row in new}
        if prune:
            for at in [
                at for at, row in existing.items() if at not in seen and not self.edited(row)
            ]:
                existing.pop(at).delete()
                count.removed += 1
        return existing

    def _renew(self, line: Row, row: Any, stored: dict[str, Any], count: Count) -> None:
        changed = [name for name, value in stored.items() if getattr(row, name) != value]
        if not changed:
            count.unchanged += 1
        elif self.edited(row):
            count.kept += 1
        else:
            for name in changed:
                setattr(row, name, stored[name])
            _save(line, row)
            count.updated += 1

    @staticmethod
    def _existing(model: type) -> Iterator[Any]:
        rows = model._base_manager.all()
        if model.record_paths and not issubclass(model, Record):
            rows = rows.select_related(model.record_paths[0])
        return rows.iterator()


def _key(value: Any) -> Any:
    """What the column holds: lines refer to rows, so that nothing is fetched again."""
    return value.pk if isinstance(value, Model) else value


def _save(line: Row, row: Any) -> Any:
    try:
        row.full_clean()
        row.save()
    except ValidationError as error:
        raise line.error(_reason(error)) from error
    return row


def _save_all(model: type, new: list[tuple[Row, Any]]) -> None:
    """Write in bulk; only where the database refuses, look for the line that is at fault."""
    references = {f.name for f in model._meta.concrete_fields if f.is_relation}
    for line, row in new:
        try:
            row.clean_fields(exclude=references)
        except ValidationError as error:
            raise line.error(_reason(error)) from error
    try:
        with transaction.atomic():
            model.objects.record_all(row for _, row in new)
    except IntegrityError as error:
        for line, row in new:
            row.pk = None if row._meta.pk.auto_created else row.pk
            _save(line, row)
        raise DataError(new[0][0].path, 0, str(error)) from error


def _reason(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return "; ".join(
            message if name == "__all__" else f"{name}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        )
    return "; ".join(error.messages)
