"""Members that were taken off a list: archived, merged or no longer published.

Such a record is matched by what the log holds of the time when everybody saw it, and by nothing
that was written since: else a filter could feel its way through what is private now.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.urls import reverse

from members.filters import MemberFilter
from members.models import Organization
from nscp.kit.atom import Entry
from nscp.kit.text import asked_words, pieces, search_words
from regions.models import Change, Coalition, State

RECORD, TERM = "members.organization", "members.membership"
LOOKED_AT = 100


def shown(image: dict | None) -> bool:
    """Whether lists showed a record as the log has it."""
    if not image:
        return False
    return bool(image["published"] and not image["archived_at"] and not image["merged_into_id"])


def taken_off(filter_set: MemberFilter, log: QuerySet[Change]) -> Iterable[Entry]:
    """An entry for each record that went out of sight and has not come back."""
    listed = Organization.objects.listed()
    rows = log.filter(type=RECORD, before__published=True)
    rows = rows.filter(
        Q(op=Change.Op.DELETE)
        | Q(record__in=Organization.objects.exclude(pk__in=listed.values("pk")).values("public_id"))
    )
    went: dict[str, Change] = {}
    for change in rows.order_by("-position")[:LOOKED_AT]:
        if shown(change.before) and not shown(change.after):
            went.setdefault(change.record, change)
    terms = _terms(log, went.values())
    fits = _Fits(filter_set)
    known = _still_told(went)
    for record, change in went.items():
        if fits(change.before or {}, terms.get(change.key, [])):
            yield _entry(change, known.get(record))


def _entry(change: Change, record: Organization | None) -> Entry:
    name = str(record) if record else "A member"
    why = "Its record is no longer public."
    if record:
        why = (
            "It was merged into another record."
            if record.merged_into_id
            else "Its record was archived."
        )
    return Entry(
        key=f"changes/{change.position}/removed",
        since=change.change_set.at.date(),
        at=change.change_set.at,
        term="removed",
        title=f"{name} was taken off the list",
        summary=why,
        path=record.get_absolute_url() if record else reverse("member-list"),
    )


def _still_told(went: Iterable[str]) -> dict[str, Organization]:
    """The records whose names are public still, since their address tells what became of them."""
    rows = Organization.objects.visible_to(AnonymousUser()).filter(public_id__in=went)
    return {row.public_id: row for row in rows.only("public_id", "slug", "name", "merged_into")}


def _terms(log: QuerySet[Change], went: Iterable[Change]) -> dict[str, list[dict]]:
    """The terms of each record as they last were while it was seen, by the record's key."""
    last = {int(change.key): change.position for change in went}
    images: dict[str, tuple[int, dict]] = {}
    rows = log.filter(type=TERM, after__organization_id__in=list(last))
    for change in rows.order_by("position"):
        image = change.after or {}
        if change.position < last[image["organization_id"]]:
            images[change.key] = image["organization_id"], image
    found: dict[str, list[dict]] = {}
    for member, image in images.values():
        found.setdefault(str(member), []).append(image)
    return found


class _Fits:
    """Asks whether a record with its terms, as the log has them, was in the list of the choices."""

    def __init__(self, filter_set: MemberFilter) -> None:
        chosen = filter_set.chosen
        columns = [name for name in ("kind", "level") if name in chosen]
        self._equal: dict[str, list] = {name: chosen[name] for name in columns}
        if "state" in chosen:
            states = State.objects.filter(usps__in=chosen["state"])
            self._equal["state_id"] = list(states.values_list("pk", flat=True))
        self._words = asked_words(chosen.get("q", ""))
        self._roles = chosen.get("role")
        coalitions = Coalition.objects.all()
        if "region" in chosen:
            coalitions = coalitions.filter(slug__in=chosen["region"])
        if "focus" in chosen:
            coalitions = coalitions.filter(ranked_focus_areas__focus_area__slug__in=chosen["focus"])
        self._coalitions = set(coalitions.values_list("pk", flat=True))

    def __call__(self, image: dict, terms: list[dict]) -> bool:
        text = search_words(image["name"], image["city"])
        return (
            all(image[name] in values for name, values in self._equal.items())
            and all(any(piece in text for piece in pieces(word)) for word in self._words)
            and any(
                term["coalition_id"] in self._coalitions
                and (not self._roles or term["role"] in self._roles)
                for term in terms
            )
        )
