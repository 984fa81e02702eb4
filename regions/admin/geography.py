"""Geography: everybody sees it, national staff keeps it."""

from django.contrib import admin

from regions.guards import ScopedAdmin
from regions.lists import RelatedFilter
from regions.models import County, Place, State


@admin.register(State)
class StateAdmin(ScopedAdmin):
    list_display = ["name", "usps", "fips"]
    search_fields = ["name", "usps"]
    section = "Geography"


@admin.register(County)
class CountyAdmin(ScopedAdmin):
    list_display = ["name", "state", "geoid", "population", "population_year"]
    list_select_related = ["state"]
    list_filter = [("state", RelatedFilter)]
    search_fields = ["name", "geoid", "state__name"]
    autocomplete_fields = ["state"]
    section = "Geography"


@admin.register(Place)
class PlaceAdmin(ScopedAdmin):
    list_display = ["display_name", "level", "county", "geoid", "population"]
    list_select_related = ["state", "county__state"]
    list_filter = ["level", ("state", RelatedFilter)]
    search_fields = ["search_text"]
    autocomplete_fields = ["state", "county", "other_county"]
    prepopulated_fields = {"slug": ["name"]}
    section = "Geography"
