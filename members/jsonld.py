"""Members, coalitions and the partnership in the words of schema.org, as plain data.

All of it stands on the page as well. People are left out, although their names are public: what
gathers data by itself shall not gather them.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from members.models import Identifier, Membership, Organization, OrganizationAlias
from members.wording import begins
from nscp.kit.linked import Thing, known
from regions.models import Coalition, County, Level

PARTNERSHIP = "National Smart Coalitions Partnership"
TYPES = {
    Organization.Kind.LOCAL_GOVERNMENT: "GovernmentOrganization",
    Organization.Kind.UNIVERSITY: "CollegeOrUniversity",
    Organization.Kind.COMPANY: "Organization",
    Organization.Kind.NONPROFIT: "NGO",
}
# Governments that serve one place, and what schema.org calls the place.
AREAS = {
    Level.CITY: "City",
    Level.TOWN: "City",
    Level.VILLAGE: "City",
    Level.COUNTY: "AdministrativeArea",
}


def partnership(site: str) -> Thing:
    """The least about the partnership: whose members the coalitions are."""
    return {
        "@type": "Organization",
        "@id": f"{site}/#partnership",
        "name": PARTNERSHIP,
        "alternateName": "NSCP",
        "url": f"{site}/",
    }


def website(site: str) -> Thing:
    """The directory, and how to search it."""
    return {
        "@type": "WebSite",
        "@id": f"{site}/#website",
        "url": f"{site}/",
        "name": PARTNERSHIP,
        "publisher": {"@id": f"{site}/#partnership"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{site}{reverse('search')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def home(site: str, coalitions: Iterable[Coalition], card: str) -> Thing:
    """The partnership with its coalitions."""
    return partnership(site) | {
        "image": card,
        "member": [_named(coalition, site) for coalition in coalitions],
    }


def region(
    coalition: Coalition, aliases: Iterable[str], counties: Iterable[County], site: str
) -> Thing:
    """A coalition, the counties that it serves and since when it has been in the partnership."""
    role = {
        "@type": "OrganizationRole",
        "memberOf": partnership(site),
        "startDate": _day(coalition.joined_on),
    }
    names = [coalition.short_name, *aliases]
    return known(
        _named(coalition, site)
        | {
            "alternateName": [n for n in dict.fromkeys(names) if n and n != coalition.name],
            "description": coalition.summary,
            "sameAs": coalition.website,
            "foundingDate": coalition.founded,
            "address": _address("", coalition.home_state),
            "areaServed": [
                {"@type": "AdministrativeArea", "name": f"{county.name}, {county.state.name}"}
                for county in counties
            ],
            "memberOf": known(role),
        }
    )


def member(
    one: Organization,
    terms: Iterable[Membership],
    aliases: Iterable[OrganizationAlias],
    identifiers: Iterable[tuple[Identifier, str]],
    site: str,
) -> Thing:
    """An organization and its terms; each identifier comes with the page of its issuer."""
    identifiers = list(identifiers)
    address = _address(one.city, one.state)
    pages = [one.website, *(page for _, page in identifiers)]
    return known(
        _named(one, site)
        | {
            "@type": TYPES[Organization.Kind(one.kind)],
            "alternateName": [alias.name for alias in aliases],
            "description": one.summary,
            "sameAs": list(_apart(pages)),
            "identifier": [_identifier(row, page) for row, page in identifiers],
            "address": address,
            "location": _location(one, address),
            "areaServed": _area(one),
            "memberOf": [
                _role(term, site) for term in terms if term.role not in Membership.TIES
            ],  # a source that states a tie states no membership
        }
    )


def _named(row: Any, site: str) -> Thing:
    address = site + row.get_absolute_url()
    return {
        "@type": "Organization",
        "@id": f"{address}#organization",
        "name": row.name,
        "url": address,
    }


def _role(term: Membership, site: str) -> Thing:
    """A term; `ends` is the first day without, so that the last one is the day before."""
    last = term.ends - datetime.timedelta(days=1) if term.ends else None
    return known(
        {
            "@type": "OrganizationRole",
            "roleName": term.get_role_display(),
            "startDate": begins(term) if term.starts_known else "",
            "endDate": _day(last),
            "memberOf": _named(term.coalition, site),
        }
    )


def _apart(pages: Iterable[str]) -> Iterator[str]:
    """Each address once: that of a domain is most often the website, but for a slash."""
    seen = {""}
    for page in pages:
        if page.rstrip("/") not in seen:
            seen.add(page.rstrip("/"))
            yield page


def _identifier(row: Identifier, page: str) -> Thing:
    return known(
        {
            "@type": "PropertyValue",
            "propertyID": row.get_scheme_display(),
            "value": row.value,
            "url": page,
        }
    )


def _address(city: str, state: Any) -> Thing:
    if state is None:
        return {}
    return known(
        {
            "@type": "PostalAddress",
            "addressLocality": city,
            "addressRegion": state.usps,
            "addressCountry": "US",
        }
    )


def _location(one: Organization, address: Thing) -> Thing:
    """Where it lies: an organization has no coordinates, the place where it is has them."""
    if one.latitude is None:
        return {}
    point = {"@type": "GeoCoordinates", "latitude": one.latitude, "longitude": one.longitude}
    return known({"@type": "Place", "geo": point, "address": address})


def _area(one: Organization) -> Thing:
    """What a government governs, where its level tells."""
    kind = AREAS.get(Level(one.level)) if one.level else None
    name = one.county.name if one.level == Level.COUNTY and one.county else one.city
    return {"@type": kind, "name": name} if kind and name else {}


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
