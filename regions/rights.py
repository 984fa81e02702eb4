"""Rights as the admin asks for them: over one row, and whether a person has them anywhere at all.

Both questions go to the querysets of `regions.models.scoped`, so a button and the check behind it
cannot disagree. Django's own model permissions play no part: rights come from directorships alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from regions.models.scoped import NO_ROW, Role, in_charge


@dataclass(frozen=True)
class Right:
    """What may be done to rows: `rows` says to which ones, `roles` who can have the right at all.

    A `national` right follows from a national term alone; a `public` one reaches, for whoever has
    a term, the rows that everybody sees.
    """

    rows: Callable[[QuerySet, Any], QuerySet]
    roles: Callable[[type], tuple[str, ...]]
    national: bool = False
    public: bool = False

    def terms(self, model: type) -> tuple[tuple[str, ...], bool]:
        """The terms that give this right over some rows: the roles, and if only national ones."""
        owned = model.scope_path or (self.public and model.public != NO_ROW)
        return self.roles(model), self.national or not owned


SEE = Right(lambda rows, user: rows.visible_to(user), lambda model: tuple(Role.values), public=True)
EDIT = Right(lambda rows, user: rows.editable_by(user), lambda model: tuple(model.edit_roles))
MANAGE = Right(lambda rows, user: rows.manageable_by(user), lambda model: tuple(model.manage_roles))
# The private columns of a row (an organization's notes) belong to the people of its coalition.
READ_PRIVATE = Right(
    lambda rows, user: rows.filter(in_charge(user, Role.values, rows.model.scope_path)),
    lambda model: tuple(Role.values),
)
NATIONAL = Right(
    lambda rows, user: rows.filter(in_charge(user, (Role.DIRECTOR,), "")),
    lambda model: (Role.DIRECTOR,),
    national=True,
)
NOBODY = Right(lambda rows, user: rows.none(), lambda model: ())


def may(request: Any, right: Right, model: type, row: Any = None) -> bool:
    """Whether the person has the right over the row, or, without a saved row, anywhere.

    Answers are kept for the request: one page asks the same for every button.
    """
    known = vars(request).setdefault("rights", {})
    terms = right.terms(model)
    if terms not in known:
        roles, nationally = terms
        known[terms] = _holds(request.user, roles, nationally=nationally)
    pk = getattr(row, "pk", None)
    if pk is None or not known[terms]:
        return known[terms]
    if (right, model, pk) not in known:
        rows = right.rows(model._default_manager.all(), request.user)
        known[right, model, pk] = rows.contains(row)
    return known[right, model, pk]


def _holds(user: Any, roles: tuple[str, ...], *, nationally: bool) -> bool:
    """Whether the person acts today in one of the roles, for some coalition or for all of them."""
    if not roles:  # asked first: a superuser, too, has no right that nobody has
        return False
    path = "" if nationally else "directorships__coalition"
    people = get_user_model().objects.filter(pk=user.pk)
    return people.filter(in_charge(user, roles, path)).exists()
