"""The members: the list with its filters, its map, and what can be done with it."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpResponseRedirect

from members.filters import MemberFilter
from members.history import history_of
from members.likeness import side_by_side
from members.lists.map import mapped
from members.lists.uses import FORMATS, Uses, choices, elsewhere
from members.models import Membership, Organization
from nscp.kit.days import Day
from nscp.kit.views import DirectoryView


class MemberList(DirectoryView):
    """Members under the chosen filters, with the terms that put them there."""

    queryset = Organization.objects.live().select_related("state", "county").brief()
    filterset_class = MemberFilter
    template_name = "members/member_list.html"
    rows_template = "members/_member_rows.html"

    def get(self, request, *args, **kwargs):
        if (wanted := request.GET.get("format")) in FORMATS:
            return HttpResponseRedirect(elsewhere(wanted, request.GET))
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        super().get_queryset()
        return listed(self.filter, self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        chosen, count = self.filter.chosen, context["paginator"].count
        return context | {
            "day": Day(self.filter.day(chosen), asked="as_of" in chosen),
            "history": history_of(chosen),
            "uses": Uses(self.request, self.filter, count),
            "unknown_format": self.request.GET.get("format", "")[:20],
            "formats": FORMATS,
            "map": mapped(self.filter) if count else None,
            "ways_out": [] if count else ways_out(self.filter),
            "compared": side_by_side.MOST,
        }


def listed(filter_set, user):
    """The rows of a list in its order, each with the terms that a reader is shown."""
    rows, chosen = filter_set.qs, filter_set.chosen
    if "q" in chosen and "sort" not in chosen:
        rows = rows.by_relevance(chosen["q"])
    day = filter_set.day(chosen)
    terms = Membership.objects.visible_to(user).with_status(day)
    terms = terms.in_status(chosen.get("status") or [Membership.Status.CURRENT], day)
    terms = terms.select_related("coalition").brief("coalition")
    rows = rows.select_related("state", "county").brief()
    return rows.prefetch_related(Prefetch("memberships", terms, to_attr="shown_terms"))


def ways_out(filter_set) -> list[tuple[str, str, int]]:
    """What an empty list could be instead: in words, its query, and how many it then has."""
    chosen, labels = filter_set.chosen, {}
    for chip in filter_set.chips():
        labels.setdefault(chip.name, []).append(chip.label)
    found = [
        (
            f"Without “{'; '.join(said)}”",
            choices(filter_set, without=(name,)),
            filter_set.without(name).count(),
        )
        for name, said in labels.items()
    ]
    if "status" not in chosen:
        every = {**chosen, "status": Membership.Status.values}
        query = urlencode([("status", status) for status in Membership.Status.values])
        query = "&".join(filter(None, [choices(filter_set), query]))
        found.append(
            (
                "Former and upcoming members too",
                query,
                filter_set.narrow(filter_set.queryset.all(), every).count(),
            )
        )
    return [way for way in found if way[2]]
