"""Plain functions that make rows, each with the least that a row needs."""

import datetime

from django.contrib.auth.models import User
from django.utils.text import slugify

from members.models import Application, Contact, Membership, Organization, Proposal
from members.services import proposals
from regions.models import (
    Coalition,
    CoalitionCounty,
    CoalitionFocusArea,
    County,
    Directorship,
    FocusArea,
    Place,
    State,
)

STATES = {
    "CO": ("08", "Colorado"),
    "TX": ("48", "Texas"),
    "AZ": ("04", "Arizona"),
    "KS": ("20", "Kansas"),
}
LONG_AGO = datetime.date(2020, 1, 1)


def state(usps="CO"):
    fips, name = STATES[usps]
    return State.objects.get_or_create(fips=fips, defaults={"usps": usps, "name": name})[0]


def county(geoid="08001", name="Adams County", usps="CO"):
    return County.objects.get_or_create(geoid=geoid, defaults={"name": name, "state": state(usps)})[
        0
    ]


def place(name="Brighton", level="city", in_county=None, **fields):
    home = in_county or county()
    defaults = {
        "slug": slugify(f"{name} {home.state.usps}"),
        "display_name": f"{level.title()} of {name}",
        "level": level,
        "state": home.state,
        "county": home,
        "source": "test",
    }
    return Place.objects.create(name=name, **defaults | fields)


def coalition(name="North Alliance", state_code=None, **fields):
    home = state(fields.pop("state", state_code) or "CO")
    defaults = {"slug": slugify(name), "area_name": name.split()[0], "home_state": home}
    return Coalition.objects.create(name=name, **defaults | fields)


def serves(which, *counties):
    return [
        CoalitionCounty.objects.create(coalition=which, county=c, source="test") for c in counties
    ]


def focus_area(name="Water", **fields):
    return FocusArea.objects.create(name=name, slug=slugify(name), summary=f"{name}.", **fields)


def ranked(which, area, rank=1):
    return CoalitionFocusArea.objects.create(coalition=which, focus_area=area, rank=rank)


def organization(name="City of Plano", kind="local_government", **fields):
    defaults = {"slug": slugify(name), "published": True}
    if kind == "local_government":
        defaults["level"] = "city"
    if fields.get("county"):
        defaults["state"] = fields["county"].state
    return Organization.objects.create(name=name, kind=kind, **defaults | fields)


def membership(member, which, starts=LONG_AGO, ends=None, role="member", **fields):
    return Membership.objects.create(
        organization=member, coalition=which, starts=starts, ends=ends, role=role, **fields
    )


def contact(member, name="Pat Person", **fields):
    defaults = {"email": f"{slugify(name)}@example.org", "phone": "+1 555 0100"}
    return Contact.objects.create(organization=member, name=name, **defaults | fields)


def application(which, name="Village of Maybe", **fields):
    defaults = {
        "kind": "local_government",
        "level": "village",
        "contact_name": "Ada Applicant",
        "contact_email": "ada@example.org",
    }
    return Application.objects.create(coalition=which, organization_name=name, **defaults | fields)


def proposal(member, *, message="", proposer_name="Corinne Correct", **wanted):
    row = Proposal(
        organization=member,
        message=message,
        proposer_name=proposer_name,
        proposer_email=f"{slugify(proposer_name)}@example.org",
    )
    return proposals.submit(row, wanted)


def person(username, which=None, role=None, *, starts=LONG_AGO, ends=None, **fields):
    """A staff account; with a role, acting for `which` coalition, or for all where that is None."""
    user = User.objects.create_user(username, password="a long password", is_staff=True, **fields)
    if role:
        Directorship.objects.create(user=user, coalition=which, role=role, starts=starts, ends=ends)
    return user
