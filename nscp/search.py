"""One search over everything that the directory knows by name."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Window
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from members.models import Membership, Organization, OrganizationAlias
from members.places import standing, with_standing
from nscp.kit.inputs import WordsField
from nscp.kit.spelling import meant
from nscp.kit.text import asked_words, fold, pieces
from regions.models import Coalition, FocusArea, Place

LONGEST = WordsField.longest
SHOWN = 12
SUGGESTED = 8


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
@vary_on_headers("HX-Request")
def search(request):
    """Regions, members, places and focus areas by every word of `q`; else what may be meant.

    A script that suggests while one types asks with the header of htmx, and gets links alone.
    """
    query = request.GET.get("q", "").strip()
    words = fold(query)
    suggesting = "HX-Request" in request.headers
    context = {"query": query[:LONGEST], "problem": ""}
    if len(query) > LONGEST:
        context["problem"] = f"That is too long to search for: {LONGEST} characters at most."
    elif query and not words:
        context["problem"] = "Type a letter or a digit: there is nothing else to search for."
    elif words:
        groups = (suggested if suggesting else found)(words, request.user)
        context["groups"] = [group for group in groups if group.rows]
        context["total"] = sum(group.total for group in groups)
        context["meant"] = [] if context["total"] else meant(query, known(request.user))
        if suggesting:
            context["suggestions"] = likeliest(groups)
    return render(request, "suggestions.html" if suggesting else "search.html", context)


def found(words, user):
    """Every group, with the same number of queries however many rows there are."""
    rows = Place.objects.visible_to(user).select_related("state", "county", "other_county")
    places = _first(with_standing(rows, user), words)
    for place in places:
        place.standing = standing(place)
    return [
        Group("regions", "Regions", _first(_regions(user), words)),
        Group("members", "Members", _first(_with_terms(_members(user), user), words)),
        Group("places", "Places", places),
        Group("focus-areas", "Focus areas", _first(_focus_areas(user), words)),
    ]


def suggested(words, user):
    """The same groups with what a link needs; a place that is a member is found as that."""
    places = Place.objects.visible_to(user).select_related("state", "county")
    places = places.exclude(organizations__in=Organization.objects.live().visible_to(user))
    return [
        Group(name, title, _first(rows, words, SUGGESTED))
        for name, title, rows in [
            ("regions", "Region", _regions(user)),
            ("members", "Member", _members(user)),
            ("places", "Place", places),
            ("focus-areas", "Focus area", _focus_areas(user)),
        ]
    ]


def likeliest(groups):
    """The few hits that meet the words best, each with its group, whatever kind they are of."""
    hits = [(row, group) for group in groups for row in group.rows]
    return sorted(hits, key=lambda hit: hit[0].leading)[:SUGGESTED]


def known(user):
    """Search text and name of everything that `user` may find."""
    return [
        row
        for rows in (
            Coalition.objects.visible_to(user),
            Organization.objects.live().visible_to(user),
            Place.objects.visible_to(user),
            FocusArea.objects.visible_to(user),
        )
        for row in rows.order_by("pk").values_list("search_text", "name")
    ]


def _first(rows, words, most=SHOWN):
    counted = rows.search(words).by_relevance(words).annotate(total=Window(Count("pk")))
    rows = list(counted.brief()[:most])
    for row in rows:
        row.known_as = _known_as(row, words)
    return rows


def _known_as(row, words):
    """The other name that was searched for, where it is that which found the row."""
    if not hasattr(row, "other_names") or _says(row.name, words):
        return ""
    return next((other.name for other in row.other_names if _says(other.name, words)), "")


def _says(name, words):
    spoken = f" {fold(name)} "
    return all(any(piece in spoken for piece in pieces(word)) for word in asked_words(words))


def _regions(user):
    rows = Coalition.objects.visible_to(user).select_related("home_state")
    return rows.prefetch_related(Prefetch("aliases", to_attr="other_names"))


def _members(user):
    names = OrganizationAlias.objects.exclude(kind=OrganizationAlias.Kind.FORMER_SLUG)
    rows = Organization.objects.live().visible_to(user).select_related("state", "county")
    rows = rows.brief()
    return rows.prefetch_related(Prefetch("aliases", names, to_attr="other_names"))


def _with_terms(members, user):
    terms = Membership.objects.visible_to(user).with_status(timezone.localdate())
    terms = terms.select_related("coalition").brief("coalition")
    return members.prefetch_related(Prefetch("memberships", terms, to_attr="terms"))


def _focus_areas(user):
    return FocusArea.objects.visible_to(user)
