"""The map of a list of members, and the same in words: how many in which state."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from members.figures import counties_served
from members.filters import MemberFilter
from members.lists.uses import choices
from regions.list_map import Dot, Pin, View, list_map


@dataclass(frozen=True)
class StateCount:
    """The members of a list in one state, and the list of them alone."""

    name: str
    number: int
    address: str


@dataclass(frozen=True)
class Mapped:
    """The map with where each dot leads, and the counts that stand below it."""

    view: View
    box: str
    dots: list[tuple[Dot, str]]
    located: int
    total: int
    states: list[StateCount]
    stateless: int

    @property
    def unlocated(self) -> int:
        return self.total - self.located


def mapped(filter_set: MemberFilter) -> Mapped:
    """The map of all members of the list, also of those on its other pages.

    A dot of several leads to their state, where the map is larger; in one state it leads nowhere.
    """
    rows = filter_set.qs.order_by("sort_name", "public_id").values_list(
        "longitude", "latitude", "name", "slug", "state__usps", "state__name"
    )
    pins, states = [], Counter()
    for longitude, latitude, name, slug, usps, state in rows:
        states[usps, state] += 1
        if latitude is not None:
            pins.append(Pin(longitude, latitude, name, slug, usps or ""))
    stateless = states.pop((None, None), 0)
    page = reverse("member-list")
    near = {usps: f"{page}?{choices(filter_set, state=usps)}" for usps, _ in states}
    served = frozenset(geoid for geoids in counties_served().values() for geoid in geoids)
    drawn = list_map(pins, served)

    def leads_to(dot: Dot) -> str:
        if dot.number == 1:
            return reverse("member-detail", args=[dot.pin.slug])
        return near.get(dot.state, "") if len(near) > 1 else ""

    return Mapped(
        view=drawn.view,
        box=drawn.view_box,
        dots=[(dot, leads_to(dot)) for dot in drawn.dots],
        located=len(pins),
        total=states.total() + stateless,
        states=sorted(
            (StateCount(name, number, near[usps]) for (usps, name), number in states.items()),
            key=lambda state: state.name,
        ),
        stateless=stateless,
    )
