"""The page of a member: what it is, where, since when with whom, and how to reach it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.likeness import peers
from members.locator import locator
from members.models import Contact, Membership, OrganizationAlias
from members.views.addresses import of_a_member
from nscp.kit.days import asked_day

# Where a scheme has a page on each of its numbers.
PUBLIC_PAGES = {
    "ror": "{}",
    "ipeds": "https://nces.ed.gov/collegenavigator/?id={}",
    "lei": "https://search.gleif.org/#/record/{}",
    "domain": "https://{}/",
}
CENSUS_PAGES = {
    5: "https://data.census.gov/profile?g=050XX00US{}",
    7: "https://data.census.gov/profile?g=160XX00US{}",
}


@require_safe
@of_a_member
def member_detail(request, member):
    """One member. An address that it had before leads on; one that is gone says so."""
    day = asked_day(request)
    terms = _terms(member, request.user, day.date)
    ended = Membership.Status.ENDED
    context = {
        "member": member,
        "day": day,
        "map": locator(member),
        "terms": [term for term in terms if term.status != ended],
        "former_terms": [term for term in terms if term.status == ended],
        "ties": Membership.TIES,
        "through": _through(terms),
        "carried": member.carried_focus_areas.select_related("focus_area"),
        "aliases": member.aliases.exclude(kind=OrganizationAlias.Kind.FORMER_SLUG),
        "identifiers": [(row, _public_page(row)) for row in member.identifiers.all()],
        # The page shows everybody the same: a director reads private contacts in the admin.
        "contacts": Contact.objects.filter(Contact.public, organization=member),
        "peers": peers.context(member, request.user, day.date, like=request.GET.get("like", "")),
    }
    return render(request, "members/member_detail.html", context)


def _terms(member, user, day):
    """Every term, the newest first within a coalition, with what the coalition works on."""
    rows = Membership.objects.visible_to(user).filter(organization=member)
    rows = rows.with_status(day).select_related("coalition")
    return rows.prefetch_related("coalition__ranked_focus_areas__focus_area")


def _through(terms):
    """(coalition, its focus areas in its order) of each that the member belongs to on the day."""
    current = Membership.Status.CURRENT
    coalitions = {term.coalition_id: term.coalition for term in terms if term.status == current}
    pairs = [(one, one.ranked_focus_areas.all()) for one in coalitions.values()]
    return [
        (coalition, [row.focus_area for row in sorted(ranked, key=lambda row: row.rank)])
        for coalition, ranked in pairs
        if ranked
    ]


def _public_page(identifier):
    """Where the issuer of a number tells about it, or nothing."""
    if identifier.scheme == identifier.Scheme.CENSUS_GEOID:
        form = CENSUS_PAGES.get(len(identifier.value), "")
    else:
        form = PUBLIC_PAGES.get(identifier.scheme, "")
    return form.format(identifier.value)
