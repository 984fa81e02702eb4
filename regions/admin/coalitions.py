"""Coalitions with what each says of itself, and the focus areas that they rank."""

from django.contrib import admin

from regions.guards import ScopedAdmin, ScopedInline
from regions.lists import MineFilter, RelatedFilter
from regions.models import (
    Coalition,
    CoalitionAlias,
    CoalitionCounty,
    CoalitionFocusArea,
    FocusArea,
    Leader,
)
from regions.rights import EDIT, NATIONAL


@admin.register(FocusArea)
class FocusAreaAdmin(ScopedAdmin):
    list_display = ["name", "summary", "retired_on"]
    list_filter = [("retired_on", admin.EmptyFieldListFilter)]
    search_fields = ["search_text"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_fields = ["slug"]  # pages and partners hold the address
    section = "Coalitions"


class AliasInline(ScopedInline, admin.TabularInline):
    model = CoalitionAlias
    verbose_name, verbose_name_plural = "other name", "other names"


class LeaderInline(ScopedInline, admin.TabularInline):
    model = Leader


class RankingInline(ScopedInline, admin.TabularInline):
    model = CoalitionFocusArea
    autocomplete_fields = ["focus_area"]


class CountyInline(ScopedInline, admin.TabularInline):
    model = CoalitionCounty
    autocomplete_fields = ["county"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("county__state")


@admin.register(Coalition)
class CoalitionAdmin(ScopedAdmin):
    list_display = ["name", "short_name", "area_name", "home_state", "joined_on"]
    list_select_related = ["home_state"]
    list_filter = [MineFilter, ("home_state", RelatedFilter)]
    search_fields = ["search_text"]
    autocomplete_fields = ["home_state"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_fields = ["slug"]  # pages and partners hold the address
    national_fields = ["home_state", "joined_on"]
    adding = NATIONAL
    inlines = [AliasInline, LeaderInline, RankingInline, CountyInline]
    section = "Coalitions"
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "area_name", "summary"]}),
        ("Where and since when", {"fields": ["home_state", "founded", "joined_on"]}),
        ("Who", {"fields": ["led_by", "website"]}),
        ("Sources", {"fields": ["source", "source_note"]}),
    ]


class OfCoalitionAdmin(ScopedAdmin):
    """What a coalition owns, across coalitions; one coalition's own rows are on its page too."""

    list_select_related = ["coalition"]
    list_filter = [MineFilter, ("coalition", RelatedFilter)]
    search_fields = ["coalition__search_text"]
    autocomplete_fields = ["coalition"]
    deleting = EDIT
    section = "Details"


@admin.register(CoalitionAlias)
class CoalitionAliasAdmin(OfCoalitionAdmin):
    list_display = ["name", "coalition", "source"]
    search_fields = ["name", "coalition__search_text"]


@admin.register(Leader)
class LeaderAdmin(OfCoalitionAdmin):
    list_display = ["name", "title", "coalition", "as_of", "quoted"]
    search_fields = ["name", "title", "coalition__search_text"]


@admin.register(CoalitionFocusArea)
class CoalitionFocusAreaAdmin(OfCoalitionAdmin):
    list_display = ["focus_area", "coalition", "rank"]
    list_select_related = ["coalition", "focus_area"]
    list_filter = [MineFilter, ("coalition", RelatedFilter), ("focus_area", RelatedFilter)]
    search_fields = ["focus_area__name", "coalition__search_text"]
    autocomplete_fields = ["coalition", "focus_area"]


@admin.register(CoalitionCounty)
class CoalitionCountyAdmin(OfCoalitionAdmin):
    list_display = ["county", "coalition", "basis", "source"]
    list_select_related = ["coalition", "county__state"]
    list_filter = ["basis", ("coalition", RelatedFilter)]
    search_fields = ["county__name", "county__geoid", "coalition__search_text"]
    autocomplete_fields = ["coalition", "county"]
