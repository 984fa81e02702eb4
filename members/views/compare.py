"""Up to four members side by side."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from members.likeness import peers
from members.likeness.side_by_side import MOST, address, asked_for, columns, governments
from members.models import Organization
from nscp.kit.days import asked_day
from nscp.kit.tags import on_day


@require_safe
def compare(request):
    """The table of the members that the address names; what it names in vain is said above it."""
    day = asked_day(request)
    name = request.GET.get("add", "")
    asked = asked_for(request.user, request.GET.getlist("member"), name)
    if name and not asked.typed and not asked.messages:
        # So that the address itself says who stands here.
        return redirect(on_day(address(*asked.slugs), day))
    table = columns(request.user, asked.slugs, day.date)
    public = governments(table)
    context = {
        "asked": asked,
        "table": table,
        "governments": list(enumerate(public)) if len(public) > 1 else [],
        "most": MOST,
        "day": day,
        "like_it": _like(table, request.user, day.date) if len(table) == 1 else [],
    }
    response = render(request, "members/compare.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _like(table, user, day):
    """(name, address) of those that the only member could be compared with."""
    member = table[0].member
    if member.kind != Organization.Kind.LOCAL_GOVERNMENT:
        return []
    near = peers.context(member, user, day).members
    pairs = [(slug, name) for peer in near for slug, name in peer.members.items()]
    return [(name, address(member.slug, slug)) for slug, name in pairs if slug != member.slug]
