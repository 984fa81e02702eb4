"""Proposing what is right in a member's record, and the private page that tells what became of it.

Nobody needs an account for either.
"""

import copy

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from members.forms import CorrectionForm
from members.models import Organization, Proposal
from members.services import proposals
from members.views.addresses import of_a_member
from nscp.kit.limits import Limit
from nscp.kit.unlisted import secret, unlisted

HOURLY = Limit("correction", most=5, seconds=3600)


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_member
def correction(request, member):
    """The record's public fields, to be written over; what differs waits for who keeps it."""
    # A copy, since a form writes what was typed into its row, which the page still has to name.
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, instance=copy.copy(member)
    )
    if form.is_bound and form.may_be_sent(request, HOURLY):
        try:
            proposal = proposals.submit(form.proposal(member), form.wanted)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("correction-status", proposal.token)
    return form.page(request, "members/correction.html", {"member": member})


@secret
@require_safe
def correction_status(request, token):
    """What became of a proposed correction, for whoever has its secret address."""
    rows = Proposal.objects.select_related("organization__steward")
    proposal = get_object_or_404(rows, token=token)
    public = Organization.objects.listed()
    context = {
        "proposal": proposal,
        "changes": [
            (change, change.told(change.before), change.told(change.proposed))
            for change in proposal.changes.all()
        ],
        "listed": public.contains(proposal.organization),
    }
    return render(request, "members/correction_status.html", context)
