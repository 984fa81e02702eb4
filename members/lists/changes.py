"""What changed in one list: who joined and who left, whose record changed, who was taken off.

Read from the terms and from the Change log, and told to the public alone: a field by its name,
never by its value, and nothing of what only staff see. A term is told of on its day, or later, when
the directory first says so; so a reader who comes back never misses one that came in late.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from members.filters import MemberFilter
from members.lists.public import belonging
from members.lists.taken_off import RECORD, TERM, shown, taken_off
from members.models import Membership, Organization
from members.wording import dates
from nscp.kit.atom import Entry
from regions.models import Change

MOST = 50
LOOKED_AT = 400  # entries of the log: a change set holds several for one record

# Columns and owned rows that the public sees, by the word for them. Any other is passed over.
COLUMNS = {
    "name": "name",
    "slug": "address of its page",
    "kind": "kind",
    "level": "level",
    "summary": "summary",
    "website": "website",
    "steward_id": "steward",
    "place_id": "place",
    "city": "city",
    "state_id": "state",
    "county_id": "county",
    "population": "population",
    "population_year": "population",
    "latitude": "position",
    "longitude": "position",
    "verified_on": "date of verification",
    "source": "source",
    "source_note": "source",
}
OWNED = {
    "members.identifier": "identifiers",
    "members.organizationalias": "other names",
    "members.organizationfocusarea": "focus areas",
}


def list_changes(filter_set: MemberFilter, day: datetime.date) -> list[Entry]:
    """The newest changes up to a day, the newest first."""
    until = midnight(day + datetime.timedelta(days=1))
    members, terms = belonging(filter_set)
    log = Change.objects.filter(change_set__at__lt=until).select_related("change_set")
    recent = list(
        log.filter(type__in=[RECORD, *OWNED], record__in=members.values("public_id")).order_by(
            "-position"
        )[:LOOKED_AT]
    )
    moved = _moved(log, terms, recent)
    told = _told(terms, recent, moved, day)
    history = _history(told)
    entries = chain(
        _joined(told, history, day),
        _left(told, history, day),
        _changed(recent, moved, _named(members, recent)),
        taken_off(filter_set, log),
    )
    named = sorted(entries, key=lambda entry: (entry.title, entry.key))
    newest = sorted(named, key=lambda entry: entry.at, reverse=True)
    return [entry for entry in newest if entry.at < until][:MOST]


def midnight(day: datetime.date) -> datetime.datetime:
    """When a day begins."""
    return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())


def _moved(log, terms, recent) -> list[Change]:
    """What happened to terms in the same change sets; of deleted terms only the log knows.

    A term that changes carries its member's record along, so the recent records lead to it.
    """
    touched = terms.filter(organization__public_id__in={change.record for change in recent})
    keys = touched.annotate(text=Cast("pk", CharField())).order_by().values("text")
    rows = log.filter(type=TERM, change_set__in={change.change_set_id for change in recent})
    rows = rows.exclude(before={}, after={})  # a term that only names another record anew
    rows = rows.filter(Q(op=Change.Op.DELETE) | Q(key__in=keys))
    return list(rows.order_by("-position")[: 4 * LOOKED_AT])


def _told(terms, recent, moved, day) -> list[Membership]:
    """The terms that may be worth an entry, each with its status and whether another follows."""
    came = {
        change.record
        for change in recent
        if change.type == RECORD and shown(change.after) and not shown(change.before)
    }
    touched = [change.key for change in moved if change.op != Change.Op.DELETE]
    begun = terms.filter(starts__lte=day).order_by("-starts", "-pk").values("pk")[:MOST]
    ended = terms.filter(ends__lte=day).order_by("-ends", "-pk").values("pk")[:MOST]
    rows = terms.filter(
        Q(pk__in=touched)
        | Q(organization__public_id__in=came)
        | Q(pk__in=[row["pk"] for row in chain(begun, ended)])
    )
    same = Membership.objects.filter(
        organization=OuterRef("organization"), coalition=OuterRef("coalition")
    )
    return list(
        rows.with_status(day)
        .annotate(
            renewal=Exists(same.filter(ends=OuterRef("starts"))),
            renewed=Exists(same.filter(starts=OuterRef("ends"))),
        )
        .select_related("organization", "coalition")
        .brief("organization", "coalition")
        .order_by()
    )


class _Said:
    """When the log last gave a term its start and its end, and when its member came into sight."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._at: dict[tuple[str, str], datetime.datetime] = {}
        for change in changes:  # the newest last
            before, after = change.before or {}, change.after or {}
            if change.type == RECORD:
                if shown(after) and not shown(before):
                    self._at["shown", change.record] = change.change_set.at
                continue
            for name in ("starts", "ends"):
                if before.get(name) != after.get(name):
                    self._at[name, change.key] = change.change_set.at

    def of(self, term: Membership, name: str) -> datetime.datetime:
        """When a reader of the list could first know of the start or the end of a term."""
        known = (
            self._at.get((name, str(term.pk))),
            self._at.get(("shown", term.organization.public_id)),
        )
        return max([midnight(getattr(term, name)), *filter(None, known)])


