"""Proposed corrections: read field by field, and decided."""

import copy

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join

from members.models import Proposal, ProposedChange
from members.services import proposals
from members.waiting import WaitingFilter
from regions.acts import Act
from regions.guards import ReadOnlyAdmin, ScopedInline
from regions.lists import RelatedFilter
from regions.rights import EDIT, NOBODY


class DecideForm(forms.Form):
    """Which fields are right, and why the others are not."""

    accepted = forms.MultipleChoiceField(
        label="Write into the record",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What is not ticked is declined.",
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The proposer reads this. Needed for what you decline.",
    )


class Decide(Act):
    """Asks about each field of the proposal."""

    def form_for(self, row):
        """The form with a checkbox for each field; without one where none is proposed."""
        changes = row.changes.select_related("proposal__organization")
        accepted = copy.deepcopy(DecideForm.base_fields["accepted"])
        accepted.choices = [(change.field, _line(change)) for change in changes]
        own = {"accepted": accepted if accepted.choices else None}
        return type("DecideForm", (DecideForm,), own)


def _line(change):
    """A change in one line: before, proposed, and what stands there by now if that is neither."""
    before, proposed, now = map(change.told, (change.before, change.proposed, change.now))
    moved = f" (by now “{now}”)" if change.moved else ""
    return f"{change.get_field_display()}: “{before}” becomes “{proposed}”{moved}"


class ProposedChangeInline(ScopedInline, admin.TabularInline):
    """Every field before, as proposed, and as it stands now."""

    model = ProposedChange
    verbose_name_plural = "fields"
    fields = ["field", "it_said", "should_say", "says_now", "verdict"]
    readonly_fields = ["field", "it_said", "should_say", "says_now", "verdict"]
    adding = deleting = NOBODY
    can_delete = False

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("proposal__organization")

    @admin.display(description="before")
    def it_said(self, row):
        return row.told(row.before)

    @admin.display(description="proposed")
    def should_say(self, row):
        return row.told(row.proposed)

    @admin.display(description="now")
    def says_now(self, row):
        return row.told(row.now)


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """What was proposed stays as written; who keeps the record decides."""

    list_display = ["organization", "what", "state", "created_at"]
    list_filter = [WaitingFilter, "state", ("organization__steward", RelatedFilter)]
    search_fields = ["organization__name", "proposer_name", "proposer_email"]
    section = "Members"
    inlines = [ProposedChangeInline]
    fieldsets = [
        (None, {"fields": ["organization", "state", "created_at", "message", "source"]}),
        ("Who proposes", {"fields": ["proposer_name", "proposer_email"]}),
        ("Decision", {"fields": ["reason", "decided_at", "decider"]}),
    ]
    acts = [
        Decide(
            "decide",
            "Decide",
            "decided",
            proposals.decide,
            form=DecideForm,
            right=EDIT,
            when=lambda rows: rows.open(),
        )
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("organization", "decided_by")
        return rows.prefetch_related("changes__proposal__organization")

    @admin.display(description="what", empty_value="a message")
    def what(self, row):
        lines = [(_line(change),) for change in row.changes.all()]
        return format_html_join("", "<div>{}</div>", lines) or None

    @admin.display(description="decided by", empty_value="nobody yet")
    def decider(self, row):
        return row.decided_by.get_username() if row.decided_by else None


@admin.register(ProposedChange)
class ProposedChangeAdmin(ReadOnlyAdmin):
    """Every proposed field, for those who look for one."""

    list_display = ["field", "proposal", "verdict"]
    list_filter = ["verdict", "field"]
    fields = ["proposal", "field", "before", "proposed", "verdict"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("proposal__organization")
