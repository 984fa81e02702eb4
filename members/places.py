"""Places as visitors find them: which are members, which could be, and who serves them.

A place is a member where a source states a term, in whichever coalition, that holds on the day:
every number and every list of member places begins with `terms`.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.utils import timezone

from members.models import Membership, Organization
from nscp.kit.filters import ChoicesFilter, DayFilter
from regions.filters import PlaceFilter
from regions.models import Coalition, Place


class GazetteerFilter(PlaceFilter):
    """The gazetteer by what a place is, and by whether it is a member today or on another day."""

    member = ChoicesFilter(label="Membership", choices=[("yes", "Members"), ("no", "Not members")])
    as_of = DayFilter(label="As of")

    facet_names = ("region", "member", "level", "state", "county")

    class Meta(PlaceFilter.Meta):
        pass

    def narrow(self, queryset, chosen):
        rows = super().narrow(queryset, chosen)
        asked, inside = set(chosen.get("member", ())), members(chosen.get("as_of"))
        if asked == {"yes"}:
            return rows.filter(pk__in=inside)
        return rows.exclude(pk__in=inside) if asked == {"no"} else rows

    def facets(self):
        """Without a state or region there are too many counties to choose from."""
        few = {"region", "state", "county"} & {*self.chosen, *self.errors}
        names = [name for name in self.facet_names if few or name != "county"]
        return [self._facet(name) for name in names]

    def count_member(self):
        rows = self.without("member")
        inside = rows.filter(pk__in=members(self.chosen.get("as_of"))).count()
        return {"yes": inside, "no": rows.count() - inside}


def terms(user, day=None):
    """The terms that on `day` make a place a member, of the records that `user` sees."""
    shown = Organization.objects.live().visible_to(user)
    held = Membership.objects.on(day or timezone.localdate()).covering()
    return held.filter(organization__in=shown)


def members(day=None):
    """The keys of the places that on `day` are members, as everybody sees them."""
    return terms(AnonymousUser(), day).values("organization__place")


def with_standing(rows, user, day=None):
    """Places with whom their counties are served by, and the records that stand for them."""
    held = Membership.objects.on(day or timezone.localdate()).stated().order_by()
    held = held.select_related("coalition").brief("coalition")
    records = Organization.objects.live().visible_to(user).brief()
    records = records.prefetch_related(Prefetch("memberships", held, to_attr="member_terms"))
    coalitions = Coalition.objects.visible_to(user).brief()
    return rows.prefetch_related(
        Prefetch("organizations", records, to_attr="records"),
        Prefetch("county__coalitions", coalitions, to_attr="serving"),
        Prefetch("other_county__coalitions", coalitions, to_attr="serving"),
    )


@dataclass(frozen=True)
class Standing:
    """A place among the coalitions: each with the place as its member, or with None."""

    served: list[tuple[Coalition, Organization | None]]
    elsewhere: list[tuple[Coalition, Organization]]  # it belongs to these, which do not serve it


def standing(place: Place) -> Standing:
    """Where a place stands, of rows `with_standing`."""
    counties = [county for county in (place.county, place.other_county) if county]
    serving = list(dict.fromkeys(one for county in counties for one in county.serving))
    inside = {term.coalition: record for record in place.records for term in record.member_terms}
    return Standing(
        [(coalition, inside.get(coalition)) for coalition in serving],
        [pair for pair in inside.items() if pair[0] not in serving],
    )
