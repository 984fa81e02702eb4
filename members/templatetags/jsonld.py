"""The data blocks of the pages about members and regions."""

from itertools import chain

from django import template
from django.urls import reverse

from members import jsonld
from nscp.kit import linked
from nscp.kit.head import site_of

register = template.Library()


@register.simple_tag(takes_context=True)
def home_jsonld(context, regions):
    """The partnership with its coalitions, and how to search the site."""
    site = site_of(context["request"])
    coalitions = [row.coalition for row in regions]
    card = site + reverse("home-card")
    return linked.script(jsonld.website(site), jsonld.home(site, coalitions, card))


@register.simple_tag(takes_context=True)
def region_jsonld(context, coalition, aliases, states):
    """A coalition with its counties, which come by state, and the way to its page."""
    site = site_of(context["request"])
    crumbs = [
        ("Regions", reverse("region-list")),
        (coalition.name, coalition.get_absolute_url()),
    ]
    counties = [row.county for _, rows in states for row in rows]
    thing = jsonld.region(coalition, aliases, counties, site)
    return linked.script(thing, linked.trail(site, crumbs))


@register.simple_tag(takes_context=True)
def member_jsonld(context, member, identifiers, aliases, *terms):
    """A member with its terms, which come in one list or in several, and the way to its page."""
    site = site_of(context["request"])
    crumbs = [("Members", reverse("member-list")), (member.name, member.get_absolute_url())]
    thing = jsonld.member(member, chain(*terms), aliases, identifiers, site)
    return linked.script(thing, linked.trail(site, crumbs))
