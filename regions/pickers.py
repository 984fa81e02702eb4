"""What a form offers to choose from: pickers and autocomplete, scoped like the lists.

A foreign key that is posted by its number outside of what the picker offers is a form error.
"""

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from regions.models import Coalition, FocusArea, Scoped
from regions.models.scoped import in_charge


def path_to_owner(field) -> str:
    """The rest of the way to the owning coalition, where the foreign key leads to it; else ""."""
    scope = getattr(field.model, "scope_path", "")
    if scope == field.name:
        return "pk"
    return scope.removeprefix(f"{field.name}__") if scope.startswith(f"{field.name}__") else ""


def offered(field, user):
    """The rows that a foreign key may name.

    A key that decides whose row it is (a membership's coalition, a contact's organization) offers
    what one may act for; any other, what one may see.
    """
    target = field.remote_field.model
    rows = target._default_manager.all()
    if not issubclass(target, Scoped):
        return rows
    path = path_to_owner(field) or ("pk" if target is Coalition else "")
    if path:
        rows = rows.filter(in_charge(user, getattr(field.model, "edit_roles", ()), path))
    else:
        rows = rows.visible_to(user)
    if target is FocusArea:
        rows = rows.filter(Q(retired_on=None) | Q(retired_on__gt=timezone.localdate()))
    return rows.live() if hasattr(rows, "live") else rows


class ScopedForm(forms.ModelForm):
    """A form whose pickers keep what the row names already, though it may be offered no longer.

    `refusals` are errors that came up outside of the form: a stale version, a rule that spoke on
    saving. They turn into the form's own, so that nothing typed is lost.
    """

    refusals: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and self.instance.pk:
                self._keep(field, self.instance._meta.get_field(name))

    def _keep(self, field, column):
        current = getattr(self.instance, column.attname)
        if current is not None:
            kept = Q(pk__in=field.queryset.order_by().values("pk")) | Q(pk=current)
            field.queryset = field.queryset.model._default_manager.filter(kept)

    def clean(self):
        cleaned = super().clean()
        for refusal in self.refusals:
            self.add_error(None, refusal)
        return cleaned


class ScopedFormSet(forms.BaseInlineFormSet):
    """Owned rows of one record; a row that is named by number and is none of them is refused.

    Django passes over such a row without a word.
    """

    def clean(self):
        super().clean()
        if any(form.instance.pk is None for form in self.initial_forms):
            raise ValidationError("A row of this form is not one of this record, or no longer.")


class ScopedAutocomplete(AutocompleteJsonView):
    """Autocomplete offers what the form would accept, the best matches first."""

    def get_queryset(self):
        rows = super().get_queryset()
        rows = rows.filter(pk__in=offered(self.source_field, self.request.user).values("pk"))
        related = self.model_admin.get_list_select_related(self.request)
        if related:
            rows = rows.select_related(*related)
        if self.term and hasattr(rows, "by_relevance"):
            rows = rows.by_relevance(self.term)
        return rows
