"""Organizations, with what they own: numbers, other names, focus areas, people."""

from django import forms
from django.contrib import admin
from django.db.models import Q

from members.models import (
    Contact,
    Identifier,
    Membership,
    Organization,
    OrganizationAlias,
    OrganizationFocusArea,
)
from members.services import organizations
from members.waiting import WaitingFilter
from regions.acts import Act
from regions.guards import ScopedAdmin, ScopedInline
from regions.lists import MineFilter, RelatedFilter
from regions.rights import EDIT, MANAGE, NATIONAL, NOBODY


class WhyForm(forms.Form):
    """Why it is done: for the log."""

    reason = forms.CharField(max_length=300, required=False, help_text="For the log.")


class StateFilter(admin.SimpleListFilter):
    """Lists show what is live; the archive is one choice away."""

    title = "state"
    parameter_name = "state_of_record"

    def lookups(self, request, model_admin):
        return [("archived", "Archived or merged"), ("all", "All")]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": "Live"}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        live = Organization.objects.live().values("pk")
        archived = self.value() == "archived"
        return queryset.exclude(pk__in=live) if archived else queryset.filter(pk__in=live)


class IdentifierInline(ScopedInline, admin.TabularInline):
    model = Identifier


class AliasInline(ScopedInline, admin.TabularInline):
    model = OrganizationAlias
    verbose_name, verbose_name_plural = "other name", "other names"


class FocusAreaInline(ScopedInline, admin.TabularInline):
    model = OrganizationFocusArea
    verbose_name, verbose_name_plural = "focus area", "focus areas"
    autocomplete_fields = ["focus_area"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("focus_area")


class ContactInline(ScopedInline, admin.TabularInline):
    model = Contact


class MembershipInline(ScopedInline, admin.TabularInline):
    """The terms of all coalitions, to be read: each is changed on its own page by its coalition."""

    model = Membership
    fields = ["coalition", "role", "starts", "ends"]
    readonly_fields = ["coalition", "role", "starts", "ends"]
    adding = deleting = NOBODY
    show_change_link = True

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("coalition", "organization")


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    list_display = ["name", "what", "where", "kept_by", "published", "verified_on"]
    list_per_page = 50
    list_select_related = ["state", "steward"]
    list_filter = [
        MineFilter,
        WaitingFilter,
        StateFilter,
        "kind",
        "level",
        "published",
        ("steward", RelatedFilter),
        ("state", RelatedFilter),
    ]
    search_fields = ["search_text"]
    search_help_text = "By name, other names, city, county, state, or a whole identifier."
    autocomplete_fields = ["steward", "place", "state", "county"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["public_id", "verified_on", "archived_at", "merged_into", "changed_at"]
    private_fields = ["notes"]
    national_fields = ["slug"]
    adding, deleting = MANAGE, NATIONAL
    inlines = [MembershipInline, ContactInline, FocusAreaInline, IdentifierInline, AliasInline]
    section = "Members"
    fieldsets = [
        (None, {"fields": ["name", "slug", ("kind", "level"), "summary", "website"]}),
        ("Whose record it is", {"fields": ["steward", "published", "verified_on"]}),
        ("Where", {"fields": ["place", "city", ("state", "county"), ("latitude", "longitude")]}),
        ("Size", {"fields": [("population", "population_year")]}),
        ("Sources", {"fields": ["source", "source_note"]}),
        ("Private", {"fields": ["notes"]}),
        ("Record", {"fields": ["public_id", "changed_at", "archived_at", "merged_into"]}),
    ]
    acts = [
        Act(
            "verify",
            "Verified today",
            "verified today",
            organizations.verify,
            right=EDIT,
            when=lambda rows: rows.live(),
        ),
        Act(
            "archive",
            "Archive",
            "archived",
            lambda row, *, by, reason="": organizations.archive(row, by=by),
            form=WhyForm,
            when=lambda rows: rows.live(),
            danger=True,
        ),
        Act(
            "restore",
            "Restore from the archive",
            "restored",
            organizations.restore,
            when=lambda rows: rows.filter(merged_into=None).exclude(archived_at=None),
        ),
    ]

    @admin.display(ordering="kind")
    def what(self, row):
        return row.get_level_display() or row.get_kind_display()

    @admin.display(ordering="state__name")
    def where(self, row):
        return ", ".join(part for part in [row.city, row.state.usps if row.state else ""] if part)

    @admin.display(ordering="steward__name", empty_value="national staff")
    def kept_by(self, row):
        return (row.steward.short_name or row.steward.name) if row.steward else None

    def get_search_results(self, request, queryset, search_term):
        found, _ = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return found, False
        numbered = Identifier.objects.visible_to(request.user).filter(value=search_term.strip())
        rows = Q(pk__in=found.values("pk")) | Q(pk__in=numbered.values("organization"))
        return queryset.filter(rows), False


class OfOrganizationAdmin(ScopedAdmin):
    """What organizations own, across organizations; one's own rows are on its page too."""

    list_select_related = ["organization"]
    list_filter = [MineFilter]
    search_fields = ["organization__search_text"]
    autocomplete_fields = ["organization"]
    deleting = EDIT
    section = "Details"


@admin.register(Contact)
class ContactAdmin(OfOrganizationAdmin):
    list_display = ["name", "title", "organization", "email", "is_public", "consented_on"]
    list_filter = [MineFilter, "is_public"]
    search_fields = ["name", "title", "email", "organization__search_text"]
    section = "Members"


@admin.register(Identifier)
class IdentifierAdmin(OfOrganizationAdmin):
    list_display = ["scheme", "value", "organization", "retired_at"]
    list_filter = [MineFilter, "scheme"]
    search_fields = ["value", "organization__search_text"]
    readonly_fields = ["retired_at"]


@admin.register(OrganizationAlias)
class OrganizationAliasAdmin(OfOrganizationAdmin):
    list_display = ["name", "kind", "organization", "source"]
    list_filter = [MineFilter, "kind"]
    search_fields = ["name", "organization__search_text"]


@admin.register(OrganizationFocusArea)
class OrganizationFocusAreaAdmin(OfOrganizationAdmin):
    list_display = ["focus_area", "organization", "source"]
    list_select_related = ["organization", "focus_area"]
    list_filter = [MineFilter, ("focus_area", RelatedFilter)]
    search_fields = ["focus_area__name", "organization__search_text"]
    autocomplete_fields = ["organization", "focus_area"]
