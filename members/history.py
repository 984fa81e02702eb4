"""Who joined, left or changed between two days, and how many members there were on each.

A member is who stands in the member list under the same choices. To join is to begin to stand
there: without a choice that is the first coalition of all, with a region it is this region's. To
leave is to stand there no more; whoever leaves one coalition and keeps another has changed, and so
has who takes another role. So the members of the first day, and those who joined, without those who
left, are the members of the last.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django import forms
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from members.figures import member_list
from members.filters import MemberFilter
from members.models import Membership, OrganizationFocusArea
from nscp.kit.addresses import with_query
from nscp.kit.days import Day
from nscp.kit.filters import ChoicesFilter, DayField, DayFilter, OneOfFilter
from regions.models import Coalition

EARLIEST = datetime.date(1900, 1, 1)
YEARS_TO_COME = 50

JOINED, FIRST_NAMED, LEFT, CHANGED = "joined", "first_named", "left", "changed"
WHAT = [
    (JOINED, "Joined"),
    (FIRST_NAMED, "Joined, known only since"),
    (LEFT, "Left"),
    (CHANGED, "Changed"),
]
LISTED = ("q", "kind", "level", "state", "region", "focus", "role")
BY = [("region", "Region"), ("kind", "Kind")]


class NearDayField(DayField):
    """A day within living memory, or that somebody may have planned for."""

    def validate(self, value):
        super().validate(value)
        today = timezone.localdate()
        latest = datetime.date(today.year + YEARS_TO_COME, 12, 31)
        if value and not EARLIEST <= value <= latest:
            raise forms.ValidationError(
                f"{value} is too far off: choose a day from {EARLIEST} to {latest}.", code="too-far"
            )


class NearDayFilter(DayFilter):
    field_class = NearDayField


class HistoryFilter(MemberFilter):
    """The choices of the member list, but for those of one day; and what of a period to show."""

    vars()["from"] = NearDayFilter(label="From")  # a word of Python, and the right one here
    to = NearDayFilter(label="To")
    by = OneOfFilter(label="Chart by", choices=BY)
    what = ChoicesFilter(label="What happened", choices=WHAT)
    status = as_of = sort = None  # type: ignore[assignment]  # how a filter is taken away

    page_only = frozenset({"from", "to", "by"})

    @property
    def choices(self):
        """What was chosen of the member list's own filters."""
        return {name: value for name, value in self.chosen.items() if name in LISTED}

    def list_on(self, day, **chosen):
        """The address of the member list on a day, under the same choices and these."""
        return member_list(Day(day, asked=True), **{**self.choices, **chosen})

    def ever(self):
        """Every term of whoever stood, on some day, in the list; it says whether it counts there.

        To stand there with a focus area, one carries it, or belongs on that day to a coalition that
        ranks it, which need not be the region that was chosen.
        """
        every = {**self.choices, "status": Membership.Status.values}
        focus = every.pop("focus", [])
        shown = self.narrow(self.queryset.all(), every).order_by()
        ranking = Coalition.objects.filter(ranked_focus_areas__focus_area__slug__in=focus)
        return Membership.objects.filter(organization__in=shown.values("pk")).annotate(
            counts=Exists(self.terms(every).filter(pk=OuterRef("pk"))),
            reaches=Exists(ranking.filter(pk=OuterRef("coalition"))),
        )

    def history(self):
        """The terms as a history of the list."""
        owned = ("organization__kind", "organization__sort_name")
        spans = self.ever().order_by().values_list(*Span._fields[: -len(owned)], *owned)
        carriers = None
        if "focus" in self.choices:
            own = OrganizationFocusArea.objects.filter(focus_area__slug__in=self.choices["focus"])
            carriers = set(own.values_list("organization", flat=True))
        return History((Span(*row) for row in spans), carriers)


def history_of(chosen):
    """The address of the history under the choices of a member list, until its day."""
    asked = {name: value for name, value in chosen.items() if name in LISTED}
    if "as_of" in chosen:
        asked["to"] = chosen["as_of"].isoformat()
    return with_query(reverse("member-history"), asked)


