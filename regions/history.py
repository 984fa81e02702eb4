"""The history of a record as its people read it: out of the Change log, the only log there is."""

from itertools import groupby

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from regions.models import Change, Record, Scoped


def changes_of(row):
    """The changes of a row and, where it is a record, of all it owns; newest first.

    Left out are the entries in which a record was only rendered anew because another one changed.
    """
    if isinstance(row, Record):
        changes = Change.objects.filter(record=row.public_id)
    else:
        changes = Change.objects.filter(type=row._meta.label_lower, key=str(row.pk))
    return changes.exclude(before={}, after={})


def place_in_log(row) -> int:
    """The position of the row's newest change: the version that a form is opened on.

    It counts private rows too (a contact), which a record's public version does not.
    """
    return changes_of(row).values_list("position", flat=True).first() or 0


def told(changes, user):
    """Changes for a reader: one entry for each change set, with every field before and after."""
    changes = list(changes)
    names = Names(changes, user)
    for change_set, rows in groupby(changes, key=lambda change: change.change_set):
        yield {
            "set": change_set,
            "rows": [{"change": row, "fields": list(names.fields(row))} for row in rows],
        }


class Names:
    """Turns columns and keys into words; each referred-to model is asked once.

    A row that the reader may not see stays a number.
    """

    def __init__(self, changes, user):
        self._named: dict[type, dict] = {}
        keys: dict[type, set] = {}
        for change in changes:
            for name, before, after in change.fields:
                field = self._field(change, name)
                if field is not None and field.is_relation:
                    keys.setdefault(field.related_model, set()).update({before, after} - {None})
        for model, wanted in keys.items():
            rows = model._default_manager.filter(pk__in=wanted)
            if issubclass(model, Scoped):
                rows = rows.visible_to(user)
            self._named[model] = {row.pk: str(row) for row in rows}

    def fields(self, change):
        for name, before, after in change.fields:
            field = self._field(change, name)
            label = field.verbose_name if field is not None else name.replace("_", " ")
            words = [self._word(field, value) for value in (before, after)]
            shown = field is None or not field.primary_key
            if any(words) and shown:
                yield {"label": label, "before": words[0], "after": words[1]}

    def _word(self, field, value):
        if value is None or value == "":
            return ""
        if field is not None and field.is_relation:
            return self._named[field.related_model].get(value, f"#{value}")
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    @staticmethod
    def _field(change, name):
        try:
            model = apps.get_model(change.type)
            return next((f for f in model._meta.concrete_fields if f.attname == name), None)
        except (LookupError, FieldDoesNotExist):
            return None  # the log outlives the model


class Historical:
    """Left of ModelAdmin: its history page reads the Change log.

    Django's LogEntry stays empty for these models: it would be a second log of the same acts,
    without the values before and after, and without those of the API and the commands.
    """

    object_history_template = "admin/change_history.html"

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        changes = changes_of(row).visible_to(request.user).select_related("change_set__actor")
        page = Paginator(changes, 50).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {row}",
            "subtitle": None,
            "page": page,
            "entries": told(page, request.user),
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)

    def render_change_form(self, request, context, **options):
        """Every form carries the version it was opened on; the refused one keeps its own."""
        if options.get("obj") is not None:
            context["version"] = request.POST.get("version") or place_in_log(options["obj"])
        return super().render_change_form(request, context, **options)

    def log_addition(self, request, obj, message):
        """The Change log has it."""

    def log_change(self, request, obj, message):
        """The Change log has it."""

    def log_deletions(self, request, queryset):
        """The Change log has it."""
