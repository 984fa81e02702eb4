"""What waits for a director: each number is the length of the list that it links to."""

import datetime
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from members.models import Application, Membership, Organization, Proposal
from regions.models import Coalition, Role
from regions.models.scoped import in_charge

SOON, LONG = datetime.timedelta(days=90), datetime.timedelta(days=365)


def open_applications(rows):
    """Requests to join that nobody has decided."""
    return rows.open()


def open_proposals(rows):
    """Proposed corrections that nobody has decided."""
    return rows.open()


def ending_soon(rows):
    """Terms that end within 90 days, and no later term of the same member follows."""
    later = Membership.objects.filter(
        organization=OuterRef("organization"),
        coalition=OuterRef("coalition"),
        starts__gte=OuterRef("ends"),
    )
    soon = rows.current().filter(ends__lte=timezone.localdate() + SOON)
    return soon.filter(~Exists(later))


def long_unverified(rows):
    """Organizations that nobody has confirmed for a year."""
    return rows.live().unverified_since(timezone.localdate() - LONG)


@dataclass(frozen=True)
class Wait:
    """One kind of waiting work: its rows, and the column that says which coalition's it is."""

    name: str
    label: str
    model: type
    rows: object
    column: str

    def cells(self, coalitions):
        """The count of each coalition, with its list."""
        rows = self.rows(self.model.objects.all()).order_by()
        counts = dict(rows.values_list(self.column).annotate(n=Count("pk")))
        return [
            {"count": counts.get(getattr(coalition, "pk", None), 0), "url": self.url(coalition)}
            for coalition in coalitions
        ]

    def url(self, coalition):
        page = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_changelist"
        owner = {f"{self.column}__id__exact": coalition.pk} if coalition else {}
        chosen = {"waiting": self.name, **(owner or {f"{self.column}__isnull": True})}
        return f"{reverse(page)}?{urlencode(chosen)}"


WAITS = (
    Wait("decision", "Applications to decide", Application, open_applications, "coalition"),
    Wait("correction", "Corrections to decide", Proposal, open_proposals, "organization__steward"),
    Wait("renewal", "Memberships that end within 90 days", Membership, ending_soon, "coalition"),
    Wait("check", "Records not verified for a year", Organization, long_unverified, "steward"),
)


def waiting_for(user):
    """The coalitions that the person acts for, and what waits in each.

    National staff has a column of its own (None) where records are kept by no coalition.
    """
    coalitions = list(Coalition.objects.filter(in_charge(user, Role.values, "pk")))
    national = Organization.objects.live().filter(in_charge(user, Role.values, ""), steward=None)
    coalitions += [None] if national.exists() else []
    rows = [{"label": wait.label, "cells": wait.cells(coalitions)} for wait in WAITS if coalitions]
    return {"coalitions": coalitions, "rows": rows}


class WaitingFilter(admin.SimpleListFilter):
    """Narrows a list to what waits: the list behind each number of the start page."""

    title = "what waits"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [(wait.name, wait.label) for wait in WAITS if wait.model is model_admin.model]

    def queryset(self, request, queryset):
        for wait in WAITS:
            if wait.name == self.value() and wait.model is queryset.model:
                return wait.rows(queryset)
        return queryset
