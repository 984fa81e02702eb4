"""How much of each region is covered: of its places, and of the people who live in them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse

from members import figures
from members.figures import Figure
from nscp.kit.days import Day
from regions.models import Coalition, Place

# Cities, towns and villages share no ground, and neither do counties; but cities lie in counties.
# So the people of either can be added up, and those of both never are.
MUNICIPAL = (Place.Level.CITY, Place.Level.TOWN, Place.Level.VILLAGE)
COUNTIES = (Place.Level.COUNTY,)


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
    """What tells the shares of a region, or of all places where it is asked for None."""
    every, members = _every_place(user), _member_places(user, day)

    def of(coalition: Coalition | None) -> Shares:
        home = coalition.pk if coalition else None
        where = {"region": coalition.slug} if coalition else {}
        whole, part = every.get(home, _Tally()), members.get(home, _Tally())

        def share(counted: str, one: str, many: str, *levels: str) -> Share:
            def figure(tally: _Tally, **member: str) -> Figure:
                numbers = getattr(tally, counted)
                number = sum(numbers[level] for level in levels or numbers)
                return Figure(number, one, many, _place_list(day, levels, **where, **member))

            return Share(figure(part, member="yes"), figure(whole))

        return Shares(
            share("places", "place", "places"),
            share("people", "resident", "residents", *MUNICIPAL),
            share("people", "resident", "residents", *COUNTIES),
        )

    return of


def _every_place(user) -> dict[int | None, _Tally]:
    """The places of each region, and under None all of the gazetteer."""
    found: dict[int | None, _Tally] = {None: _Tally()}
    places = Place.objects.visible_to(user).order_by()
    numbers = {"number": Count("pk"), "people": Sum("population")}
    for row in places.values_list("level").annotate(**numbers):
        found[None].add(*row)
    inside = places.exclude(county__served_by=None)
    for home, *row in inside.values_list("county__served_by__coalition", "level").annotate(
        **numbers
    ):
        found.setdefault(home, _Tally()).add(*row)
    return found


def _member_places(user, day: Day) -> dict[int | None, _Tally]:
    """The same of the places that are members: each once, also where two records stand for it."""
    found: dict[int | None, _Tally] = {None: _Tally()}
    counted = set()
    rows = figures.inside(figures.terms(user, day)).order_by()
    rows = rows.values_list(
        "coalition",
        "organization__place",
        "organization__place__level",
        "organization__place__population",
    )
    for home, place, level, people in rows.distinct():
        found.setdefault(home, _Tally()).add(level, 1, people)
        if place not in counted:
            counted.add(place)
            found[None].add(level, 1, people)
    return found


def _place_list(day: Day, levels: tuple[str, ...], **chosen: str) -> str:
    """The list of the places in these counties, with the members among them."""
    if "region" not in chosen:
        return figures.region_list(day)
    address = reverse("region-detail", args=[chosen["region"]])
    return f"{address}?{urlencode(day.chosen)}#counties" if day.chosen else f"{address}#counties"
