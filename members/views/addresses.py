"""Pages of one member: who is found at an address, and where an old address leads."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from members.models import Organization
from members.successors import whereabouts
from nscp.kit.addresses import with_query


def of_a_member(view):
    """Hand a view the live member at the address; elsewhere say where it is, or that it is gone."""

    @wraps(view)
    def answer(request, slug):
        rows = Organization.objects.live().visible_to(request.user).brief()
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
        # With all that was asked for, so that it stays on its day.
        return HttpResponsePermanentRedirect(with_query(page, request.GET.urlencode()))
    return render(request, "members/member_gone.html", {"member": found.record}, status=410)
