"""The API's resources of geography: regions, focus areas, places."""

from django.db.models import Avg, OuterRef, Subquery

from nscp.kit.api.resources import Gone, Resource
from nscp.kit.api.shapes import Expansion
from nscp.kit.api.tables import Column
from nscp.kit.ids import is_public_id
from regions.api.documents import FocusAreaDocument, PlaceDocument, RegionDocument
from regions.filters import FocusAreaFilter, PlaceFilter, RegionFilter
from regions.models import Change, Coalition, CoalitionCounty, FeedPosition, FocusArea, Place


def columns(*headers):
    """Plain columns, named as in the document."""
    return tuple(Column(header) for header in headers)


LAST = columns("source", "source_note", "version", "changed_at")


def deleted(model):
    """Asks the log whether a record that everybody saw was deleted."""

    def elsewhere(user, key):
        changes = Change.objects.filter(
            record=key, type=model._meta.label_lower, op=Change.Op.DELETE
        )
        if is_public_id(key) and changes.exists():
            raise Gone

    return elsewhere


def regions(user):
    """Coalitions, each with the middle of its counties as its point on a map."""
    middle = CoalitionCounty.objects.filter(coalition=OuterRef("pk")).order_by().values("coalition")
    return Coalition.objects.visible_to(user).annotate(
        middle_latitude=Subquery(middle.annotate(x=Avg("county__latitude")).values("x")),
        middle_longitude=Subquery(middle.annotate(x=Avg("county__longitude")).values("x")),
    )


FOCUS_AREAS = Resource(
    name="focus-areas",
    singular="FocusArea",
    about="Topics that coalitions rank and members work on.",
    rows=FocusArea.objects.visible_to,
    filters=FocusAreaFilter,
    document=FocusAreaDocument,
    orders={"name": ("sort_name",), "changed_at": ("changed_at",)},
    columns=(
        *columns("id", "slug", "name", "summary", "retired_on", "source", "version", "changed_at"),
    ),
    position=FeedPosition.current,
    elsewhere=deleted(FocusArea),
    notes={"region": "Slug of a coalition that ranks the topic."},
    examples={
        "Every topic": "/api/v1/focus-areas/",
        "What one coalition ranks": "/api/v1/focus-areas/?region=the-connective&fields=slug,name",
    },
)

REGIONS = Resource(
    name="regions",
    singular="Region",
    about="The partnership's coalitions, each with its counties and what it puts first.",
    rows=regions,
    filters=RegionFilter,
    document=RegionDocument,
    orders={"name": ("sort_name",), "founded": ("founded",), "changed_at": ("changed_at",)},
    columns=(
        *columns(
            "id", "slug", "name", "short_name", "area_name", "summary", "home_state", "led_by"
        ),
        *columns("website", "founded", "joined_on", "aliases"),
        Column("counties", "counties.geoid"),
        Column("focus_areas", "focus_areas.slug"),
        Column("leaders", tell=lambda leader: f"{leader['name']}, {leader['title']}"),
        *LAST,
    ),
    position=FeedPosition.current,
    expansions={"focus_areas": Expansion(FocusArea.objects.visible_to, FOCUS_AREAS.stored)},
    elsewhere=deleted(Coalition),
    point=("middle_latitude", "middle_longitude"),
    notes={
        "state": "Postal code of a state that the coalition serves, such as `KS`.",
        "focus": "Slug of a focus area that the coalition ranks.",
        "format": "In GeoJSON a region is one point, the mean of its counties' points: "
        "a place for a label, not an outline.",
        "focus_areas": "Slugs, by rank.",
    },
    examples={
        "Every coalition": "/api/v1/regions/",
        "Those that serve Kansas": "/api/v1/regions/?state=KS",
        "One with its topics in full": "/api/v1/regions/kc-digital-drive/?expand=focus_areas",
        "A table for a spreadsheet": "/api/v1/regions/?format=csv",
    },
)

PLACES = Resource(
    name="places",
    singular="Place",
    about="The gazetteer: every government in the regions' counties, member or not.",
    rows=Place.objects.visible_to,
    filters=PlaceFilter,
    document=PlaceDocument,
    orders={
        "name": ("sort_name",),
        "population": ("population", "sort_name"),
        "changed_at": ("changed_at",),
    },
    columns=(
        *columns("id", "slug", "name", "display_name", "level", "state", "county", "county_name"),
        *columns("other_county", "geoid", "population", "population_year"),
        *columns("population_earlier", "population_earlier_year"),
        *columns("latitude", "longitude", "website"),
        *LAST,
    ),
    position=FeedPosition.current,
    elsewhere=deleted(Place),
    point=("latitude", "longitude"),
    notes={
        "level": "What kind of government it is.",
        "state": "Postal code, such as `AZ`.",
        "county": "GEOID of a county, 5 digits.",
        "region": "Slug of the coalition that serves the place's county.",
    },
    examples={
        "The largest first": "/api/v1/places/?ordering=-population&limit=10",
        "A region's governments on a map": "/api/v1/places/?region=the-connective&format=geojson",
    },
)
