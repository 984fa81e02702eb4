"""How members and memberships are filtered: the same set for page, API and export."""

from collections import Counter

from django.db.models import Count, Exists, F, OuterRef
from django.utils import timezone

from members.models import Membership, Organization, OrganizationFocusArea
from nscp.kit.filters import (
    ChoicesFilter,
    DayFilter,
    DirectoryFilterSet,
    OneOfFilter,
    SlugsFilter,
    WordsFilter,
)
from regions.models import Coalition, FocusArea, State

SORTS = {
    "name": ("Name", ["sort_name", "public_id"]),
    "-name": ("Name, from Z", ["-sort_name", "public_id"]),
    "-population": (
        "Population, largest first",
        [F("population").desc(nulls_last=True), "sort_name", "public_id"],
    ),
    "population": (
        "Population, smallest first",
        [F("population").asc(nulls_last=True), "sort_name", "public_id"],
    ),
    "-changed_at": ("Recently changed", ["-changed_at", "sort_name", "public_id"]),
}


class TermFilterSet(DirectoryFilterSet):
    """What members and memberships share: which terms are meant, on which day."""

    def day(self, chosen):
        """The day that status is read on: the one asked for, or today."""
        return chosen.get("as_of") or timezone.localdate()

    def terms(self, chosen):
        """The terms that all term choices together mean; without a status, those that hold."""
        terms = Membership.objects.in_status(
            chosen.get("status") or [Membership.Status.CURRENT], self.day(chosen)
        )
        if "region" in chosen:
            terms = terms.filter(coalition__slug__in=chosen["region"])
        if "role" in chosen:
            terms = terms.filter(role__in=chosen["role"])
        return terms

    def open_terms(self, name):
        """The terms under every term choice but `name`."""
        return self.terms({k: v for k, v in self.chosen.items() if k != name})


class MemberFilter(TermFilterSet):
    """Members by who and where they are, what they work on, and their terms."""

    q = WordsFilter(label="Search")
    kind = ChoicesFilter(label="Kind", choices=Organization.Kind.choices)
    level = ChoicesFilter(label="Level", choices=Organization.Level.choices)
    state = SlugsFilter(label="State", queryset=State.objects.all(), slug="usps")
    region = SlugsFilter(label="Region", queryset=Coalition.objects.all())
    focus = SlugsFilter(label="Focus area", queryset=FocusArea.objects.all())
    role = ChoicesFilter(label="Role", choices=Membership.Role.choices)
    status = ChoicesFilter(label="Status", choices=Membership.Status.choices)
    as_of = DayFilter(label="As of")
    sort = OneOfFilter(label="Sort by", choices=[(k, label) for k, (label, _) in SORTS.items()])

    by_column = {"kind": "kind", "level": "level", "state": "state__usps"}
    facet_names = ("region", "kind", "level", "focus", "state", "role", "status")

    class Meta:
        model = Organization
        fields: list[str] = []

    def narrow(self, queryset, chosen):
        rows = super().narrow(queryset, chosen)
        rows = rows.filter(pk__in=self.terms(chosen).values("organization"))
        if "focus" in chosen:
            rows = rows.working_on(chosen["focus"], self.day(chosen))
        return rows.order_by(*SORTS[chosen.get("sort", "name")][1])

    def count_kind(self):
        return self._counted("kind", "kind")

    def count_level(self):
        return self._counted("level", "level")

    def count_state(self):
        return self._counted("state", "state__usps")

    def count_region(self):
        return self._counted_terms("region", "coalition__slug")

    def count_role(self):
        return self._counted_terms("role", "role")

    def count_status(self):
        every = {**self.chosen, "status": Membership.Status.values}
        terms = self.terms(every).filter(
            organization__in=self.narrow(self.queryset.all(), every).values("pk")
        )
        rows = terms.with_status(self.day(every)).order_by().values("status")
        return {
            row["status"]: row["n"] for row in rows.annotate(n=Count("organization", distinct=True))
        }

    def count_focus(self):
        """Who carries each focus area, and who has it through a coalition alone: nobody twice."""
        rows = self.without("focus").order_by().values("pk")
        own = OrganizationFocusArea.objects.filter(organization__in=rows).order_by()
        terms = Membership.objects.on(self.day(self.chosen)).filter(organization__in=rows)
        through = terms.order_by().annotate(area=F("coalition__ranked_focus_areas__focus_area"))
        carried = OrganizationFocusArea.objects.filter(
            organization=OuterRef("organization"), focus_area=OuterRef("area")
        )
        through = through.filter(~Exists(carried), area__isnull=False)
        counts = Counter()
        for counted, slug in [
            (own, "focus_area__slug"),
            (through, "coalition__ranked_focus_areas__focus_area__slug"),
        ]:
            number = Count("organization", distinct=True)
            counts.update(dict(counted.values(slug).annotate(n=number).values_list(slug, "n")))
        return counts

    def _counted(self, name, column):
        rows = self.without(name).order_by().values(column).annotate(n=Count("pk"))
        return {row[column]: row["n"] for row in rows}

    def _counted_terms(self, name, column):
        rows = self.open_terms(name).filter(
            organization__in=self.without(name).order_by().values("pk")
        )
        rows = rows.order_by().values(column).annotate(n=Count("organization", distinct=True))
        return {row[column]: row["n"] for row in rows}


class MembershipFilter(TermFilterSet):
    """Terms by coalition, organization, role and day."""

    q = WordsFilter(label="Search")
    organization = SlugsFilter(label="Member", queryset=Organization.objects.listed())
    region = SlugsFilter(label="Region", queryset=Coalition.objects.all())
    role = ChoicesFilter(label="Role", choices=Membership.Role.choices)
    status = ChoicesFilter(label="Status", choices=Membership.Status.choices)
    as_of = DayFilter(label="As of")

    by_column = {"organization": "organization__slug"}

    class Meta:
        model = Membership
        fields: list[str] = []

    def narrow(self, queryset, chosen):
        rows = super().narrow(queryset, chosen)
        return rows.filter(pk__in=self.terms(chosen).values("pk"))
