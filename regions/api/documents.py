"""The documents of regions, places and focus areas."""

from rest_framework import serializers

from regions.models import Coalition, FocusArea, Leader, Place
from regions.models.documents import DocumentType, register


class FocusAreaDocument(serializers.ModelSerializer):
    """A shared topic."""

    id = serializers.CharField(source="public_id")

    class Meta:
        model = FocusArea
        fields = ["id", "slug", "name", "summary", "retired_on", "source"]


class ServedCountyDocument(serializers.Serializer):
    """A county of a region, and how we know that it is."""

    geoid = serializers.CharField(source="county_id")
    name = serializers.CharField(source="county.name")
    state = serializers.CharField(source="county.state.usps")
    basis = serializers.CharField()


class RankedFocusAreaDocument(serializers.Serializer):
    """A focus area in a coalition's order."""

    rank = serializers.IntegerField()
    id = serializers.CharField(source="focus_area.public_id")
    slug = serializers.CharField(source="focus_area.slug")


class LeaderDocument(serializers.ModelSerializer):
    """A person who speaks for a coalition in public, as a source names them."""

    class Meta:
        model = Leader
        fields = ["name", "title", "as_of", "quoted", "source"]


class RegionDocument(serializers.ModelSerializer):
    """A coalition with the region it serves."""

    id = serializers.CharField(source="public_id")
    home_state = serializers.CharField(source="home_state.usps")
    aliases = serializers.SlugRelatedField("name", many=True, read_only=True)
    counties = ServedCountyDocument(source="served_counties", many=True)
    focus_areas = RankedFocusAreaDocument(source="ranked_focus_areas", many=True)
    leaders = LeaderDocument(many=True)

    class Meta:
        model = Coalition
        fields = [
            "id",
            "slug",
            "name",
            "short_name",
            "area_name",
            "summary",
            "home_state",
            "led_by",
            "website",
            "founded",
            "joined_on",
            "aliases",
            "counties",
            "focus_areas",
            "leaders",
            "source",
            "source_note",
        ]


class PlaceDocument(serializers.ModelSerializer):
    """A government in the gazetteer, member or not."""

    id = serializers.CharField(source="public_id")
    state = serializers.CharField(source="state.usps")
    county = serializers.CharField(source="county_id", help_text="GEOID of the county.")
    county_name = serializers.CharField(source="county.name")
    other_county = serializers.CharField(source="other_county_id", allow_null=True)

    class Meta:
        model = Place
        fields = [
            "id",
            "slug",
            "name",
            "display_name",
            "level",
            "state",
            "county",
            "county_name",
            "other_county",
            "geoid",
            "population",
            "population_year",
            "population_earlier",
            "population_earlier_year",
            "latitude",
            "longitude",
            "website",
            "source",
            "source_note",
        ]


def register_documents() -> None:
    """Tell the log how these records are rendered; referred-to types come first."""
    register(
        FocusArea,
        DocumentType(
            "focus_area", FocusArea._base_manager.all, FocusAreaDocument().to_representation
        ),
    )
    register(
        Coalition,
        DocumentType(
            "region",
            lambda: Coalition._base_manager.select_related("home_state").prefetch_related(
                "aliases",
                "served_counties__county__state",
                "ranked_focus_areas__focus_area",
                "leaders",
            ),
            RegionDocument().to_representation,
            names={
                "regions.State": ("home_state", "served_counties__county__state"),
                "regions.County": ("served_counties__county",),
                "regions.FocusArea": ("ranked_focus_areas__focus_area",),
            },
        ),
    )
    register(
        Place,
        DocumentType(
            "place",
            lambda: Place._base_manager.select_related("state", "county"),
            PlaceDocument().to_representation,
            names={"regions.State": ("state",), "regions.County": ("county",)},
        ),
    )
