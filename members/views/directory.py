"""The members: the list with its filters."""

from django.db.models import Prefetch

from members.filters import MemberFilter
from members.models import Membership, Organization
from nscp.kit.views import DirectoryView

# What only machines read, and is long.
UNSEEN = ("document", "search_text", "notes")


class MemberList(DirectoryView):
    """Members under the chosen filters, with the terms that put them there."""

    queryset = Organization.objects.live().select_related("state", "county").defer(*UNSEEN)
    filterset_class = MemberFilter
    template_name = "members/member_list.html"
    rows_template = "members/_member_rows.html"

    def get_queryset(self):
        rows, chosen = super().get_queryset(), self.filter.chosen
        if "q" in chosen and "sort" not in chosen:
            rows = rows.by_relevance(chosen["q"])
        day = self.filter.day(chosen)
        terms = Membership.objects.visible_to(self.request.user).with_status(day)
        terms = terms.in_status(chosen.get("status") or [Membership.Status.CURRENT], day)
        terms = terms.select_related("coalition").defer("document", "coalition__document")
        return rows.prefetch_related(Prefetch("memberships", terms, to_attr="shown_terms"))
