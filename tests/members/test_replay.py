"""Any day of the directory, against a replay in plain Python of random terms and corrections."""

import datetime
import json
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from members.filters import MemberFilter
from members.history import HistoryFilter
from members.models import Membership, Organization
from members.services.memberships import end, renew
from nscp.kit.charts import levels
from regions.models import recording
from tests import factories as make

pytestmark = pytest.mark.django_db

START = datetime.date(2020, 1, 1)
LAST = 9  # few days, so that terms meet on them
WHO = {"oak": "local_government", "elm": "university", "acme": "company"}
WHERE = ["north", "south"]
ROLES = ["member", "host"]
CARRIES, RANKS = {"acme"}, {"south"}
LISTS = [
    "",
    "region=north",
    "kind=company&kind=university",
    "role=host",
    "role=member&region=south&kind=local_government",
    "focus=water",
    "focus=water&region=north",
    "focus=water&role=host",
]


def day(number):
    return START + datetime.timedelta(days=number)


days = some.integers(0, LAST)
lengths = some.none() | some.integers(1, LAST)
which = some.integers(0, 99)
writes = some.lists(
    some.one_of(
        some.tuples(
            some.just("add"),
            some.sampled_from(list(WHO)),
            some.sampled_from(WHERE),
            some.sampled_from(ROLES),
            days,
            lengths,
        ),
        some.tuples(some.just("correct"), which, some.sampled_from(ROLES), days, lengths),
        some.tuples(some.just("end"), which, days),
        some.tuples(some.just("succeed"), which, some.sampled_from(ROLES), days),
        some.tuples(some.just("renew"), which, days, lengths),
        some.tuples(some.just("delete"), which),
    ),
    min_size=8,
    max_size=24,
)


class Replay:
    """The terms as dictionaries: each write that the product takes is done here as well."""

    def __init__(self):
        self.terms = []

    def fits(self, new, *, instead_of=None):
        """Whether a term may be written: it ends after it starts, and shares no day."""
        if new["ends"] is not None and new["ends"] <= new["starts"]:
            return False
        for term in self.terms:
            same = (term["who"], term["where"]) == (new["who"], new["where"])
            if same and term is not instead_of and set(held(term)) & set(held(new)):
                return False
        return True

    def listed(self, on, chosen):
        """{who: {where: role}} of the list on a day."""
        found = {}
        for who, kind in WHO.items():
            if kind not in chosen.get("kind", {kind}):
                continue
            holding = [t for t in self.terms if t["who"] == who and on in held(t)]
            counted = {
                t["where"]: t["role"]
                for t in holding
                if t["where"] in chosen.get("region", WHERE)
                and t["role"] in chosen.get("role", ROLES)
            }
            works = who in CARRIES or any(t["where"] in RANKS for t in holding)
            if counted and (works or "focus" not in chosen):
                found[who] = counted
        return found

    def events(self, first, last, chosen):
        """{(day, who, what)} after the first day until the last, day by day."""
        found = set()
        for on in range(first + 1, last + 1):
            before, after = self.listed(on - 1, chosen), self.listed(on, chosen)
            for who in WHO:
                if before.get(who) != after.get(who):
                    what = "changed" if who in before else "joined"
                    found.add((day(on), who, what if who in after else "left"))
        return found


def held(term):
    """The days on which a term holds, of those that are looked at."""
    return range(term["starts"], LAST * 3 if term["ends"] is None else term["ends"])


