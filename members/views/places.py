"""The gazetteer: every place in a region, and the page of each that is no member yet."""

from math import asin, cos, radians, sin, sqrt

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.likeness import peers
from members.models import Organization
from members.places import GazetteerFilter, standing, with_standing
from nscp.kit.addresses import with_query
from nscp.kit.days import Day, asked_day
from nscp.kit.views import DirectoryView
from regions.map import Spot, region_map
from regions.models import CoalitionCounty, Place

EARTH = 3959  # miles


class PlaceList(DirectoryView):
    """Every place of the gazetteer under the chosen filters: a member, or able to join."""

    queryset = Place.objects.select_related("state", "county", "other_county").brief()
    filterset_class = GazetteerFilter
    template_name = "members/place_list.html"
    rows_template = "members/_place_rows.html"

    def get_queryset(self):
        rows, chosen = super().get_queryset(), self.filter.chosen
        if "q" in chosen and "sort" not in chosen:
            rows = rows.by_relevance(chosen["q"])
        return with_standing(rows, self.request.user, chosen.get("as_of"))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for place in context["page_obj"]:
            place.standing = standing(place)
        asked = self.filter.chosen.get("as_of")
        return context | {"day": Day(asked or timezone.localdate(), asked=bool(asked))}


@require_safe
def place_detail(request, slug):
    """One place: what it is, who serves it, which places are like it, and how it joins.

    What stands in the directory itself is told on its own page there.
    """
    day = asked_day(request)
    rows = Place.objects.visible_to(request.user).brief()
    rows = rows.select_related("state", "county", "other_county")
    rows = with_standing(rows, request.user, day.date)
    place = get_object_or_404(rows, slug=slug)
    listed = Organization.objects.listed().filter(place=place)
    if record := listed.only("slug").first():
        return HttpResponseRedirect(with_query(record.get_absolute_url(), request.GET.urlencode()))
    serving = [coalition for coalition, _ in standing(place).served]
    context = {
        "day": day,
        "place": place,
        "serving": [(one, _join(place, one)) for one in serving],
        "nearest": None if serving else _nearest_region(place),
        "map": _map(place, serving),
        "peers": peers.context(place, request.user, day.date, like=request.GET.get("like", "")),
    }
    return render(request, "members/place_detail.html", context)


def _join(place, coalition):
    """The address of the form to join, filled in as far as the gazetteer knows."""
    return with_query(reverse("join"), {"coalition": coalition.slug, "place": place.slug})


def _map(place, serving):
    """The region with the place on it; nothing where nobody knows where it is."""
    if place.latitude is None or not serving:
        return None
    counties = CoalitionCounty.objects.filter(coalition=serving[0]).values_list("county", flat=True)
    spot = Spot(place.longitude, place.latitude, place.display_name, place.slug)
    return region_map(list(counties), {}, [spot])


def _nearest_region(place):
    """(coalition, miles) of the region nearest to a place that none serves, or None."""
    point = _point(place) or _point(place.county)
    if point is None:
        return None
    rows = CoalitionCounty.objects.select_related("county", "coalition")
    found = [
        (_miles(point, where), row.coalition)
        for row in rows.defer("coalition__document", "coalition__search_text")
        if (where := _point(row.county))
    ]
    if not found:
        return None
    miles, coalition = min(found, key=lambda one: (one[0], one[1].name))
    return coalition, round(miles)


def _point(row):
    return None if row.latitude is None else (row.latitude, row.longitude)


def _miles(one, other):
    """Along the globe, by the haversine formula."""
    (south, west), (north, east) = (tuple(map(radians, point)) for point in (one, other))
    arc = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH * asin(sqrt(arc))
