"""How regions, places and focus areas are filtered: the same set for page, API and export."""

from django.db.models import Count, F

from nscp.kit.filters import (
    ChoicesFilter,
    DirectoryFilterSet,
    OneOfFilter,
    SlugsField,
    SlugsFilter,
    WordsFilter,
)
from regions.models import Coalition, County, FocusArea, Place, State

PLACE_SORTS = {
    "name": ("Name", ["sort_name", "pk"]),
    "-name": ("Name, from Z", ["-sort_name", "-pk"]),
    "-population": (
        "Population, largest first",
        [F("population").desc(nulls_last=True), "sort_name", "pk"],
    ),
    "population": (
        "Population, smallest first",
        [F("population").asc(nulls_last=True), "sort_name", "pk"],
    ),
}


class RegionFilter(DirectoryFilterSet):
    """Coalitions by their words, the states they serve, and what they rank."""

    q = WordsFilter(label="Search")
    state = SlugsFilter(label="State", queryset=State.objects.all(), slug="usps")
    focus = SlugsFilter(label="Focus area", queryset=FocusArea.objects.all())

    by_relation = {
        "state": "counties__state__usps",
        "focus": "ranked_focus_areas__focus_area__slug",
    }

    class Meta:
        model = Coalition
        fields: list[str] = []


class CountiesField(SlugsField):
    """Counties with places in them; six states have an Adams County, so each says its state."""

    def _choices(self):
        rows = self.queryset.filter(places__isnull=False).order_by("name", "pk").distinct()
        rows = rows.values_list(self.slug, "name", "state__usps")
        return [(geoid, f"{name}, {state}") for geoid, name, state in rows]


class CountiesFilter(SlugsFilter):
    """Any of the counties."""

    field_class = CountiesField


class PlaceFilter(DirectoryFilterSet):
    """Governments of the gazetteer by their words, level, state, county and region."""

    q = WordsFilter(label="Search")
    level = ChoicesFilter(label="Level", choices=Place.Level.choices)
    state = SlugsFilter(label="State", queryset=State.objects.all(), slug="usps")
    county = CountiesFilter(label="County", queryset=County.objects.all(), slug="geoid")
    region = SlugsFilter(label="Region", queryset=Coalition.objects.all())
    sort = OneOfFilter(
        label="Sort by", choices=[(key, label) for key, (label, _) in PLACE_SORTS.items()]
    )

    by_column = {"level": "level", "state": "state__usps", "county": "county"}
    by_relation = {"region": "county__coalitions__slug"}

    class Meta:
        model = Place
        fields: list[str] = []

    def narrow(self, queryset, chosen):
        rows = super().narrow(queryset, chosen)
        return rows.order_by(*PLACE_SORTS[chosen.get("sort", "name")][1])

    def count_region(self):
        return self._counted("region", "county__coalitions__slug")

    def count_level(self):
        return self._counted("level", "level")

    def count_state(self):
        return self._counted("state", "state__usps")

    def count_county(self):
        return self._counted("county", "county")

    def _counted(self, name, column):
        rows = self.without(name).order_by().values(column).annotate(n=Count("pk", distinct=True))
        return {row[column]: row["n"] for row in rows}


class FocusAreaFilter(DirectoryFilterSet):
    """Focus areas by their words, and by who ranks them."""

    q = WordsFilter(label="Search")
    region = SlugsFilter(label="Region", queryset=Coalition.objects.all())

    by_relation = {"region": "ranked_by__coalition__slug"}

    class Meta:
        model = FocusArea
        fields: list[str] = []