class Both:
    """Does each write in the product, through its own ways to save, and in the replay."""

    def __init__(self, national, organizations, coalitions):
        self.national, self.organizations, self.coalitions = national, organizations, coalitions
        self.replay = Replay()
        self.rows = []  # beside `replay.terms`, in the same order

    def write(self, what, *arguments):
        if what == "add":
            self.add(*arguments)
        elif self.rows:
            place = arguments[0] % len(self.rows)
            getattr(self, what)(place, *arguments[1:])

    def save(self, row):
        """Whether the product takes the row as a form would hand it over."""
        try:
            with recording():
                row.full_clean()
                row.save()
        except ValidationError:
            return False
        return True

    def add(self, who, where, role, starts, length):
        term = {"who": who, "where": where, "role": role, **span(starts, length)}
        row = Membership(
            organization=self.organizations[who],
            coalition=self.coalitions[where],
            role=role,
            **dates(term),
        )
        taken = self.save(row)
        assert taken == self.replay.fits(term)
        if taken:
            self.replay.terms.append(term)
            self.rows.append(row)

    def correct(self, place, role, starts, length):
        old = self.replay.terms[place]
        new = old | {"role": role, **span(starts, length)}
        row = Membership.objects.get(pk=self.rows[place].pk)
        row.role = role
        for name, value in dates(new).items():
            setattr(row, name, value)
        taken = self.save(row)
        assert taken == self.replay.fits(new, instead_of=old)
        if taken:
            self.replay.terms[place] = new

    def end(self, place, on):
        old = self.replay.terms[place]
        try:
            end(self.rows[place], by=self.national, on=day(on))
        except ValidationError:
            assert on <= old["starts"] or (old["ends"] is not None and old["ends"] <= on)
        else:
            self.replay.terms[place] = old | {"ends": on}

    def succeed(self, place, role, on):
        """Another role from a day on: the old term ends, and a new one begins."""
        old = self.replay.terms[place]
        self.end(place, on)
        self.add(old["who"], old["where"], role, on, None)

    def renew(self, place, starts, length):
        old = self.replay.terms[place]
        new = old | span(starts, length)
        try:
            row = renew(
                self.rows[place], by=self.national, starts=day(starts), ends=dates(new)["ends"]
            )
        except ValidationError:
            return
        if old["ends"] is None:
            self.replay.terms[place] = old | {"ends": starts}
        assert self.replay.fits(new)
        self.replay.terms.append(new)
        self.rows.append(row)

    def delete(self, place):
        Membership.objects.get(pk=self.rows.pop(place).pk).delete()
        self.replay.terms.pop(place)


def span(starts, length):
    return {"starts": starts, "ends": None if length is None else starts + length}


def dates(term):
    ends = term["ends"]
    return {"starts": day(term["starts"]), "ends": None if ends is None else day(ends)}


@pytest.fixture
def both(db):
    with recording():
        coalitions = {slug: make.coalition(slug.title(), slug=slug) for slug in WHERE}
        water = make.focus_area("Water")
        organizations = {
            name: make.organization(name.title(), kind=kind, slug=name)
            for name, kind in WHO.items()
        }
        for slug in RANKS:
            make.ranked(coalitions[slug], water)
        for name in CARRIES:
            organizations[name].carried_focus_areas.create(focus_area=water)
    national = make.person("nat", None, "director")
    return lambda: Both(national, organizations, coalitions)


def listed(address, on):
    rows = Organization.objects.live().visible_to(AnonymousUser())
    asked = QueryDict(f"{address}&as_of={day(on)}")
    return set(MemberFilter(asked, queryset=rows).qs.values_list("slug", flat=True))


def history(address):
    rows = Organization.objects.live().visible_to(AnonymousUser())
    return HistoryFilter(QueryDict(address), queryset=rows).history()


@given(writes=writes, data=some.data())
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_day_is_what_a_replay_of_the_corrections_says(both, client, writes, data):
    with transaction.atomic():
        directory = both()
        for write in writes:
            directory.write(*write)
        slugs = dict(Organization.objects.values_list("pk", "slug"))
        first, last = sorted(data.draw(some.tuples(days, days), label="period"))
        for address in LISTS:
            chosen = parse_qs(address)
            _compare_lists(client, directory.replay, address, chosen, data)
            past = history(address)
            told = {
                (e.day, slugs[e.organization], e.what) for e in past.events(day(first), day(last))
            }
            assert told == directory.replay.events(first, last, chosen), address
            _reconcile(past, directory.replay, chosen, first, last)
        transaction.set_rollback(True)


def _compare_lists(client, replay, address, chosen, data):
    for on in data.draw(some.sets(days, min_size=3, max_size=3), label="days"):
        assert listed(address, on) == set(replay.listed(on, chosen)), (address, day(on))
    on = data.draw(days, label="day for the API")
    answer = client.get(f"/api/v1/members/?{address}&as_of={day(on)}")
    found = {item["slug"] for item in json.loads(answer.getvalue())["results"]}
    assert found == set(replay.listed(on, chosen)), (address, day(on))


def _reconcile(past, replay, chosen, first, last):
    """The members of the first day, and who joined, without who left, are those of the last."""
    happened = [event.what for event in past.events(day(first), day(last))]
    before, after = len(replay.listed(first, chosen)), len(replay.listed(last, chosen))
    assert before + happened.count("joined") - happened.count("left") == after
    every = range(LAST)
    counted = levels(past.total(), [day(on) for on in every])
    assert counted == [len(replay.listed(on, chosen)) for on in every]
