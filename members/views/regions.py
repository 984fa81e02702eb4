"""The regions: all of them, and the page of each."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members import figures, places
from members.models import Organization
from nscp.kit.days import asked_day
from nscp.kit.text import fold
from regions.map import region_map
from regions.models import Coalition, County, Place

# A page shows so many members of a kind, and links to the rest.
SHOWN = 60


@require_safe
def region_list(request):
    """Every region with its numbers, and every state with the regions in it.

    As of a day before a coalition was founded, its region stands there as one to come, uncounted.
    """
    day = asked_day(request)
    rows = figures.regions(request.user, day)
    founded = [row for row in rows if not row.coalition.founded_later]
    counties = figures.counties_served()
    context = {
        "day": day,
        "number": len(founded),
        "regions": [(row, region_map(counties[row.coalition.pk], {})) for row in rows],
        "home_states": len({row.coalition.home_state_id for row in founded}),
        "states": figures.states_served(founded),
    }
    return render(request, "members/region_list.html", context)


@require_safe
def region_detail(request, slug):
    """One region: its map and counties, what it puts first, its people and its members."""
    day = asked_day(request)
    visible = Coalition.objects.visible_to(request.user).as_of(day.date)
    visible = visible.select_related("home_state").brief()
    coalition = get_object_or_404(visible, slug=slug)
    terms = figures.terms(request.user, day).filter(coalition=coalition)
    served = coalition.served_counties.select_related("county__state").order_by(
        "county__state__name", "county__name"
    )
    counties = _counties(served, places.terms(AnonymousUser(), day.date))
    groups = _by_kind(terms, coalition, day)
    context = {
        "day": day,
        "coalition": coalition,
        "aliases": [alias.name for alias in coalition.aliases.all()],
        "ranked": coalition.ranked_focus_areas.select_related("focus_area"),
        "leaders": coalition.leaders.all(),
        "groups": groups,
        "number": sum(figure.number for figure, _ in groups),
        "members": figures.member_list(day, region=coalition.slug),
        "states": [(state, list(rows)) for state, rows in groupby(counties, lambda row: row.state)],
        "county_sources": _sources(served),
        "counties": len(counties),
        "population": sum(row.county.population or 0 for row in counties),
        "places": sum(row.places for row in counties),
        "covered": sum(len(row.members) for row in counties),
        "map": _map(counties, terms) if counties else None,
    }
    return render(request, "members/region_detail.html", context)


@dataclass
class CountyRow:
    """A county of the region: how many governments it has, and which of them are members."""

    county: County
    inferred: bool
    places: int
    members: list[Organization]

    @property
    def state(self):
        return self.county.state


def _counties(served, member_terms):
    """A row for each county that is served; a place stands under the first of its counties."""
    geoids = [row.county_id for row in served]
    every = Counter(Place.objects.filter(county__in=geoids).values_list("county", flat=True))
    members = defaultdict(dict)
    inside = member_terms.filter(organization__place__county__in=geoids)
    for term in inside.select_related("organization__place").order_by("organization__sort_name"):
        # Two records may stand for one place; the place counts once.
        place = term.organization.place
        members[place.county_id].setdefault(place.pk, term.organization)
    return [
        CountyRow(
            row.county,
            row.basis == row.Basis.INFERRED,
            every[row.county_id],
            list(members[row.county_id].values()),
        )
        for row in served
    ]


def _by_kind(terms, coalition, day):
    """The members by kind, each kind with the number of its own list."""
    rows = terms.with_status(day.date).select_related("organization")
    rows = rows.brief("organization")
    rows = rows.order_by("organization__sort_name", "pk")
    counts = Counter(terms.values_list("organization__kind", flat=True))
    return [
        (figure, list(rows.filter(organization__kind=kind)[:SHOWN]))
        for kind, figure in figures.kinds(counts, day, region=coalition.slug).items()
        if figure.number
    ]


def _map(counties, terms):
    """The counties by how many of their places are members, and a dot for each member."""
    return region_map(
        [row.county.geoid for row in counties],
        {row.county.geoid: (len(row.members), row.places) for row in counties},
        [spot for spots in figures.spots(terms).values() for spot in spots],
    )


def _sources(served):
    """What the list of counties rests on: each source once, and whether it names them."""
    found = {(row.basis, row.note, row.source) for row in served}
    return sorted(found, key=lambda row: (row[0] != "sourced", fold(row[2])))
