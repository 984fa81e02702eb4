"""One search over everything that the directory knows by name."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Prefetch, Value, When, Window
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Membership, Organization, OrganizationAlias
from nscp.kit.filters import WordsField
from nscp.kit.text import fold, nearest, trigrams
from regions.models import Coalition, FocusArea, Place

LONGEST = WordsField.longest
SHOWN = 12
CANDIDATES = 40
PIECES = 40


@dataclass(frozen=True)
class Group:
    """The hits of one kind: the first of them, and how many there are."""

    name: str
    title: str
    rows: list[Any]

    @property
    def total(self) -> int:
        return self.rows[0].total if self.rows else 0


@require_safe
def search(request):
    """Regions, members, places and focus areas by every word of `q`; else the nearest names."""
    query = request.GET.get("q", "").strip()
    words = fold(query)
    context = {"query": query[:LONGEST], "problem": ""}
    if len(query) > LONGEST:
        context["problem"] = f"That is too long to search for: {LONGEST} characters at most."
    elif query and not words:
        context["problem"] = "Type a letter or a digit: there is nothing else to search for."
    elif words:
        groups = found(words, request.user)
        context["groups"] = [group for group in groups if group.rows]
        context["total"] = sum(group.total for group in groups)
        if not context["groups"]:
            context["nearest"] = near(words, request.user)
    return render(request, "search.html", context)


def found(words, user):
    """Every group, with the same number of queries however many rows there are."""
    places = _first(_places(user), words)
    for place in places:
        place.served = _served(place)
    return [
        Group("regions", "Regions", _first(_regions(user), words)),
        Group("members", "Members", _first(_members(user), words)),
        Group("places", "Places", places),
        Group("focus-areas", "Focus areas", _first(FocusArea.objects.visible_to(user), words)),
    ]


def _first(rows, words):
    counted = rows.search(words).by_relevance(words).annotate(total=Window(Count("pk")))
    rows = list(counted.defer("document", "search_text")[:SHOWN])
    for row in rows:
        row.known_as = _known_as(row, words)
    return rows


def _known_as(row, words):
    """The other name that was searched for, where it is that which found the row."""
    if not hasattr(row, "other_names") or _says(row.name, words):
        return ""
    return next((other.name for other in row.other_names if _says(other.name, words)), "")


def _says(name, words):
    spoken = f" {fold(name)}"
    return all(f" {word}" in spoken for word in words.split())


def _regions(user):
    rows = Coalition.objects.visible_to(user).select_related("home_state")
    return rows.prefetch_related(Prefetch("aliases", to_attr="other_names"))


def _members(user):
    names = OrganizationAlias.objects.exclude(kind=OrganizationAlias.Kind.FORMER_SLUG)
    terms = Membership.objects.visible_to(user).with_status(timezone.localdate())
    terms = terms.select_related("coalition").defer("document", "coalition__document")
    return (
        Organization.objects.live()
        .visible_to(user)
        .select_related("state", "county")
        .prefetch_related(
            Prefetch("aliases", names, to_attr="other_names"),
            Prefetch("memberships", terms, to_attr="terms"),
        )
    )


def _places(user):
    """Places with whom their counties are served by, and the organizations that they are."""
    terms = Membership.objects.current().stated()
    records = Organization.objects.live().visible_to(user).defer("document", "search_text")
    records = records.prefetch_related(Prefetch("memberships", terms, to_attr="member_terms"))
    coalitions = Coalition.objects.visible_to(user).defer("document", "search_text")
    rows = Place.objects.visible_to(user).select_related("state", "county", "other_county")
    return rows.prefetch_related(
        Prefetch("organizations", records, to_attr="records"),
        Prefetch("county__coalitions", coalitions, to_attr="serving"),
        Prefetch("other_county__coalitions", coalitions, to_attr="serving"),
    )


def _served(place):
    """(coalition, the place as its member or None) of each coalition that serves the place."""
    counties = [county for county in (place.county, place.other_county) if county]
    coalitions = {one.pk: one for county in counties for one in county.serving}
    members = {t.coalition_id: record for record in place.records for t in record.member_terms}
    return [(coalition, members.get(pk)) for pk, coalition in coalitions.items()]


def near(words, user):
    """The names most like what was typed, for a search that found nothing."""
    former = OrganizationAlias.Kind.FORMER_SLUG
    spoken = Prefetch("aliases", OrganizationAlias.objects.exclude(kind=former))
    rows = [
        *_likely(Coalition.objects.visible_to(user).prefetch_related("aliases"), words),
        *_likely(Organization.objects.live().visible_to(user).prefetch_related(spoken), words),
        *_likely(Place.objects.visible_to(user), words),
        *_likely(FocusArea.objects.visible_to(user), words),
    ]
    others = [alias.name for row in rows if hasattr(row, "aliases") for alias in row.aliases.all()]
    # A little further than for a misspelled parameter: two letters swapped in a short name are far.
    return nearest(words, [row.name for row in rows] + others, floor=0.2)


def _likely(rows, words):
    """The rows that share most three-letter pieces, so that Python compares few of many."""
    pieces = [piece for piece in sorted(trigrams(words)) if not piece.startswith("  ")][:PIECES]
    hits = [
        Case(When(search_text__contains=piece, then=Value(1)), default=Value(0)) for piece in pieces
    ]
    score = sum(hits, Value(0))
    rows = rows.annotate(score=score).filter(score__gt=0).order_by("-score", "sort_name", "pk")
    return rows.defer("document")[:CANDIDATES]
