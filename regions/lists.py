"""Lists of the admin: what may be filtered and searched for, in rows that one may see."""

from django.contrib.admin import RelatedOnlyFieldListFilter, SimpleListFilter
from django.contrib.admin.utils import get_fields_from_path

from regions.models import recording
from regions.rights import EDIT, NATIONAL, may


class RelatedFilter(RelatedOnlyFieldListFilter):
    """Offers only what occurs in rows one may see; Django's default names every related row."""


class MineFilter(SimpleListFilter):
    """Narrows a list of everything one may see to what one may change."""

    title = "rights"
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        if may(request, NATIONAL, model_admin.model):
            return ()  # all of it
        return [("yes", "I may change it")] if may(request, EDIT, model_admin.model) else ()

    def queryset(self, request, queryset):
        return EDIT.rows(queryset, request.user) if self.value() == "yes" else queryset


class Listed:
    """Left of ModelAdmin: filters and searches that tell nothing of what one may not see."""

    def lookup_allowed(self, lookup, value, request):
        """Only the filters that the page offers.

        Any other column would answer questions about rows whose private columns one may not see:
        ``?notes__contains=...`` lists the rows that match.
        """
        return lookup in set(self._lookups(request))

    def _lookups(self, request):
        for entry in self.get_list_filter(request):
            if isinstance(entry, type):
                yield entry.parameter_name
                continue
            name = entry[0] if isinstance(entry, tuple) else entry
            field = get_fields_from_path(self.model, name)[-1]
            keys = [f"{name}__{field.target_field.name}"] if field.is_relation else [name]
            for key in [name, *keys]:
                yield from (key, f"{key}__exact", f"{key}__isnull", f"{key}__isempty")
                yield from (f"{key}__gte", f"{key}__lt")

    def get_search_results(self, request, queryset, search_term):
        if hasattr(queryset, "search"):
            return queryset.search(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with recording():
            return super().changelist_view(request, extra_context)
