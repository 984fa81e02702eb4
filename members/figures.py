"""The numbers of the pages. Each is made by a list, and knows its address.

They are today's, or those of the day that a page is asked for; then the address asks for it too.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from members import places
from members.filters import MemberFilter
from members.models import Membership, Organization
from nscp.kit.addresses import with_query
from nscp.kit.days import Day
from regions.map import Spot
from regions.models import Coalition, CoalitionCounty, CoalitionFocusArea, Place, State

KINDS = {
    Organization.Kind.LOCAL_GOVERNMENT: ("local government", "local governments"),
    Organization.Kind.COMPANY: ("company", "companies"),
    Organization.Kind.UNIVERSITY: ("university", "universities"),
    Organization.Kind.NONPROFIT: ("nonprofit", "nonprofits"),
}


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list that makes it."""

    number: int
    one: str
    many: str
    address: str

    @property
    def noun(self) -> str:
        return self.one if self.number == 1 else self.many


def listed(user, query: str = "", day: Day | None = None) -> MemberFilter:
    """The member list as `user` sees it, under a query string of its own page."""
    asked = QueryDict(query, mutable=True)
    asked.update(_chosen(day))
    return MemberFilter(asked, queryset=Organization.objects.live().visible_to(user))


def terms(user, day: Day | None = None) -> QuerySet[Membership]:
    """The terms that hold on the day, of the members that the list shows."""
    shown = Organization.objects.live().visible_to(user)
    members = listed(user, day=day)
    return members.terms(members.chosen).filter(organization__in=shown)


def member_list(day: Day | None = None, **chosen: str | list[str]) -> str:
    """The address of the member list under these choices."""
    return with_query(reverse("member-list"), chosen | _chosen(day))


def region_list(day: Day | None = None) -> str:
    """The address of the list of regions."""
    return with_query(reverse("region-list"), _chosen(day))


def kinds(counts: dict[str, int], day: Day | None = None, **chosen: str) -> dict[str, Figure]:
    """One figure for each kind of organization."""
    return {
        kind.value: Figure(counts.get(kind, 0), *words, member_list(day, **chosen, kind=kind))
        for kind, words in KINDS.items()
    }


def partnership(user, day: Day | None = None) -> dict[str, Figure]:
    """What the partnership is, in numbers."""
    counts = listed(user, day=day).count_kind()
    regions = Coalition.objects.visible_to(user).founded_by(_date(day))
    states = State.objects.filter(counties__coalitions__in=regions).distinct()
    return {
        "regions": Figure(regions.count(), "region", "regions", region_list(day)),
        "members": Figure(sum(counts.values()), "member", "members", member_list(day)),
        **kinds(counts, day),
        "states": Figure(
            states.count(), "state served", "states served", f"{region_list(day)}#states"
        ),
    }


@dataclass
class RegionFigures:
    """A coalition with the numbers of its region."""

    coalition: Coalition
    day: Day | None = None
    states: dict[str, int] = field(default_factory=dict)  # state name: counties served
    counts: dict[str, int] = field(default_factory=dict)  # kind: members
    places: int = 0
    covered: int = 0
    lead: Organization | None = None

    @property
    def counties(self) -> int:
        return sum(self.states.values())

    @property
    def members(self) -> Figure:
        number = sum(self.counts.values())
        address = member_list(self.day, region=self.coalition.slug)
        return Figure(number, "member", "members", address)

    @property
    def kinds(self) -> list[Figure]:
        every = kinds(self.counts, self.day, region=self.coalition.slug).values()
        return [figure for figure in every if figure.number]


def regions(user, day: Day | None = None) -> list[RegionFigures]:
    """Every region with its numbers, in as many queries for seven as for seventy.

    One whose coalition was founded after the day is there too, and says so.
    """
    ranked = CoalitionFocusArea.objects.select_related("focus_area").order_by(
        "rank", "focus_area__name"
    )
    coalitions = (
        Coalition.objects.visible_to(user)
        .as_of(_date(day))
        .select_related("home_state")
        .brief()
        .prefetch_related(Prefetch("ranked_focus_areas", ranked))
    )
    rows = {coalition.pk: RegionFigures(coalition, day) for coalition in coalitions}
    for pk, state, number in _by(CoalitionCounty.objects, "coalition", "county__state__name"):
        rows[pk].states[state] = number
    current = terms(user, day)
    for pk, kind, number in _by(current, "coalition", "organization__kind"):
        rows[pk].counts[kind] = number
    for pk, number in _by(
        Place.objects.exclude(county__served_by=None), "county__served_by__coalition"
    ):
        rows[pk].places = number
    covered = Place.objects.filter(pk__in=places.members(_date(day)))
    for pk, number in _by(covered.exclude(county__served_by=None), "county__served_by__coalition"):
        rows[pk].covered = number
    for term in current.filter(role=Membership.Role.LEAD).select_related("organization"):
        rows[term.coalition_id].lead = term.organization
    return list(rows.values())


def counties_served() -> dict[int, list[str]]:
    """The GEOIDs of the counties that each coalition serves."""
    served = defaultdict(list)
    for coalition, county in CoalitionCounty.objects.values_list("coalition", "county"):
        served[coalition].append(county)
    return served


def spots(current: QuerySet[Membership]) -> dict[int, list[Spot]]:
    """A dot on the map for each member of these terms whose place is known, by coalition."""
    found = defaultdict(list)
    located = current.exclude(organization__latitude=None).values_list(
        "coalition",
        "organization__longitude",
        "organization__latitude",
        "organization__name",
        "organization__slug",
        "organization__kind",
    )
    for coalition, *spot in located.order_by("organization__sort_name"):
        found[coalition].append(Spot(*spot))
    return found


def states_served(rows: Iterable[RegionFigures]) -> list[tuple[str, list[tuple[Coalition, int]]]]:
    """Each state with the coalitions that serve it, and how many of its counties."""
    served: dict[str, list[tuple[Coalition, int]]] = {}
    for row in rows:
        for state, counties in row.states.items():
            served.setdefault(state, []).append((row.coalition, counties))
    return sorted(served.items())


def _by(rows, *columns: str):
    """How many rows there are for each value of the columns."""
    return rows.order_by().values_list(*columns).annotate(number=Count("pk", distinct=True))


def _date(day: Day | None) -> date:
    return day.date if day else timezone.localdate()


def _chosen(day: Day | None) -> dict[str, str]:
    return day.chosen if day else {}
