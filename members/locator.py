"""A small map that shows where a member is: its region, its county, one dot."""

from collections import defaultdict
from dataclasses import dataclass

from members.models import Organization
from regions.map import Spot, region_map
from regions.models import Coalition, CoalitionCounty


@dataclass(frozen=True)
class Locator:
    """The region as paths, its counties but the member's own in one; the page has to stay light."""

    coalition: Coalition
    view_box: str
    land: str
    counties: str
    own: str
    outline: str
    x: float
    y: float


def locator(member: Organization) -> Locator | None:
    """The map; None where the point is not known, or no coalition serves the county.

    Where two serve it, the region is that of the steward.
    """
    if member.latitude is None or member.longitude is None or not member.county_id:
        return None
    here = CoalitionCounty.objects.filter(county=member.county_id).values("coalition")
    served = defaultdict(list)
    for row in CoalitionCounty.objects.filter(coalition__in=here).select_related("coalition"):
        served[row.coalition].append(row.county_id)
    if not served:
        return None
    coalition = min(served, key=lambda one: (one.pk != member.steward_id, one.name))
    spot = Spot(member.longitude, member.latitude)
    drawn = region_map(served[coalition], {}, [spot])
    own = [county.path for county in drawn.counties if county.geoid == member.county_id]
    return Locator(
        coalition,
        drawn.view_box,
        "".join(state.path for state in drawn.states),
        "".join(county.path for county in drawn.counties if county.path not in own),
        "".join(own),
        drawn.outline,
        drawn.dots[0].x,
        drawn.dots[0].y,
    )
