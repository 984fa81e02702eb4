"""The only row-permission rule in the project: which rows a person sees, edits and manages."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q, QuerySet, TextChoices

EVERY_ROW, NO_ROW = ~Q(pk__in=()), Q(pk__in=())  # never Q(): Q(x) | Q() is just Q(x)


class Role(TextChoices):
    """What a person is for a coalition, from the most to the least rights."""

    DIRECTOR = "director", "director"
    EDITOR = "editor", "editor"
    VIEWER = "viewer", "viewer"


class Scoped:
    """What a model says to be scoped; each default is the narrowest.

    `scope_path` leads to the coalition that owns the row, and is empty where only national
    staff own it. `public` is the condition under which everybody sees the row. `within_reach`
    narrows what the people of a coalition (not national staff) may change.
    """

    scope_path = ""
    public = NO_ROW
    within_reach = EVERY_ROW
    edit_roles: tuple[str, ...] = (Role.DIRECTOR, Role.EDITOR)
    manage_roles: tuple[str, ...] = (Role.DIRECTOR,)


class ScopedQuerySet(QuerySet):
    """Rows by what a person may do with them; ``.contains(row)`` asks the same of one row."""

    def visible_to(self, user):
        """Rows that `user` may see: the public ones, and every row of the own coalitions."""
        return self.filter(self.model.public | in_charge(user, Role.values, self.model.scope_path))

    def editable_by(self, user):
        """Rows whose text `user` may change: those of a coalition that one edits or directs."""
        return self._reached(user, self.model.edit_roles)

    def manageable_by(self, user):
        """Rows that `user` may end, archive, merge or decide on: a director's acts."""
        return self._reached(user, self.model.manage_roles)

    def guard(self, user, row) -> None:
        """Ask the saved row again, inside its transaction, so that no row leaves the region.

        Raises PermissionDenied, which rolls the transaction back.
        """
        if not self.model._default_manager.editable_by(user).contains(row):
            name = self.model._meta.verbose_name
            raise PermissionDenied(f"That would put the {name} outside the region you act for.")

    def _reached(self, user, roles):
        model = self.model
        national = in_charge(user, roles, "")
        own = in_charge(user, roles, model.scope_path) if model.scope_path else NO_ROW
        return self.filter(national | (own & model.within_reach))


def in_charge(user, roles, scope_path: str) -> Q:
    """The rows that `user` holds by a current term in one of `roles`: one SQL expression."""
    if not user.is_active:
        return NO_ROW
    if user.is_superuser:
        return EVERY_ROW
    terms = apps.get_model("regions", "Directorship").objects.current()
    terms = terms.filter(user=user.pk, role__in=roles)
    national = Q(Exists(terms.filter(coalition=None)))
    if not scope_path:
        return national
    own = terms.exclude(coalition=None).values("coalition")
    return Q(**{f"{scope_path}__in": own}) | national