class Span(NamedTuple):
    """A term as plain values."""

    pk: int
    organization: int
    coalition: int
    role: str
    starts: datetime.date
    ends: datetime.date | None
    starts_known: bool
    counts: bool
    reaches: bool
    kind: str  # of the organization, and by what it is sorted
    name: str

    def on(self, day: datetime.date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


State = dict[int, Span]  # by coalition, which has one term of an organization at a time
Keys = Callable[[State], Iterable[Hashable]]


@dataclass(frozen=True)
class Event:
    """A day on which somebody's place in the list changed: what it was before, and is after."""

    day: datetime.date
    organization: int
    before: State
    after: State

    @property
    def what(self) -> str:
        return CHANGED if self.before and self.after else JOINED if self.after else LEFT

    @property
    def name(self) -> str:
        return next(term.name for term in {**self.before, **self.after}.values())

    @property
    def first_named(self) -> bool:
        """Whether it joined by terms of which no source gives the start."""
        began = {(term.starts, term.starts_known) for term in self.after.values()}
        return self.what == JOINED and began == {(self.day, False)}

    def shown_as(self, what: Iterable[str]) -> bool:
        """Whether one of these words is said of it; of none, all are."""
        said = {self.what, FIRST_NAMED} if self.first_named else {self.what}
        return not what or not said.isdisjoint(what)

    @property
    def steps(self) -> list[tuple[Span | None, Span | None]]:
        """(was, is) of each coalition where something changed."""
        coalitions = {**self.before, **self.after}
        pairs = [(self.before.get(one), self.after.get(one)) for one in coalitions]
        return [(was, now) for was, now in pairs if _role(was) != _role(now)]


class History:
    """What each organization was in the list, from one change to the next."""

    def __init__(self, spans: Iterable[Span], carriers: set[int] | None = None) -> None:
        """Without `carriers`, whoever has a term that counts stands in the list."""
        own = defaultdict(list)
        for span in spans:
            own[span.organization].append(span)
        self.courses = {
            organization: list(_course(terms, carriers is None or organization in carriers))
            for organization, terms in own.items()
        }

    @property
    def begins(self) -> datetime.date | None:
        """The first day with a member."""
        return min((course[1][0] for course in self.courses.values() if course[1:]), default=None)

    def events(self, first: datetime.date, last: datetime.date) -> list[Event]:
        """What happened after the first day until the last, the newest first."""
        found = [
            Event(day, organization, before, after)
            for organization, course in self.courses.items()
            for (_, before), (day, after) in pairwise(course)
            if first < day <= last and _roles(before) != _roles(after)
        ]
        return sorted(found, key=lambda event: (-event.day.toordinal(), event.name))

    def changes(self, keys: Keys) -> dict[Hashable, Counter[datetime.date]]:
        """How many more or fewer there are of each key from each day on."""
        found: dict[Hashable, Counter[datetime.date]] = defaultdict(Counter)
        for course in self.courses.values():
            for (_, before), (day, after) in pairwise(course):
                was, now = set(keys(before)), set(keys(after))
                for key in now - was:
                    found[key][day] += 1
                for key in was - now:
                    found[key][day] -= 1
        return found

    def total(self) -> Counter[datetime.date]:
        """How many more or fewer members there are from each day on."""
        return self.changes(lambda state: {True} if state else ())[True]


def _course(terms: list[Span], carries: bool) -> Iterator[tuple[datetime.date, State]]:  # noqa: FBT001
    """(day, state from then on), beginning with nothing at the beginning of time."""
    yield datetime.date.min, {}
    days = {term.starts for term in terms} | {term.ends for term in terms if term.ends}
    for day in sorted(days):
        held = [term for term in terms if term.on(day)]
        listed = carries or any(term.reaches for term in held)
        yield day, {term.coalition: term for term in held if term.counts and listed}


def _role(term: Span | None) -> str:
    return term.role if term else ""


def _roles(state: State) -> dict[int, str]:
    return {coalition: term.role for coalition, term in state.items()}
