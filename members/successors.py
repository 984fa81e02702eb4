"""Where a record went that is no longer at its address: one rule for pages and API."""

from dataclasses import dataclass

from members.models import Organization, OrganizationAlias
from nscp.kit.ids import is_public_id


@dataclass(frozen=True)
class Whereabouts:
    """A record that was at an address, and the live one that stands for it now, if any does."""

    record: Organization
    survivor: Organization | None


def whereabouts(user, key: str) -> Whereabouts | None:
    """What became of the organization with this slug or public id; None where `user` never saw one.

    A merge is followed to its end. It goes before a former slug, that before an archived record.
    """
    visible = Organization.objects.visible_to(user).brief()
    former = OrganizationAlias.objects.filter(kind=OrganizationAlias.Kind.FORMER_SLUG, name=key)
    named = visible.filter(slug=key)
    if is_public_id(key):
        named |= visible.filter(public_id=key)
    known = [
        *named.exclude(merged_into=None).order_by("-pk")[:1],
        *visible.filter(pk__in=former.values("organization")).order_by("-pk")[:1],
        *named.exclude(archived_at=None).order_by("-pk")[:1],
    ]
    for record in known:
        survivor = _last(record)
        if (
            survivor.archived_at is None
            and survivor.merged_into_id is None
            and visible.contains(survivor)
        ):
            return Whereabouts(record, survivor)
    return Whereabouts(known[-1], None) if known else None


def _last(record: Organization) -> Organization:
    """What the record became in the end: a survivor may itself have been merged later."""
    passed = set()
    while record.merged_into and record.pk not in passed:
        passed.add(record.pk)
        record = record.merged_into
    return record
