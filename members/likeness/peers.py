"""Places like a place: which are nearest to it, in the gazetteer and among the members.

The whole gazetteer is compared, small towns included: its arithmetic takes some milliseconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest

from members.likeness.measure import DIMENSIONS, Part, distance, in_words, parts
from members.likeness.profiles import Peer, gazetteer, profile_of
from members.likeness.side_by_side import MOST, address
from members.models import Organization
from nscp.kit.text import nearest
from regions.models import Place

NEAREST, TO_ASK = 8, 5


@dataclass(frozen=True)
class Peers:
    """What a page shows: the nearest places, the nearest members, and what is not known."""

    name: str
    like: str
    themes: list[tuple[str, str]]
    notes: list[str]
    error: str
    nearest: list[Peer]
    members: list[Peer]
    compare: list[str]  # slugs of the members to lay side by side
    itself: bool  # whether it is the first of them

    @property
    def comparison(self) -> str:
        """Where they stand side by side; nothing where there is only one."""
        return address(*self.compare) if len(self.compare) > 1 else ""


def context(subject: Place | Organization, user, day: date, like: str = "") -> Peers | None:
    """The peers of a place or of a local government; None for an organization that is neither."""
    organization = subject if isinstance(subject, Organization) else None
    if organization and organization.kind != Organization.Kind.LOCAL_GOVERNMENT:
        return None
    known_places = gazetteer(user, day)
    places = known_places.peers
    place = organization.place_id if organization else subject.pk
    profile = places[place].profile if place in places else profile_of(subject, day)
    known = profile.known
    like, error = _theme(like, known)
    others = [peer for pk, peer in places.items() if pk != place]
    if profile.population is None:
        # By county alone, everybody in one county is as near: only their own kind tells more.
        others = [peer for peer in others if peer.level == subject.level]
    ranked = list(_ranked(profile, others, known_places.spread, like))
    shown = nsmallest(NEAREST, ranked, key=_order)
    asked = nsmallest(TO_ASK, (row for row in ranked if row[2].members), key=_order)
    longest = max(
        (part for *_, found in shown + asked for part in found.values() if part), default=1
    )
    nearest_members = [next(iter(peer.members)) for *_, peer, _ in asked]
    return Peers(
        organization.name if organization else subject.display_name,
        like,
        [("", "All together"), *((name, DIMENSIONS[name]) for name in known)],
        list(_notes(subject, profile)),
        error,
        [_told(profile, row, longest) for row in shown],
        [_told(profile, row, longest) for row in asked],
        [*([organization.slug] if organization else []), *nearest_members][:MOST],
        organization is not None,
    )


def _theme(like: str, known: list[str]) -> tuple[str, str]:
    """The one dimension that is asked for, or all of them and what is wrong with the question."""
    if not like or like in known:
        return like, ""
    if like in DIMENSIONS:
        return "", f"{DIMENSIONS[like]}: not known here, so all that is known is compared."
    close = nearest(like[:80], DIMENSIONS, most=1)
    hint = f"Did you mean “{close[0]}”?" if close else f"Choose from: {', '.join(DIMENSIONS)}."
    return "", f"“{like[:40]}” is nothing that places can be compared by. {hint}"


def _ranked(profile, others, spread, like):
    """(distance, distance in all, peer, parts) of each place that can be compared.

    A transit agency has no population, and would seem near every place of its county for that
    alone: whoever lacks what places are told apart by first is left out.
    """
    known = profile.known
    needed = [name for name in ("population", like) if name in known]
    for peer in others if known else ():
        found = parts(profile, peer.profile, spread)
        far = distance(found, like)
        if far is not None and all(found[name] is not None for name in needed):
            yield far, distance(found), peer, found


def _order(row):
    near, in_all, peer, _ = row
    return near, in_all, peer.sort_name, peer.pk


def _told(profile, row, longest):
    near, _, peer, found = row
    told = [
        Part(DIMENSIONS[name], part, in_words(name, profile, peer.profile), part / longest * 100)
        for name, part in found.items()
        if part is not None
    ]
    return replace(peer, distance=near, parts=told)


def _notes(subject, profile) -> Iterable[str]:
    if not profile.known:
        yield "Its population, county and focus areas are not known: there is nothing to compare."
        return
    if profile.population is None:
        level = subject.get_level_display().lower()
        yield f"No population is known, so it is compared only with places of its kind ({level})."
    if profile.county_population is None:
        yield "No county is known."
    if profile.growth is None and profile.county_growth is not None:
        yield "Its own growth is not known: that of the counties is compared."
