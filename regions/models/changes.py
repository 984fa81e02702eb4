"""The one log: every write leaves a Change, in an order that is the order of commits."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F

from regions.models.scoped import NO_ROW, Scoped, ScopedQuerySet


class FeedPosition(models.Model):
    """The last position handed out: one row, taken last in each writing transaction.

    Its row lock is held until the commit, so the order of positions is the order of commits.
    A sequence or a clock would let a reader at 10 miss a 9 that commits later.
    """

    value = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.value)

    @classmethod
    def take(cls, count: int) -> int:
        """Reserve `count` positions and return the first of them; call inside a transaction."""
        row = cls.objects.filter(pk=1)
        if not row.update(value=F("value") + count):
            cls.objects.create(pk=1, value=count)
        return row.values_list("value", flat=True).get() - count + 1

    @classmethod
    def hold(cls) -> None:
        """Keep every other writer from committing until this transaction ends."""
        list(cls.objects.select_for_update().filter(pk=1))

    @classmethod
    def current(cls) -> int:
        """The position of the newest committed change; 0 in an empty directory."""
        return cls.objects.filter(pk=1).values_list("value", flat=True).first() or 0


class AppendOnlyQuerySet(ScopedQuerySet):
    """Rows that are written once."""

    def _refuse(self, *args, **kwargs):
        raise TypeError(f"{self.model.__name__} rows are never changed or deleted.")

    update = bulk_update = delete = update_or_create = _refuse


class AppendOnly(Scoped, models.Model):
    """A row that is written once and read for ever."""

    objects = AppendOnlyQuerySet.as_manager()
    edit_roles = manage_roles = ()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})  # nor by a new one with their key

    def delete(self, *args, **kwargs):
        raise TypeError(f"{type(self).__name__} rows are never deleted.")


class Door(models.TextChoices):
    """Where a write came in."""

    PAGE = "page", "public page"
    ADMIN = "admin", "admin"
    API = "api", "API"
    COMMAND = "command", "command"
    LOAD = "load", "shipped data"
    SYSTEM = "system", "system"


class ChangeSet(AppendOnly):
    """All changes of one request, command or merge: what is undone together."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    door = models.CharField(max_length=10, choices=Door)
    reason = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_door_display()}, {self.at:%Y-%m-%d %H:%M}"


class Change(AppendOnly):
    """What one write did to one row: the whole row before and after, so that an inverse exists.

    It refers to the row by type and key, never by a foreign key: the log outlives the row.
    """

    class Op(models.TextChoices):
        CREATE = "create", "created"
        UPDATE = "update", "changed"
        DELETE = "delete", "deleted"

    position = models.PositiveBigIntegerField(primary_key=True)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="changes")
    op = models.CharField(max_length=6, choices=Op)
    type = models.CharField(
        max_length=60, help_text="The model's label, such as members.membership."
    )
    key = models.CharField(max_length=40, help_text="The row's primary key.")
    label = models.CharField(max_length=300, help_text="What the row was called.")
    record = models.CharField(
        max_length=12,
        blank=True,
        help_text="Public id of the record that the row is or belongs to.",
    )
    version = models.PositiveIntegerField(
        null=True, help_text="Version of the record after the write."
    )
    coalition = models.ForeignKey("Coalition", models.PROTECT, null=True, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    scope_path, public = "coalition", NO_ROW

    class Meta:
        ordering = ["-position"]
        indexes = [
            models.Index(fields=["type", "key", "position"], name="change_of_row"),
            models.Index(fields=["record", "position"], name="change_of_record"),
        ]

    def __str__(self):
        return f"{self.label} {self.get_op_display()}"

    @property
    def fields(self):
        """(field, before, after) of every column that differs, for a reader."""
        before, after = self.before or {}, self.after or {}
        names = [*before, *(name for name in after if name not in before)]
        return [(n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n)]
