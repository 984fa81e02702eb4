"""Pages by key: a cursor holds the place in the order, not a number of rows to skip.

So a row that others insert or delete in the meantime makes no reader skip or repeat one, and the
last page costs what the first one costs.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, OrderBy, Q, QuerySet

ID = "public_id"


class CursorInvalid(Exception):
    """The text is no cursor of ours."""


class CursorMismatch(Exception):
    """The cursor belongs to another list."""


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the row at it, and which side of it is meant (">", ">=", "<" or "<=")."""

    side: str
    values: tuple[Any, ...]

    @property
    def backwards(self) -> bool:
        return self.side.startswith("<")

    def turned(self) -> "Cursor":
        """Everything on the other side of this place: the two together are the whole list."""
        other = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
        return Cursor(other[self.side], self.values)

    def sign(self, listing: str) -> str:
        """The cursor as text that only fits the `listing` it was made for."""
        values = [v.isoformat() if isinstance(v, datetime.date) else v for v in self.values]
        return signing.Signer(salt="api-cursor").sign_object([listing, self.side, values])


def listing(*parts: Any) -> str:
    """A short name for one list: resource, filters and order."""
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Column:
    """One sort column. Unknown values come last in both directions: nobody asks for them first."""

    name: str
    descending: bool
    nullable: bool

    def by(self, *, backwards: bool) -> OrderBy:
        nulls = {"nulls_first" if backwards else "nulls_last": True} if self.nullable else {}
        return OrderBy(F(self.name), descending=self.descending != backwards, **nulls)

    def beyond(self, value: Any, *, backwards: bool) -> Q:
        """Rows past `value` in this column."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else Q(pk__in=())
        past = Q(**{f"{self.name}__{'lt' if self.descending != backwards else 'gt'}": value})
        return past | Q(**{self.name: None}) if self.nullable and not backwards else past

    def from_here(self, value: Any, *, backwards: bool) -> Q:
        """Rows at `value` or past it, in a column where every row has one."""
        return Q(**{f"{self.name}__{'lte' if self.descending != backwards else 'gte'}": value})

    def same(self, value: Any) -> Q:
        return Q(**{self.name: value})


class Order:
    """A total order: sort columns, closed by the id, so that no two rows share a place."""

    def __init__(self, model: type[Model], names: Sequence[str]) -> None:
        self.model = model
        self.columns = [self._column(name) for name in (*names, ID)]
        self.names = [column.name for column in self.columns]

    def _column(self, name: str) -> Column:
        field = self._field(name.lstrip("-"))
        return Column(name.lstrip("-"), name.startswith("-"), bool(getattr(field, "null", False)))

    def _field(self, name: str) -> Any:
        try:
            return self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None  # an annotation

    def by(self, *, backwards: bool = False) -> list[OrderBy]:
        return [column.by(backwards=backwards) for column in self.columns]

    def read(self, text: str, name: str) -> Cursor:
        """The cursor that was signed for the list called `name`."""
        try:
            signed_for, side, values = signing.Signer(salt="api-cursor").unsign_object(text)
        except (signing.BadSignature, ValueError) as error:
            raise CursorInvalid from error
        if signed_for != name:
            raise CursorMismatch
        fields = [self._field(column) for column in self.names]
        return Cursor(
            side, tuple(f.to_python(v) if f else v for f, v in zip(fields, values, strict=True))
        )

    def side(self, cursor: Cursor) -> Q:
        """The rows on the cursor's side of its place."""
        beyond, equal = Q(pk__in=()), Q()
        for column, value in zip(self.columns, cursor.values, strict=True):
            beyond |= equal & column.beyond(value, backwards=cursor.backwards)
            equal &= column.same(value)
        rows = beyond | equal if cursor.side.endswith("=") else beyond
        first, value = self.columns[0], cursor.values[0]
        if first.nullable:
            return rows
        # Says nothing new, but a database finds its way into an index by it and not by an OR.
        return rows & first.from_here(value, backwards=cursor.backwards)


@dataclass(frozen=True)
class Page:
    """Rows in their order, and where the list goes on to both sides."""

    rows: list[tuple[Any, ...]]
    next: Cursor | None
    previous: Cursor | None


def read(
    queryset: QuerySet, order: Order, columns: Sequence[str], cursor: Cursor | None, size: int
) -> Page:
    """One page; each row is its sort values followed by `columns`. One query."""
    backwards = cursor is not None and cursor.backwards
    rows = queryset if cursor is None else queryset.filter(order.side(cursor))
    rows = rows.order_by(*order.by(backwards=backwards)).values_list(*order.names, *columns)
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if cursor is not None and not found:
        # What the cursor pointed at is gone; the way back leads to all that is left.
        return Page([], *((cursor.turned(), None) if backwards else (None, cursor.turned())))
    if backwards:
        found.reverse()
    width = len(order.names)
    ahead, behind = (cursor is not None, more) if backwards else (more, cursor is not None)
    return Page(
        found,
        Cursor(">", found[-1][:width]) if ahead else None,
        Cursor("<", found[0][:width]) if behind else None,
    )


def batches(
    queryset: QuerySet, order: Order, columns: Sequence[str], size: int = 1000
) -> Iterator[list[tuple[Any, ...]]]:
    """The whole list, a page at a time, so that memory does not grow with it."""
    cursor: Cursor | None = None
    while True:
        page = read(queryset, order, columns, cursor, size)
        if page.rows:
            yield page.rows
        if page.next is None:
            return
        cursor = page.next
