"""Asking to join a coalition, and the private page that tells what became of it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from members.forms import ApplicationForm
from members.models import Application, Organization
from members.services import applications
from nscp.kit.limits import Limit
from nscp.kit.text import nearest
from nscp.kit.unlisted import secret
from regions.models import Coalition, Place

HOURLY = Limit("join", most=5, seconds=3600)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """The form; what was typed stays in it whatever goes wrong."""
    if request.method != "POST":
        initial, unknown = _asked_for(request)
        form = ApplicationForm(initial=initial)
        form.point_at(unknown)
        return _page(request, form, unknown=unknown)
    form = ApplicationForm(request.POST)
    if form.may_be_sent(request, HOURLY):
        try:
            application = applications.submit(form.instance)
        except ValidationError as error:
            form.refuse(error)
        except IntegrityError:  # the same request arrived twice at once
            form.add_error(
                "organization_name", "An application of this organization is already open."
            )
        else:
            return redirect("application-status", application.token)
    return _page(request, form)


@secret
@require_safe
def application_status(request, token):
    """What became of an application, for whoever has its secret address."""
    rows = Application.objects.select_related("coalition", "membership__organization")
    application = get_object_or_404(rows, token=token)
    membership = application.membership
    public = Organization.objects.listed()
    listed = membership is not None and public.contains(membership.organization)
    context = {
        "application": application,
        "member": membership.organization if listed else None,
    }
    return render(request, "members/application_status.html", context)


def _page(request, form, *, unknown=None):
    return form.page(request, "members/join.html", {"unknown": unknown or {}})


def _asked_for(request):
    """What the address fills in, and a message for what it names in vain."""
    initial, unknown = {}, {}
    if asked := request.GET.get("coalition"):
        names = dict(Coalition.objects.visible_to(request.user).values_list("slug", "name"))
        if asked in names:
            initial["coalition"] = asked
        else:
            unknown["coalition"] = _unknown(asked, names)
    if asked := request.GET.get("place"):
        place = _place(request, asked)
        if place:
            initial |= {"organization_name": place.display_name, "level": place.level}
            initial |= {"kind": Organization.Kind.LOCAL_GOVERNMENT, "website": place.website}
        else:
            unknown["organization_name"] = (
                f"“{asked[:60]}” is no place that we know: type the name."
            )
    if asked := request.GET.get("organization"):
        rows = Organization.objects.listed()
        row = rows.filter(slug=asked.replace("\x00", "")).first()
        if row:
            initial |= {"organization_name": row.name, "kind": row.kind}
            initial |= {"level": row.level, "website": row.website}
        else:
            unknown["organization_name"] = f"“{asked[:60]}” is not in the directory: type the name."
    return initial, unknown


def _place(request, slug):
    rows = Place.objects.visible_to(request.user).brief()
    return rows.filter(slug=slug.replace("\x00", "")).first()


def _unknown(asked, names):
    close = nearest(asked.replace("-", " ")[:80], names.values(), most=1)
    hint = f" Did you mean {close[0]}?" if close else " Choose one from the list."
    return f"There is no coalition “{asked[:60]}”.{hint}"
