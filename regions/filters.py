"""How regions, places and focus areas are filtered: the same set for page, API and export."""

from nscp.kit.filters import ChoicesFilter, DirectoryFilterSet, SlugsFilter, WordsFilter
from regions.models import Coalition, County, FocusArea, Place, State


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


class PlaceFilter(DirectoryFilterSet):
    """Governments of the gazetteer by their words, level, state, county and region."""

    q = WordsFilter(label="Search")
    level = ChoicesFilter(label="Level", choices=Place.Level.choices)
    state = SlugsFilter(label="State", queryset=State.objects.all(), slug="usps")
    county = SlugsFilter(label="County", queryset=County.objects.all(), slug="geoid")
    region = SlugsFilter(label="Region", queryset=Coalition.objects.all())

    by_column = {"level": "level", "state": "state__usps", "county": "county"}
    by_relation = {"region": "county__coalitions__slug"}

    class Meta:
        model = Place
        fields: list[str] = []


class FocusAreaFilter(DirectoryFilterSet):
    """Focus areas by their words, and by who ranks them."""

    q = WordsFilter(label="Search")
    region = SlugsFilter(label="Region", queryset=Coalition.objects.all())

    by_relation = {"region": "ranked_by__coalition__slug"}

    class Meta:
        model = FocusArea
        fields: list[str] = []
