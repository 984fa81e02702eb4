"""Facets and the list against a count by hand, on random members, terms, topics and choices.

The count by hand shares no code with the filters: it walks over plain tuples, in Python.
"""

import datetime
import string
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from members.filters import MemberFilter
from members.models import Organization
from regions.models import recording
from tests import factories as make

pytestmark = pytest.mark.django_db

KINDS = ("local_government", "company", "university", "nonprofit")
LEVELS = ("city", "town", "county")
STATES = ("CO", "TX", "AZ")
ROLES = ("member", "host", "partner")
STATUSES = ("upcoming", "current", "ended")
NAMES = ("Saint Anna", "St. Anna Water", "Fort Anna", "Ft. Bend", "Mt. Anna", "Bend & Anna")
TODAY = timezone.localdate()
DAYS = [TODAY + datetime.timedelta(days=n) for n in (-400, -200, -1, 0, 1, 200)]


@dataclass(frozen=True)
class Term:
    region: str
    role: str
    starts: datetime.date
    ends: datetime.date | None

    def status(self, day):
        if self.ends and self.ends <= day:
            return "ended"
        return "upcoming" if self.starts > day else "current"


@dataclass(frozen=True)
class Member:
    name: str
    kind: str
    level: str
    state: str | None
    published: bool
    carried: frozenset[str]
    terms: tuple[Term, ...]


def terms():
    """One term in each of some regions: terms in one region must not overlap."""
    days = some.sampled_from([(start, end) for start in DAYS for end in (*DAYS, None, None)])
    right = days.filter(lambda two: two[1] is None or two[0] < two[1])
    one = some.tuples(some.sampled_from(ROLES), right)
    return some.dictionaries(some.sampled_from("nsw"), one, min_size=1, max_size=3).map(
        lambda found: tuple(Term(region, role, *two) for region, (role, two) in found.items())
    )


def members():
    return some.builds(
        lambda name, kind, level, *rest: Member(
            name, kind, level if kind == "local_government" else "", *rest
        ),
        some.sampled_from(NAMES),
        some.sampled_from(KINDS),
        some.sampled_from(LEVELS),
        some.sampled_from((*STATES, None)),
        some.sampled_from((True, True, True, False)),
        some.frozensets(some.sampled_from("xyz")),
        terms(),
    )


VALUES = {
    "kind": KINDS,
    "level": LEVELS,
    "state": STATES,
    "region": tuple("nsw"),
    "focus": tuple("xyz"),
    "role": ROLES,
    "status": STATUSES,
}
WORDS = ("anna", "saint anna", "ft", "and bend", "mount an")


def choices():
    """What a reader chose: values of a few facets (many leave nothing), a day, a word."""
    values = {
        name: some.lists(some.sampled_from(known), min_size=1, max_size=2, unique=True)
        for name, known in VALUES.items()
    }
    few = some.sets(some.sampled_from(sorted(values)), max_size=2)
    day = some.sampled_from([None, *DAYS]).map(lambda day: [day.isoformat()] if day else [])
    word = some.sampled_from(["", "", "", *WORDS]).map(lambda word: [word] if word else [])
    return few.flatmap(
        lambda names: some.fixed_dictionaries(
            {"as_of": day, "q": word, **{name: values[name] for name in sorted(names)}}
        )
    )


def ranked():
    return some.fixed_dictionaries(
        {
            region: some.frozensets(some.sampled_from("xyz"), min_size=1, max_size=2)
            for region in "nsw"
        }
    )


def by_hand(people, ranks, chosen):
    """The members that the choices leave, in the order of making."""
    day = datetime.date.fromisoformat(chosen["as_of"][0]) if chosen.get("as_of") else TODAY
    return [number for number, member in enumerate(people) if _kept(member, ranks, chosen, day)]


def _kept(member, ranks, chosen, day):
    topics = set(member.carried)
    for term in member.terms:
        topics |= ranks[term.region] if term.status(day) == "current" else set()
    meant = [
        term
        for term in member.terms
        if term.status(day) in (chosen.get("status") or ["current"])
        and term.region in (chosen.get("region") or "nsw")
        and term.role in (chosen.get("role") or ROLES)
    ]
    return (
        member.published
        and bool(meant)
        and member.kind in (chosen.get("kind") or KINDS)
        and (not chosen.get("level") or member.level in chosen["level"])
        and (not chosen.get("state") or member.state in chosen["state"])
        and (not chosen.get("focus") or not topics.isdisjoint(chosen["focus"]))
        and (not chosen.get("q") or _named(member, chosen["q"][0]))
    )