def _history(told) -> _Said:
    rows = Change.objects.select_related("change_set").filter(
        Q(type=TERM, key__in=[str(term.pk) for term in told])
        | Q(type=RECORD, record__in={term.organization.public_id for term in told})
    )
    return _Said(rows.exclude(before={}, after={}).order_by("position"))


def _joined(told, said, day) -> Iterable[Entry]:
    for term in told:
        if term.starts <= day:
            yield _of_term(term, "began", "joined", _verb(term), said.of(term, "starts"))


def _verb(term) -> str:
    """A source that names a member for the first time does not say when it joined."""
    if term.renewal:
        return "has a new term in"
    return "joined" if term.starts_known else "is first named in"


def _left(told, said, day) -> Iterable[Entry]:
    for term in told:
        if term.ends and term.ends <= day and not term.renewed:
            yield _of_term(term, "ended", "left", "left", said.of(term, "ends"))


def _of_term(term, event, kind, verb, at) -> Entry:
    return Entry(
        key=f"terms/{term.public_id}/{event}",
        since=term.created_at.date(),
        at=at,
        term=kind,
        title=f"{term.organization} {verb} {term.coalition}",
        summary=f"{term.get_role_display()}, {dates(term)}.",
        path=term.organization.get_absolute_url(),
    )


def _named(members, recent) -> dict[str, Organization]:
    """The members that the log speaks of, by public id."""
    rows = members.filter(public_id__in={change.record for change in recent})
    return {row.public_id: row for row in rows.only("public_id", "slug", "name")}


def _changed(recent, moved, named) -> Iterable[Entry]:
    """One entry for each member and change set, with the words for what is different.

    What was written before the member came into sight, or with that, is no change to a reader.
    """
    words, newest, hidden = defaultdict(list), {}, set()
    edits = _edited_terms(moved)
    for change in recent:  # the newest first
        if change.record in hidden:
            continue
        if change.type == RECORD and change.before != {} and not shown(change.before):
            hidden.add(change.record)
            words.pop((change.record, change.change_set_id), None)
            continue
        place = change.record, change.change_set_id
        newest.setdefault(place, change)
        words[place] += [OWNED[change.type]] if change.type in OWNED else _columns(change)
        if (change.change_set_id, change.key) in edits and change.type == RECORD:
            words[place].append("memberships")
    for place, said in words.items():
        change, member = newest[place], named.get(place[0])
        if said and member:
            yield Entry(
                key=f"changes/{change.position}",
                since=change.change_set.at.date(),
                at=change.change_set.at,
                term="changed",
                title=f"{member}: record changed",
                summary=f"Changed: {', '.join(dict.fromkeys(said))}.",
                path=reverse("member-detail", args=[member.slug]),
            )


def _columns(change) -> list[str]:
    return [COLUMNS[name] for name, *_ in change.fields if name in COLUMNS]


def _edited_terms(moved) -> set[tuple[int, str]]:
    """(change set, key of the member) of terms that were taken out, or told otherwise than in time.

    A start or an end has an entry of its own, on its day.
    """
    found = set()
    for change in moved:
        image = change.after or change.before
        in_time = {name for name, *_ in change.fields} & {"starts", "ends"}
        if change.op == Change.Op.DELETE or (change.op == Change.Op.UPDATE and not in_time):
            found.add((change.change_set_id, str(image["organization_id"])))
    return found
