"""How much of each region is covered: of its places, and of the people who live in them."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from members import places
from members.figures import Figure
from nscp.kit.addresses import with_query
from nscp.kit.days import Day
from regions.models import Coalition, Place

# Cities, towns and villages share no ground, and neither do counties; but cities lie in counties.
# So the people of either can be added up, and those of both never are.
MUNICIPAL = (Place.Level.CITY, Place.Level.TOWN, Place.Level.VILLAGE)
COUNTIES = (Place.Level.COUNTY,)
RESIDENTS = ("resident", "residents")


@dataclass(frozen=True)
class Share:
    """A part of a whole, each with the list that makes it."""

    part: Figure
    whole: Figure

    @property
    def percent(self) -> float:
        return 100 * self.part.number / self.whole.number if self.whole.number else 0.0

    @property
    def words(self) -> str:
        """The percentage for reading: never 0 or 100 where that would not be true."""
        if not self.whole.number:
            return "none known"
        if 0 < self.percent < 1:
            return "under 1%"
        return f"{min(round(self.percent), 99) if self.percent < 100 else 100}%"


@dataclass(frozen=True)
class Shares:
    """Of a region's places, of the people of its cities, towns and villages, of its counties'."""

    places: Share
    municipal: Share
    counties: Share

    @property
    def each(self) -> tuple[Share, Share, Share]:
        return (self.places, self.municipal, self.counties)


@dataclass
class _Tally:
    """Places by level, and the people of those whose population is known."""

    places: Counter = field(default_factory=Counter)
    people: Counter = field(default_factory=Counter)

    def add(self, level: str, places: int, people: int | None) -> None:
        self.places[level] += places
        self.people[level] += people or 0


def shares(user, day: Day) -> Callable[[Coalition | None], Shares]:
    """What tells the shares of a region, or of the whole gazetteer where it is asked for None."""
    rows = Place.objects.visible_to(user).order_by()
    every, members = _tallies(rows), _tallies(rows.filter(pk__in=places.members(day.date)))

    def of(coalition: Coalition | None) -> Shares:
        home = coalition.pk if coalition else None
        chosen = {"region": coalition.slug, **day.chosen} if coalition else day.chosen
        part, whole = members[home], every[home]
        return Shares(
            _share(part.places, whole.places, ("place", "places"), chosen),
            _share(part.people, whole.people, RESIDENTS, {"level": MUNICIPAL, **chosen}),
            _share(part.people, whole.people, RESIDENTS, {"level": COUNTIES, **chosen}),
        )

    return of


def _share(part: Counter, whole: Counter, words: tuple[str, str], chosen: dict[str, Any]) -> Share:
    """What is counted of the places under these choices, and of the members among them."""
    levels = chosen.get("level", whole)
    every = reverse("place-list")
    inside = with_query(every, {**chosen, "member": "yes"})
    return Share(
        Figure(sum(part[level] for level in levels), *words, inside),
        Figure(sum(whole[level] for level in levels), *words, with_query(every, chosen)),
    )


def _tallies(rows: QuerySet[Place]) -> dict[int | None, _Tally]:
    """The places of each region, as the list of places takes it, and under None all of them."""
    found: dict[int | None, _Tally] = defaultdict(_Tally)
    numbers = {"number": Count("pk"), "people": Sum("population")}
    for level, number, people in rows.values_list("level").annotate(**numbers):
        found[None].add(level, number, people)
    served = rows.exclude(county__served_by=None)
    for home, level, number, people in served.values_list(
        "county__served_by__coalition", "level"
    ).annotate(**numbers):
        found[home].add(level, number, people)
    return found
