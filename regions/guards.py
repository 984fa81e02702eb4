"""The admin's side of the one permission rule: what to put left of ModelAdmin and of an inline.

Lists, forms, pickers, filters, searches, actions, histories and deletions begin with what the
person may see, and every save ends with `guard`. One request is one change set.
"""

from collections.abc import Sequence

from django.contrib import admin
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import URLField
from django.http import Http404

from regions.acts import Acting
from regions.history import Historical
from regions.lists import Listed
from regions.models import Tracked, recording
from regions.pickers import ScopedForm, ScopedFormSet, offered, path_to_owner
from regions.refusals import refusals_of, stale_refusals
from regions.rights import EDIT, MANAGE, NATIONAL, NOBODY, READ_PRIVATE, SEE, may


class Guarded:
    """What admin pages and inlines share: scoped rows and scoped pickers."""

    form = ScopedForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    adding, deleting = EDIT, NOBODY

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if "queryset" not in kwargs:
            kwargs["queryset"] = offered(db_field, request.user)
        # Without an owner the row would be national: only national staff may leave it empty.
        if path_to_owner(db_field) and not may(request, NATIONAL, self.model):
            kwargs["required"] = True
            kwargs["help_text"] = ""
            kwargs.setdefault("initial", self._only(kwargs["queryset"]))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @staticmethod
    def _only(rows):
        """The one row that can be chosen, where there is but one."""
        found = rows.values_list("pk", flat=True)[:2]
        return found[0] if len(found) == 1 else None

    def guard(self, request, row, *, added=False):
        """Ask the saved row again, inside its transaction; what it refuses rolls all back."""
        rows = type(row)._default_manager
        rows.guard(request.user, row)
        if added and not self.adding.rows(rows.all(), request.user).contains(row):
            raise PermissionDenied(f"You may not add this {self.opts.verbose_name}.")


class ScopedInline(Guarded):
    """Left of an inline: rows of the record on the page, changed by who may change it."""

    formset = ScopedFormSet
    extra = 0
    view_on_site = False
    deleting = EDIT

    def has_view_permission(self, request, obj=None):
        return may(request, SEE, self.model)

    def has_add_permission(self, request, obj=None):
        return self._may(request, self.adding, obj)

    def has_change_permission(self, request, obj=None):
        return self._may(request, EDIT, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, self.deleting, obj)

    def _may(self, request, right, parent):
        """The row's own roles, and the right to change the record that it would belong to."""
        return may(request, right, self.model) and may(request, EDIT, self.parent_model, parent)


class ScopedAdmin(Guarded, Listed, Historical, Acting, admin.ModelAdmin):
    """A model's pages in the admin, for whoever has a term: what they see, they see here too.

    `private_fields` are shown to the row's own people; `director_fields` take a director, and
    `national_fields` national staff, once the row exists; `fixed_fields` then stay as they are.
    """

    private_fields: Sequence[str] = ()
    director_fields: Sequence[str] = ()
    national_fields: Sequence[str] = ()
    fixed_fields: Sequence[str] = ()
    change_form_template = "admin/scoped_form.html"

    # Rights

    def has_module_permission(self, request):
        return may(request, SEE, self.model)

    def has_view_permission(self, request, obj=None):
        return may(request, SEE, self.model, obj)

    def has_add_permission(self, request):
        return may(request, self.adding, self.model)

    def has_change_permission(self, request, obj=None):
        return may(request, EDIT, self.model, obj)

    def has_delete_permission(self, request, obj=None):
        return may(request, self.deleting, self.model, obj)

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404(f"There is no such {self.opts.verbose_name}, or not for you.")
        return row

    # Forms

    def get_fieldsets(self, request, obj=None):
        """Without the private columns where the row is another coalition's."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or may(request, READ_PRIVATE, self.model, obj):
            return fieldsets
        return [
            (
                title,
                {
                    **options,
                    "fields": [f for f in options["fields"] if f not in self.private_fields],
                },
            )
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        names = [*super().get_readonly_fields(request, obj)]
        if obj is not None and self.opts.pk.editable and not self.opts.pk.auto_created:
            names.append(self.opts.pk.name)  # with another key the form would save a second row
        if not may(request, MANAGE, self.model, obj):
            names += self.director_fields
        if obj is not None:
            names += self.fixed_fields
        if obj is not None and not may(request, NATIONAL, self.model):
            names += self.national_fields
        return names

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.refusals = getattr(request, "refusals", ())
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        view = super().changeform_view
        if request.method != "POST":
            return view(request, object_id, form_url, extra_context)
        try:
            with recording():
                self._refuse_stale(request, object_id)
                return view(request, object_id, form_url, extra_context)
        except (ValidationError, IntegrityError) as error:
            # Rolled back. The same form once more, now with the reason: nothing typed is lost.
            request.refusals = refusals_of(error, self.model)
        return view(request, object_id, form_url, extra_context)

    def _refuse_stale(self, request, object_id):
        if object_id is None:
            return
        to_field = request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR))
        row = self.get_object(request, unquote(object_id), to_field)
        if isinstance(row, Tracked) and self.has_change_permission(request, row):
            request.refusals = stale_refusals(row, request.POST.get("version", ""))

    def save_formset(self, request, form, formset, change):
        saved = formset.save(commit=False)
        for row in formset.deleted_objects:
            self.guard(request, row)
            row.delete()
        for row in saved:
            row.save()
            self.guard(request, row)
        formset.save_m2m()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.guard(request, form.instance, added=not change)

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with recording():
            return super().delete_view(request, object_id, extra_context)

    def delete_queryset(self, request, queryset):
        with recording():
            for row in queryset:
                row.delete()

    def view_on_site(self, obj):
        """The row's public page, where it has one.

        Django's own link goes by a redirect that tells the address of any row, seen or not;
        `nscp.admin` closes it.
        """
        if not hasattr(obj, "get_absolute_url"):
            return None
        public = offered_to_all(self.model)
        return obj.get_absolute_url() if public.contains(obj) else None


def offered_to_all(model):
    """The rows with a public page."""
    rows = model._default_manager.visible_to(AnonymousUser())
    return rows.live() if hasattr(rows, "live") else rows


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that nobody changes by hand."""

    adding = deleting = NOBODY

    def has_change_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return flatten_fieldsets(self.get_fieldsets(request, obj))
