"""What of a page is a file: the card that others show beside a link to it, and its vCard."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from members import cards, figures, vcard
from members.models import Contact
from members.views.addresses import of_a_member
from nscp.kit.head import site_of
from nscp.kit.tags import counted, spelled
from regions.map import Spot
from regions.models import Coalition, CoalitionCounty


@require_safe
def home_card(request):
    """The country with its network."""
    regions, counties = figures.regions(request.user), figures.counties_served()
    spots = figures.spots(figures.terms(request.user))
    drawn = tuple(
        (
            row.coalition.slug,
            row.coalition.area_name,
            tuple(sorted(counties[row.coalition.pk])),
            tuple(spots[row.coalition.pk]),
        )
        for row in regions
    )
    members = figures.partnership(request.user)["members"].number
    name = (
        f"{spelled(len(drawn)).capitalize()} region{'' if len(drawn) == 1 else 's'}, one network."
    )
    words = cards.Words("The directory", name, (counted(members, "member"),))
    return _png(cards.home_card(words, drawn))


@require_safe
def region_card(request, slug):
    """A region with its members."""
    visible = Coalition.objects.visible_to(request.user).brief()
    coalition = get_object_or_404(visible, slug=slug)
    geoids, terms = _counties(coalition), _terms(request.user, coalition)
    below = [counted(terms.values("organization").distinct().count(), "member")]
    if geoids:
        below.append(counted(len(geoids), "county", "counties"))
    words = cards.Words(coalition.area_name, coalition.name, (", ".join(below),))
    return _png(cards.region_card(words, geoids, _spots(terms, coalition)))


@require_safe
@of_a_member
def member_card(request, member):
    """A member among those of its coalition."""
    terms = _terms(request.user).filter(organization=member).select_related("coalition")
    coalitions = list(dict.fromkeys(term.coalition for term in terms))
    where = ", ".join(filter(None, [member.city, member.state.name if member.state else ""]))
    below = filter(None, [where, *(coalition.name for coalition in coalitions)])
    kind = member.get_level_display() or member.get_kind_display()
    spot = None
    if member.latitude is not None:
        spot = Spot(member.longitude, member.latitude)
    home = coalitions[0] if coalitions else None
    return _png(
        cards.member_card(
            cards.Words(kind, member.name, tuple(below)),
            _counties(home) if home else (),
            _spots(_terms(request.user, home), home) if home else (),
            spot,
        )
    )


@require_safe
@of_a_member
def member_vcard(request, member):
    """A member, and its people who agreed to be named, for an address book."""
    people = Contact.objects.filter(Contact.public, organization=member)
    text = vcard.of_member(member, people, site_of(request))
    response = HttpResponse(text.encode(), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{member.slug}.vcf"'
    return response


def _terms(user, coalition=None):
    terms = figures.terms(user)
    return terms.filter(coalition=coalition) if coalition else terms


def _counties(coalition) -> tuple[str, ...]:
    served = CoalitionCounty.objects.filter(coalition=coalition).order_by("county")
    return tuple(served.values_list("county", flat=True))


def _spots(terms, coalition) -> tuple[Spot, ...]:
    return tuple(figures.spots(terms)[coalition.pk])


def _png(picture: bytes) -> HttpResponse:
    return HttpResponse(picture, content_type="image/png")
