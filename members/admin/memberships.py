"""Terms of membership: corrected here, ended and renewed by their services."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from members.models import Membership
from members.services import memberships
from members.waiting import WaitingFilter
from regions.acts import Act, DayInput
from regions.guards import ScopedAdmin
from regions.lists import MineFilter, RelatedFilter
from regions.rights import NATIONAL


class EndForm(forms.Form):
    """When a term ends, and why."""

    on = forms.DateField(
        label="First day without membership", initial=timezone.localdate, widget=DayInput()
    )
    reason = forms.CharField(max_length=300, required=False, help_text="For the log.")


class RenewForm(forms.Form):
    """The next term."""

    starts = forms.DateField(label="First day", initial=timezone.localdate, widget=DayInput())
    ends = forms.DateField(
        label="First day without membership",
        required=False,
        widget=DayInput(),
        help_text="May stay open.",
    )


class StatusFilter(admin.SimpleListFilter):
    """Status on this day, from the dates."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Membership.Status.choices

    def queryset(self, request, queryset):
        if self.value() not in Membership.Status.values:
            return queryset
        return queryset.in_status([self.value()], timezone.localdate())


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    list_display = ["organization", "coalition", "role", "starts", "ends", "status_today"]
    list_select_related = ["organization", "coalition"]
    list_filter = [
        MineFilter,
        WaitingFilter,
        StatusFilter,
        "role",
        ("coalition", RelatedFilter),
    ]
    search_fields = ["search_text"]
    autocomplete_fields = ["organization", "coalition"]
    readonly_fields = ["public_id", "changed_at"]
    director_fields = ["ends"]
    deleting = NATIONAL
    section = "Members"
    fieldsets = [
        (None, {"fields": ["organization", "coalition", "role"]}),
        ("Term", {"fields": ["starts", "starts_known", "ends"]}),
        ("How we know", {"fields": ["source", "as_of", "source_note"]}),
        ("Record", {"fields": ["public_id", "changed_at"]}),
    ]
    acts = [
        Act(
            "end",
            "End",
            "ended",
            lambda row, *, by, on, reason="": memberships.end(row, by=by, on=on),
            form=EndForm,
            when=lambda rows: rows.exclude(ends__lte=timezone.localdate()),
            danger=True,
        ),
        Act("renew", "Renew", "renewed", memberships.renew, form=RenewForm),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_status(timezone.localdate())

    @admin.display(description="status")
    def status_today(self, row):
        return Membership.Status(row.status).label
