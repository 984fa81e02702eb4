"""How regions, places and focus areas are filtered: the same set for page, API and export."""

from nscp.kit.filters import ChoicesFilter, DirectoryFilterSet, SlugsFilter, WordsFilter
from regions.models import Coalition, County, FocusArea, Place, State


class RegionFilter(DirectoryFilterSet):
    """Coalitions by their words, the states they serve, and what they rank."""

    q = WordsFilter(label="Search")
    state = SlugsFilter(label="State", queryset=State.objects.all(), slug="usps")
    focus = SlugsFilter(label="Focus area", queryset=FocusArea.objects.all())

    class Meta:
        model = Coalition
        fields: list[str] = []

    def narrow(self, queryset, chosen):
        rows = queryset
        if "q" in chosen:
            rows = rows.search(chosen["q"])
        if "state" in chosen:
            serving = Coalition.objects.filter(counties__state__usps__in=chosen["state"])
            rows = rows.filter(pk__in=serving.values("pk"))
        if "focus" in chosen:
            ranking = Coalition.objects.filter(
                ranked_focus_areas__focus_area__slug__in=chosen["focus"]
            )
            rows = rows.filter(pk__in=ranking.values("pk"))
        return rows


class PlaceFilter(DirectoryFilterSet):
    """Governments of the gazetteer by their words, level, state, county and region."""

    q = WordsFilter(label="Search")
    level = ChoicesFilter(label="Level", choices=Place.Level.choices)
    state = SlugsFilter(label="State", queryset=State.objects.all(), slug="usps")
    county = SlugsFilter(label="County", queryset=County.objects.all(), slug="geoid")
    region = SlugsFilter(label="Region", queryset=Coalition.objects.all())

    class Meta:
        model = Place
        fields: list[str] = []

    def narrow(self, queryset, chosen):
        rows = queryset
        if "q" in chosen:
            rows = rows.search(chosen["q"])
        if "level" in chosen:
            rows = rows.filter(level__in=chosen["level"])
        if "state" in chosen:
            rows = rows.filter(state__usps__in=chosen["state"])
        if "county" in chosen:
            rows = rows.filter(county__in=chosen["county"])
        if "region" in chosen:
            served = County.objects.filter(coalitions__slug__in=chosen["region"])
            rows = rows.filter(county__in=served.values("pk"))
        return rows


class FocusAreaFilter(DirectoryFilterSet):
    """Focus areas by their words, and by who ranks them."""

    q = WordsFilter(label="Search")
    region = SlugsFilter(label="Region", queryset=Coalition.objects.all())

    class Meta:
        model = FocusArea
        fields: list[str] = []

    def narrow(self, queryset, chosen):
        rows = queryset
        if "q" in chosen:
            rows = rows.search(chosen["q"])
        if "region" in chosen:
            ranked = FocusArea.objects.filter(ranked_by__coalition__slug__in=chosen["region"])
            rows = rows.filter(pk__in=ranked.values("pk"))
        return rows
