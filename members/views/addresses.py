"""Pages of one member: who is found at an address, and where an old address leads."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from members.models import Organization
from members.successors import whereabouts

# What only machines read, and is long.
UNSEEN = ("document", "search_text", "notes")


def with_query(request, address):
    """Where a request is led on to, with all that it asked for: so it stays on its day."""
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address


def of_a_member(view):
    """Hand a view the live member at the address; elsewhere say where it is, or that it is gone."""

    @wraps(view)
    def answer(request, slug):
        rows = Organization.objects.live().visible_to(request.user).defer(*UNSEEN)
        member = rows.select_related("steward", "state", "county").filter(slug=slug).first()
        return _moved_or_gone(request, slug) if member is None else view(request, member)

    return answer


def _moved_or_gone(request, slug):
    """301 to where the record is now, 410 where nothing took its place, 404 where it never was."""
    found = whereabouts(request.user, slug)
    if found is None:
        raise Http404
    if found.survivor:
        page = reverse(request.resolver_match.url_name, args=[found.survivor.slug])
        return HttpResponsePermanentRedirect(with_query(request, page))
    return render(request, "members/member_gone.html", {"member": found.record}, status=410)
