"""Rows whose every write leaves a Change: what to inherit, and the transaction that records it.

A write goes through `save` or `delete` of a `Tracked` row; each opens `recording()`, or joins the
one that is open. At its end the touched rows are read once more, the documents of the records
they belong to are rendered, and the changes get their positions, last of all.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from django.db.models import Case, Q, When
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from nscp.kit.ids import new_public_id
from nscp.kit.text import asked_words, pieces, spellings
from regions.models.journal import RENDERED, Journal
from regions.models.scoped import EVERY_ROW, NO_ROW, Scoped, ScopedQuerySet

_journal: ContextVar[Journal | None] = ContextVar("journal", default=None)


@contextmanager
def recording() -> Iterator[Journal]:
    """One transaction and one change set; inside another `recording()`, a savepoint of it.

    What fails rolls back, with everything it would have recorded.
    """
    outer = _journal.get()
    if outer is not None:
        mark = outer.mark()
        try:
            with transaction.atomic():
                yield outer
        except BaseException:
            outer.rewind(mark)
            raise
        return
    with transaction.atomic():
        journal = Journal()
        token = _journal.set(journal)
        try:
            yield journal
            journal.write()
        finally:
            _journal.reset(token)


class TrackedQuerySet(ScopedQuerySet):
    """A queryset that refuses bulk writes, since they would leave no Change."""

    def _refuse(self, verb: str, instead: str):
        raise TypeError(f"{self.model.__name__}.objects.{verb}() would leave no Change: {instead}.")

    def update(self, **kwargs):
        self._refuse("update", "save each row inside recording()")

    def bulk_update(self, *args, **kwargs):
        self._refuse("bulk_update", "save each row inside recording()")

    def bulk_create(self, *args, **kwargs):
        self._refuse("bulk_create", "use record_all()")

    def delete(self):
        self._refuse("delete", "delete each row inside recording()")

    def record_all(self, rows: Iterable[Any]) -> list[Any]:
        """Create many rows with few statements, each with its Change: for loads and imports.

        Rows are not validated one by one here; the constraints of the database hold.
        """
        with recording() as journal:
            created = super().bulk_create(list(rows), batch_size=500)
            for row in created:
                journal.touch(row, before=None)
            return created


class RecordQuerySet(TrackedQuerySet):
    """Records by their words."""

    unread: tuple[str, ...] = ("document", "search_text")

    def brief(self, *related: str):
        """Without what is long and no page shows, also of the `related` records that come along."""
        long = [f"{name}__{column}" for name in related for column in RecordQuerySet.unread]
        return self.defer(*self.unread, *long)

    def search(self, text: str):
        """Rows in which every word of `text` begins a word; see `by_relevance` for their order."""
        rows = self
        for word in asked_words(text):
            rows = rows.filter(_holds(word))
        return rows

    def by_relevance(self, text: str):
        """Order by how well `text` is met, then by name.

        First who is called so (Plano, City of Plano), then whose name begins so, then who has
        each word whole: "CO" is Colorado before it is the beginning of a county.
        """
        called, begins, whole = NO_ROW, NO_ROW, EVERY_ROW
        for spelled in spellings(text):
            called |= Q(sort_name=spelled) | Q(sort_name__endswith=f" of {spelled}")
            begins |= Q(sort_name__startswith=spelled)
        for word in asked_words(text):
            whole &= _holds(word, whole=True)
        order = Case(When(called, then=0), When(begins, then=1), When(whole, then=2), default=3)
        return self.annotate(leading=order).order_by("leading", "sort_name", "public_id")


def _holds(word: str, *, whole: bool = False) -> Q:
    """Whether the search text has the word, in any spelling."""
    found = NO_ROW
    for piece in pieces(word, whole=whole):
        found |= Q(search_text__contains=piece)
    return found


class Tracked(Scoped, models.Model):
    """A row whose every write leaves a Change in the transaction that saves it.

    `record_paths` names the foreign keys to the records this row belongs to (an identifier
    belongs to its organization): their documents are then rendered anew. `unlogged` names columns
    that the log must not repeat, such as a secret.
    """

    record_paths: tuple[str, ...] = ()
    unlogged: frozenset[str] = frozenset()

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # `coalition.stewarded.add(row)` would write through it

    def save(self, *args, **kwargs):
        with recording() as journal:
            # Also of a new instance: with the key of a stored row (a county's), it overwrites that.
            before = None if self.pk is None else journal.stored(self)
            super().save(*args, **kwargs)
            journal.touch(self, before=before)

    def delete(self, *args, **kwargs):
        with recording():
            return super().delete(*args, **kwargs)


@receiver(pre_delete)
def _record_deletion(sender, instance, **kwargs):
    """Note each deleted row: only this signal also sees the rows that go by cascade."""
    if isinstance(instance, Tracked):
        journal = _journal.get()
        if journal is None:
            raise TypeError(
                f"Deleting {sender.__name__} outside recording() would leave no Change."
            )
        journal.delete(instance)


class Record(Tracked):
    """A public record: addressed by slug and opaque id, versioned, with its stored document.

    `version` counts the states of the record and all it owns; `document` is the text that every
    machine-readable answer sends; `search_text` is what searching compares, and `sort_name` what
    lists are ordered by, folded so that both engines agree on the order.
    """

    public_id = models.CharField(max_length=12, unique=True, editable=False, default=new_public_id)
    version = models.PositiveIntegerField(editable=False, default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(editable=False, null=True)
    document = models.TextField(editable=False, default="")
    search_text = models.TextField(editable=False, default="")
    sort_name = models.CharField(max_length=200, editable=False, default="", db_index=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # The instance may be older than its row, so it never writes what the journal renders:
        # a document would lose what others added since, and a version would be given twice.
        if not self._state.adding and self.pk is not None and kwargs.get("update_fields") is None:
            left = {*RENDERED, *self.get_deferred_fields(), self._meta.pk.attname}
            names = [field.attname for field in self._meta.concrete_fields]
            kwargs["update_fields"] = [name for name in names if name not in left]
        super().save(*args, **kwargs)

    def search_parts(self) -> Iterable[str]:
        """The texts by which a visitor finds the record; the name comes first."""
        raise TypeError(f"{type(self).__name__} does not say by what it is found.")
