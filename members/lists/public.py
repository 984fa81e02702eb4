"""A list as everybody sees it, and who ever belonged to it: for feeds and frames."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from members.filters import MemberFilter
from members.models import Membership, Organization, OrganizationFocusArea


def public_list(data) -> MemberFilter:
    """The list as everybody sees it: a feed reader has no session, nor has a frame."""
    rows = Organization.objects.listed()
    return MemberFilter(data, queryset=rows)


def belonging(filter_set: MemberFilter) -> tuple[QuerySet[Organization], QuerySet[Membership]]:
    """The members that are or were in the list, or will be, and the terms that say so."""
    left = {"status", "as_of", "sort", "focus"}
    chosen = {name: value for name, value in filter_set.chosen.items() if name not in left}
    chosen["status"] = Membership.Status.values
    members = filter_set.narrow(filter_set.queryset.all(), chosen)
    if areas := filter_set.chosen.get("focus"):
        # Of any time: who left the coalition that works on it was in the list because of it.
        through = Membership.objects.filter(
            coalition__ranked_focus_areas__focus_area__slug__in=areas
        )
        own = OrganizationFocusArea.objects.filter(focus_area__slug__in=areas)
        members = members.filter(
            Q(pk__in=own.values("organization")) | Q(pk__in=through.values("organization"))
        )
    members = members.order_by()
    terms = filter_set.terms(chosen).filter(organization__in=members.values("pk"))
    return members, terms.visible_to(AnonymousUser())
