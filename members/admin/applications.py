"""Requests to join: read, linked to the directory, decided."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from members.models import Application, Membership
from members.services import applications
from members.waiting import WaitingFilter
from regions.acts import Act, DayInput
from regions.guards import ScopedAdmin
from regions.lists import RelatedFilter
from regions.rights import NOBODY


class ApproveForm(forms.Form):
    """What the new member's first term is."""

    starts = forms.DateField(
        label="First day of membership", initial=timezone.localdate, widget=DayInput()
    )
    role = forms.ChoiceField(choices=Membership.Role.choices, initial=Membership.Role.MEMBER)
    reason = forms.CharField(
        label="Message",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The applicant reads this.",
    )


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), help_text="The applicant reads this."
    )


@admin.register(Application)
class ApplicationAdmin(ScopedAdmin):
    """What the applicant wrote stays as written; a director says who that is, and decides."""

    list_display = ["organization_name", "coalition", "kind", "state", "created_at", "name"]
    list_select_related = ["coalition"]
    list_filter = [WaitingFilter, "state", "kind", ("coalition", RelatedFilter)]
    search_fields = ["organization_name", "contact_name", "contact_email"]
    autocomplete_fields = ["organization"]
    adding = NOBODY
    section = "Members"
    fieldsets = [
        (None, {"fields": ["coalition", "state", "created_at"]}),
        (
            "Organization",
            {"fields": ["organization_name", "kind", "level", "website", "organization"]},
        ),
        ("Who asks", {"fields": ["name", "position", "e_mail", "wish"]}),
        ("Decision", {"fields": ["reason", "decided_at", "decider", "membership"]}),
    ]
    acts = [
        Act(
            "approve",
            "Approve",
            "approved",
            applications.approve,
            form=ApproveForm,
            when=lambda rows: rows.open(),
        ),
        Act(
            "decline",
            "Decline",
            "declined",
            applications.decline,
            form=DeclineForm,
            when=lambda rows: rows.open(),
            danger=True,
        ),
    ]

    # The model's own labels speak to the applicant.

    @admin.display(description="name")
    def name(self, row):
        return row.contact_name

    @admin.display(description="role", empty_value="none given")
    def position(self, row):
        return row.contact_title or None

    @admin.display(description="e-mail")
    def e_mail(self, row):
        return row.contact_email

    @admin.display(description="wants to work on", empty_value="nothing said")
    def wish(self, row):
        return row.message or None

    @admin.display(description="decided by", empty_value="nobody yet")
    def decider(self, row):
        return row.decided_by.get_username() if row.decided_by else None

    def get_readonly_fields(self, request, obj=None):
        names = [name for _, options in self.fieldsets for name in options["fields"]]
        if obj is not None and obj.state == Application.State.OPEN:
            names.remove("organization")
        return names
