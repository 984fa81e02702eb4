"""The gazetteer as profiles: each place with what it is compared by, and which members it is."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from members import places
from members.likeness.measure import Part, Profile, spreads
from members.models import Membership, Organization, OrganizationFocusArea
from regions.models import Change, CoalitionCounty, CoalitionFocusArea, Place
from regions.models.geography import yearly_growth

PERSONS = ("population", "population_year", "population_earlier", "population_earlier_year")


@dataclass(frozen=True, slots=True)
class Peer:
    """A place of the gazetteer, which members it is, and how far it is from another place."""

    pk: int
    slug: str
    name: str
    sort_name: str
    level: str
    state: str
    county: str
    profile: Profile
    members: dict[str, str]  # slug: name
    coalitions: dict[str, str]
    distance: float = 0.0
    parts: list[Part] = field(default_factory=list)

    def get_absolute_url(self) -> str:
        """Its page as a member, or else as a place."""
        name, slug = (
            ("member-detail", next(iter(self.members)))
            if self.members
            else ("place-detail", self.slug)
        )
        return reverse(name, args=[slug])

    @property
    def kind(self) -> str:
        return Place.Level(self.level).label

    @property
    def where(self) -> str:
        return self.state if self.level == Place.Level.COUNTY else f"{self.county}, {self.state}"


@dataclass(frozen=True)
class Gazetteer:
    """Every place by its key, and how widely they are spread in each measure."""

    peers: dict[int, Peer]
    spread: dict[str, float]


def gazetteer(user, day) -> Gazetteer:
    """The gazetteer as `user` sees it, with the members of that day.

    What everybody sees is kept until the next change, because each page of a place needs all of it.
    """
    if user.is_authenticated:
        return _read(user, day)
    newest = Change.objects.values_list("position", "change_set__at").first()
    return _kept(newest, day)


@lru_cache(maxsize=4)
def _kept(newest, day) -> Gazetteer:
    return _read(AnonymousUser(), day)


def _read(user, day) -> Gazetteer:
    """Five queries, however many places there are."""
    serving, ranked, carried = _serving(), _ranking(), _carried(user)
    members = defaultdict(list)
    for term in _terms(user, day):
        members[term["organization__place"]].append(term)
    columns = ("pk", "slug", "display_name", "sort_name", "level", "state__usps", "county__name")
    rows = Place.objects.visible_to(user).order_by()
    rows = rows.values_list(
        *columns, "county", "other_county", *PERSONS, *(f"county__{name}" for name in PERSONS)
    )
    found = {}
    for row in rows:
        pk, (county, other_county) = row[0], row[7:9]
        terms = members.get(pk, ())
        coalitions = {term["coalition"] for term in terms}
        coalitions |= serving[county] | serving[other_county]
        topics = [carried[pk], *(ranked[which] for which in coalitions)]
        found[pk] = Peer(
            *row[:7],
            profile=_profile(row[9:13], row[13:], county, topics),
            members={term["organization__slug"]: term["organization__name"] for term in terms},
            coalitions={term["coalition__slug"]: term["coalition__name"] for term in terms},
        )
    return Gazetteer(found, spreads(peer.profile for peer in found.values()))


def profile_of(subject, day) -> Profile:
    """What the own record of a government says that is no place of the gazetteer."""
    ranked, county = _ranking(), subject.county
    terms = Membership.objects.on(day).filter(organization=subject)
    coalitions = set(terms.values_list("coalition", flat=True))
    coalitions |= _serving()[county.pk] if county else set()
    carried = subject.carried_focus_areas.values_list("focus_area__slug", flat=True)
    return _profile(
        (subject.population, subject.population_year, None, None),
        [getattr(county, name, None) for name in PERSONS],
        county.pk if county else "",
        [set(carried), *(ranked[which] for which in coalitions)],
    )


def _profile(own, of_county, geoid, topics) -> Profile:
    """From the four figures of a place, those of its county, and its sets of topics."""
    return Profile(
        own[0],
        of_county[0],
        yearly_growth(*own),
        yearly_growth(*of_county),
        frozenset().union(*topics),
        geoid,
    )


def _serving() -> dict[str, set[int]]:
    """The coalitions that serve each county."""
    found = defaultdict(set)
    for county, coalition in CoalitionCounty.objects.values_list("county", "coalition"):
        found[county].add(coalition)
    return found


def _ranking() -> dict[int, set[str]]:
    """The topics that each coalition ranks."""
    found = defaultdict(set)
    rows = CoalitionFocusArea.objects.order_by()
    for coalition, slug in rows.values_list("coalition", "focus_area__slug"):
        found[coalition].add(slug)
    return found


def _carried(user) -> dict[int, set[str]]:
    """The topics that places carry themselves, where they are in the directory."""
    found = defaultdict(set)
    shown = Organization.objects.live().visible_to(user).exclude(place=None)
    rows = OrganizationFocusArea.objects.filter(organization__in=shown).order_by()
    for place, slug in rows.values_list("organization__place", "focus_area__slug"):
        found[place].add(slug)
    return found


def _terms(user, day):
    """What makes places members on that day, in order of the members' names."""
    rows = places.terms(user, day)
    return rows.order_by("organization__sort_name", "coalition__name").values(
        *("organization__place", "organization__slug", "organization__name"),
        *("coalition", "coalition__slug", "coalition__name"),
    )