def _named(member, query):
    short = {"saint": "st", "fort": "ft", "mount": "mt"}
    place = {"CO": "colorado", "TX": "texas", "AZ": "arizona", None: ""}[member.state]
    plain = f"{member.name} {place} {member.state or ''}".lower()
    told = "".join(letter for letter in plain if letter not in string.punctuation).split()
    told = [short.get(word, word) for word in told]
    asked = [short.get(word, word) for word in query.split() if word != "and"]
    return all(any(word.startswith(part) for word in told) for part in asked)


def store(people, ranks):
    regions = {name: make.coalition(f"{name} region", slug=name) for name in "nsw"}
    areas = {name: make.focus_area(name) for name in "xyz"}
    states = {usps: make.state(usps) for usps in STATES}
    for region, names in ranks.items():
        for name in names:
            make.ranked(regions[region], areas[name])
    for number, member in enumerate(people):
        row = make.organization(
            member.name,
            member.kind,
            slug=str(number),
            level=member.level,
            state=states.get(member.state),
            published=member.published,
        )
        for name in sorted(member.carried):
            row.carried_focus_areas.create(focus_area=areas[name])
        for term in member.terms:
            make.membership(row, regions[term.region], term.starts, term.ends, term.role)


def listed(chosen):
    query = QueryDict(mutable=True)
    for name, values in chosen.items():
        query.setlist(name, values)
    rows = Organization.objects.live().visible_to(AnonymousUser())
    return MemberFilter(query, queryset=rows)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    some.lists(members(), min_size=6, max_size=9),
    ranked(),
    some.lists(choices(), min_size=3, max_size=5),
)
def test_the_list_and_every_facet_are_what_a_count_by_hand_finds(db, people, ranks, asked):
    with transaction.atomic():
        with recording():
            store(people, ranks)
        for chosen in asked:
            shown = listed(chosen)
            found = sorted(int(row.slug) for row in shown.qs)
            assert found == by_hand(people, ranks, chosen), chosen
            for facet in shown.facets():
                told = {option.value: option.count for option in facet.options}
                alone = {
                    value: len(by_hand(people, ranks, {**chosen, facet.name: [value]}))
                    for value in told
                }
                assert told == alone, (facet.name, chosen)
        transaction.set_rollback(True)


def test_facets_cost_the_same_with_more_rows_and_more_choices(world):
    def cost(chosen):
        shown = listed(chosen)
        with CaptureQueriesContext(connection) as queries:
            assert shown.facets()
            shown.chips()
        return len(queries)

    without = cost({})
    region, state = ["north-alliance", "south-alliance"], ["CO", "TX"]
    assert cost({"kind": ["company"], "q": ["a"], "as_of": ["2021-01-01"]}) == without
    one = cost({"region": region[:1], "state": state[:1], "focus": ["water"]})
    for number in range(3):
        area = make.focus_area(f"Area {number}")
        make.ranked(world.north, area)
        member = make.organization(f"Town {number}")
        member.carried_focus_areas.create(focus_area=area)
        make.membership(member, world.north)
    assert cost({}) == without
    assert cost({"region": region, "state": state, "focus": ["water", "area-1"]}) == one


def test_a_long_facet_shows_what_is_chosen_and_what_finds_most_and_the_others_wait(world, client):
    make.focus_area("Zebra crossings")
    for number in range(9):
        area = make.focus_area(f"Topic {number}")
        member = make.organization(f"Town {number}")
        make.membership(member, world.south)
        member.carried_focus_areas.create(focus_area=area)
    (facet,) = [
        one for one in listed({"focus": ["zebra-crossings"]}).facets() if one.name == "focus"
    ]
    assert [option.label for option in facet.first] == [
        *(f"Topic {number}" for number in range(8)),
        "Zebra crossings",
    ]
    assert [(option.label, option.count) for option in facet.rest] == [("Topic 8", 1), ("Water", 1)]
    shown = client.get("/members/?focus=zebra-crossings").text
    assert '<summary class="meta">2 more</summary>' in shown
    assert 'value="zebra-crossings" checked' in shown
    assert '<label class="choice meta"><input type="checkbox" id="level-village"' in shown
