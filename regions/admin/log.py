"""The Change log, to be read: who wrote what, through which door, and what it was before."""

from django.apps import apps
from django.contrib import admin

from regions.guards import ReadOnlyAdmin
from regions.history import told
from regions.lists import RelatedFilter
from regions.models import Change, ChangeSet, Tracked


class TypeFilter(admin.SimpleListFilter):
    """Kinds of rows that leave changes; asking the log itself would read all of it."""

    title = "kind of row"
    parameter_name = "type"

    def lookups(self, request, model_admin):
        models = [model for model in apps.get_models() if issubclass(model, Tracked)]
        return sorted((m._meta.label_lower, str(m._meta.verbose_name)) for m in models)

    def queryset(self, request, queryset):
        return queryset.filter(type=self.value()) if self.value() else queryset


class LogAdmin(ReadOnlyAdmin):
    """Entries of the log: a page of each shows every field before and after.

    Subclasses say in `entries(row)` which changes stand on the page of a row.
    """

    change_form_template = "admin/log_entry.html"
    show_full_result_count = False
    section = "Log"

    def render_change_form(self, request, context, **options):
        changes = (
            self.entries(options["obj"])
            .visible_to(request.user)
            .select_related("change_set__actor")
        )
        context["entries"] = told(changes[:200], request.user)
        return super().render_change_form(request, context, **options)

    def history_view(self, request, object_id, extra_context=None):
        """The log has no history: it is one."""
        return self.change_view(request, object_id)


@admin.register(Change)
class ChangeAdmin(LogAdmin):
    list_display = ["at", "who", "op", "kind", "label", "door"]
    list_select_related = ["change_set__actor"]
    list_filter = ["op", "change_set__door", TypeFilter, ("coalition", RelatedFilter)]
    search_fields = ["label", "record"]
    search_help_text = "By the name of the row, or by the public id of its record."
    fields = ["position", "at", "who", "door", "reason", "coalition", "record", "version"]

    def entries(self, row):
        return Change.objects.filter(pk=row.pk)

    @admin.display(ordering="change_set__at")
    def at(self, row):
        return row.change_set.at

    @admin.display(empty_value="nobody")
    def who(self, row):
        return row.change_set.actor

    @admin.display
    def door(self, row):
        return row.change_set.get_door_display()

    @admin.display(empty_value="none given")
    def reason(self, row):
        return row.change_set.reason or None

    @admin.display(ordering="type")
    def kind(self, row):
        try:
            return apps.get_model(row.type)._meta.verbose_name
        except LookupError:
            return row.type  # the log outlives the model


@admin.register(ChangeSet)
class ChangeSetAdmin(LogAdmin):
    list_display = ["at", "actor", "door", "reason", "request_id"]
    list_select_related = ["actor"]
    list_filter = ["door"]
    search_fields = ["reason", "request_id", "actor__username"]
    fields = ["at", "actor", "door", "reason", "request_id"]

    def entries(self, row):
        return row.changes.all()
