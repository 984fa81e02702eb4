"""The API's resources of members and their terms."""

from members.api.documents import MemberDocument, MembershipDocument
from members.filters import MemberFilter, MembershipFilter
from members.models import Membership, Organization
from members.successors import whereabouts
from nscp.kit.api.resources import Gone, Moved, Resource
from nscp.kit.api.shapes import Expansion
from nscp.kit.api.tables import Column
from nscp.kit.ids import is_public_id
from regions.api.views import FOCUS_AREAS, LAST, PLACES, REGIONS, columns
from regions.models import Change, Coalition, FeedPosition, FocusArea, Place

STATUS_NOTE = (
    "Read on the day of `as_of`; without it only terms that hold count. Every term: "
    "`status=current&status=upcoming&status=ended`."
)


def members(user):
    """Organizations that are neither archived nor merged."""
    return Organization.objects.live().visible_to(user)


def former_member(user, key):
    """Says where an organization went."""
    found = whereabouts(user, key)
    if found:
        raise Moved(found.survivor.slug) if found.survivor else Gone


def deleted_membership(user, key):
    """Asks the log whether a term was deleted that the reader could have seen."""
    changes = Change.objects.filter(record=key, type="members.membership", op=Change.Op.DELETE)
    before = changes.values_list("before", flat=True).first() if is_public_id(key) else None
    if before and members(user).filter(pk=before["organization_id"]).exists():
        raise Gone


def term(item):
    """A term in one cell: whose, as what, and from when until when as ISO 8601 writes intervals."""
    return f"{item['coalition']['slug']} {item['role']} {item['starts']}/{item['ends'] or '..'}"


MEMBERS = Resource(
    name="members",
    singular="Member",
    about="Organizations with a term in a coalition: governments, companies, universities, others.",
    rows=members,
    filters=MemberFilter,
    document=MemberDocument,
    orders={
        "name": ("sort_name",),
        "population": ("population", "sort_name"),
        "changed_at": ("changed_at", "sort_name"),
    },
    columns=(
        *columns("id", "slug", "name", "kind", "level", "summary", "website"),
        Column("steward", "steward.slug"),
        *columns("place", "city", "state", "county", "population", "population_year"),
        *columns("latitude", "longitude"),
        Column("identifiers", tell=lambda item: f"{item['scheme']}:{item['value']}"),
        Column("aliases", "aliases.name"),
        Column("focus_areas", "focus_areas.slug"),
        Column("memberships", tell=term),
        *columns("verified_on"),
        *LAST,
    ),
    position=FeedPosition.current,
    expansions={
        "steward": Expansion(Coalition.objects.visible_to, REGIONS.stored),
        "place": Expansion(Place.objects.visible_to, PLACES.stored, key="slug"),
        "focus_areas": Expansion(FocusArea.objects.visible_to, FOCUS_AREAS.stored),
    },
    elsewhere=former_member,
    point=("latitude", "longitude"),
    notes={
        "region": "Slug of a coalition in which the organization has a term.",
        "focus": "Slug of a focus area that the member carries, or a coalition of its own ranks.",
        "kind": "What kind of organization it is.",
        "level": "What kind of government it is; other kinds have none.",
        "state": "Postal code, such as `TX`.",
        "role": "What the organization is in the coalition.",
        "status": STATUS_NOTE,
        "as_of": "The day on which terms are read, such as `2021-10-04`.",
        "identifiers": "`scheme:value`.",
        "memberships": "`coalition role start/end`; an open end is `..`.",
    },
    examples={
        "Local governments of North Texas, counted": "/api/v1/members/"
        "?region=north-texas-innovation-alliance&kind=local_government&count=exact",
        "Companies or universities, names and sites only": "/api/v1/members/"
        "?kind=company&kind=university&fields=name,website",
        "Members on the day the partnership was announced": "/api/v1/members/?as_of=2021-10-04",
        "A map layer": "/api/v1/members/?format=geojson",
        "A table for a spreadsheet": "/api/v1/members/?kind=local_government&format=csv",
    },
)

MEMBERSHIPS = Resource(
    name="memberships",
    singular="Membership",
    about="The terms: which organization is what in which coalition, since when, and how we know.",
    rows=Membership.objects.visible_to,
    filters=MembershipFilter,
    document=MembershipDocument,
    orders={
        "name": ("sort_name",),
        "starts": ("starts",),
        "ends": ("ends",),
        "changed_at": ("changed_at",),
    },
    columns=(
        Column("id"),
        Column("organization", "organization.slug"),
        Column("coalition", "coalition.slug"),
        *columns("role", "starts", "starts_known", "ends", "source", "as_of", "source_note"),
        *columns("version", "changed_at"),
    ),
    position=FeedPosition.current,
    expansions={
        "organization": Expansion(members, MEMBERS.stored),
        "coalition": Expansion(Coalition.objects.visible_to, REGIONS.stored),
    },
    elsewhere=deleted_membership,
    by_slug=False,
    notes={
        "organization": "Slug of a member.",
        "role": "What the organization is in the coalition.",
        "region": "Slug of a coalition.",
        "status": STATUS_NOTE,
        "as_of": "The day on which `status` is read, such as `2021-10-04`.",
    },
    examples={
        "Current terms in a coalition, each with its organization": "/api/v1/memberships/"
        "?region=smart-north-florida&expand=organization",
        "Terms that have ended, latest first": "/api/v1/memberships/?status=ended&ordering=-ends",
    },
)
