"""Members side by side: who is asked for, and what stands in the column of each."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.urls import reverse

from members.likeness.measure import distance, parts
from members.likeness.profiles import gazetteer, profile_of
from members.models import Membership, Organization, OrganizationAlias
from members.successors import whereabouts
from nscp.kit.addresses import with_query
from nscp.kit.text import fold, nearest
from regions.models import FocusArea

MOST = 4
READ = 20  # of what an address asks for: a longer one was not made by a person


@dataclass
class Asked:
    """The members that an address asks for, and in words what became of the rest of it."""

    members: list[Organization] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    offers: list[tuple[str, str]] = field(default_factory=list)  # (name, address)
    typed: str = ""  # a name that could not be taken yet

    @property
    def slugs(self) -> list[str]:
        return [member.slug for member in self.members]

    def offer(self, member: Organization, kept: int = MOST - 1) -> None:
        """Offer the same comparison with this one too."""
        self.offers.append((member.name, address(*self.slugs[:kept], member.slug)))


def address(*slugs: str) -> str:
    """Where these members stand side by side."""
    return with_query(reverse("member-compare"), {"member": slugs})


def asked_for(user, slugs: list[str], name: str = "") -> Asked:
    """The members of these slugs, each once, and the one that is called `name`."""
    asked = Asked()
    slugs = [slug.strip() for slug in slugs if slug.strip()]
    rows = Organization.objects.live().visible_to(user).only("slug", "name")
    wanted = [slug for slug in slugs[:READ] if "\x00" not in slug]
    known = {row.slug: row for row in rows.filter(slug__in=wanted)}
    found = [known.get(slug) or _elsewhere(user, slug, rows, asked) for slug in slugs[:READ]]
    found = [member for member in found if member]
    for member, times in Counter(found).items():
        if times > 1:
            asked.messages.append(f"{member.name} was asked for twice: it stands here once.")
    every = list(dict.fromkeys(found))
    asked.members = every[:MOST]
    if left := every[MOST:]:
        names = ", ".join(member.name for member in left)
        asked.messages.append(
            f"{MOST} fit side by side. Left out: {names}. Put one in the last place:"
        )
        for member in left:
            asked.offer(member)
    if name.strip():
        _add(asked, name.strip(), rows)
    return asked


def _elsewhere(user, slug, rows, asked):
    """The record under another address now, or a message that it is nowhere."""
    said = slug[:60].replace("\x00", "")
    found = whereabouts(user, slug) if "\x00" not in slug else None
    if found and found.survivor:
        asked.messages.append(f"“{said}” is {found.survivor.name} now.")
        return found.survivor
    if found:
        asked.messages.append(f"{found.record.name} is no longer in the directory.")
        return None
    asked.messages.append(
        f"No member has the address “{said}”.{_hint(said.replace('-', ' '), rows)}"
    )
    return None


def _add(asked, name, rows):
    """Take the one member of that name, or else offer those it could mean."""
    asked.typed = name[:200]
    words = fold(asked.typed)
    likely = list(rows.search(words).by_relevance(words)[:6]) if words else []
    called = [row for row in likely if fold(row.name) == words] or likely
    if not called:
        asked.messages.append(
            f"No member is called “{asked.typed[:60]}”.{_hint(asked.typed, rows)}"
        )
    elif len(called) > 1:
        asked.messages.append(f"“{asked.typed[:60]}” could be several. Choose one, or type more:")
        for member in called:
            asked.offer(member)
    elif called[0] in asked.members:
        asked.messages.append(f"{called[0].name} stands here already.")
        asked.typed = ""
    elif len(asked.members) == MOST:
        asked.messages.append(f"{MOST} fit side by side. Take one away, or put in the last place:")
        asked.offer(called[0])
    else:
        asked.members.append(called[0])
        asked.typed = ""


def _hint(words, rows):
    others = OrganizationAlias.objects.filter(organization__in=rows).values_list("name", flat=True)
    close = nearest(words[:80], [*rows.values_list("name", flat=True), *others], most=1)
    return f" Did you mean {close[0]}?" if close else ""


@dataclass
class Column:
    """One member, with all that the rows of the table say of it."""

    member: Organization
    terms: list[Membership]
    areas: list[tuple[FocusArea, bool]]  # whether another column has it too
    without: str  # the address of the table without it
    distances: list[float | None] = field(default_factory=list)  # to each government


def columns(user, slugs: list[str], day) -> list[Column]:
    """A column for each slug, in their order."""
    terms = Membership.objects.visible_to(user).on(day).with_status(day)
    terms = terms.select_related("coalition").brief("coalition")
    terms = terms.prefetch_related("coalition__ranked_focus_areas__focus_area")
    rows = Organization.objects.live().visible_to(user).filter(slug__in=slugs).brief()
    rows = rows.select_related("state", "county", "place__county", "steward").prefetch_related(
        Prefetch("memberships", terms, to_attr="terms"), "carried_focus_areas__focus_area"
    )
    members = sorted(rows, key=lambda row: slugs.index(row.slug))
    worked = [_areas(member) for member in members]
    shared = Counter(area for areas in worked for area in areas)
    found = [
        Column(
            member,
            member.terms,
            sorted(((a, shared[a] > 1) for a in areas), key=lambda one: (not one[1], one[0].name)),
            address(*(slug for slug in slugs if slug != member.slug)),
        )
        for member, areas in zip(members, worked, strict=True)
    ]
    _measure(found, user, day)
    return found


def governments(table: list[Column]) -> list[Column]:
    """Those that have a distance: local governments."""
    return [one for one in table if one.member.kind == Organization.Kind.LOCAL_GOVERNMENT]


def _areas(member) -> set[FocusArea]:
    own = {row.focus_area for row in member.carried_focus_areas.all()}
    return own.union(
        row.focus_area for term in member.terms for row in term.coalition.ranked_focus_areas.all()
    )


def _measure(table, user, day):
    """How far each local government is from each, where there are two."""
    public = governments(table)
    if len(public) < 2:
        return
    known = gazetteer(user, day)
    profiles = [
        known.peers[one.member.place_id].profile
        if one.member.place_id in known.peers
        else profile_of(one.member, day)
        for one in public
    ]
    for one, profile in zip(public, profiles, strict=True):
        one.distances = [distance(parts(profile, other, known.spread)) for other in profiles]
