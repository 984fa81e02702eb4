"""One list of members for other sites: the feed of its changes, and the frame that shows it."""

import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from members.lists.changes import list_changes, midnight
from members.lists.public import public_list
from members.lists.uses import SOURCE, choices, described
from members.views.directory import listed
from nscp.kit import atom
from nscp.kit.addresses import with_query
from nscp.kit.api.parameters import did_you_mean
from nscp.kit.dates import spoken
from nscp.kit.security import csp_override
from nscp.kit.views import asked_page

# The day the partnership was made public: no change is older.
BEGINNING = midnight(datetime.date(2021, 10, 4))
EMBED_CSP = {**settings.SECURE_CSP, "script-src": ["'none'"], "frame-ancestors": ["*"]}
ON_A_PAGE = 50


def problems(filter_set, *more: str) -> list[str]:
    """What an address says wrongly, in sentences.

    Then nothing is shown: no reader of a feed and no visitor of another site would notice that a
    choice was left out.
    """
    known = [*filter_set.form.fields, *more]
    found = [
        f"There is no parameter “{name}” here.{did_you_mean(name, known)}"
        for name in filter_set.data
        if name not in known
    ]
    for name, errors in filter_set.errors.items():
        found += [f"{name}: {error}" for error in errors]
    return found


@require_safe
def changes_feed(request):
    """The changes of one list as an Atom feed; of all members without a choice."""
    filter_set = public_list(request.GET)
    if wrong := problems(filter_set):
        return HttpResponse(
            "\n".join(["This feed cannot be made.", *wrong, ""]),
            status=400,
            content_type="text/plain; charset=utf-8",
        )
    today = timezone.localdate()
    entries = list_changes(filter_set, min(filter_set.day(filter_set.chosen), today))
    query = choices(filter_set)
    asked = filter_set.chosen.get("as_of")
    until = f", up to {spoken(asked.isoformat())}" if asked else ""
    channel = atom.Channel(
        title=f"{described(filter_set)}: changes",
        subtitle=f"Who joined, who left, and whose record changed in this list of members{until}.",
        author=SOURCE,
        page=with_query(reverse("member-list"), query),
        updated=entries[0].at if entries else BEGINNING,
    )
    return atom.answer(request, channel, entries)


@xframe_options_exempt
@csp_override(EMBED_CSP)
@require_safe
def embed(request):
    """A list to stand in a page of any other site: the public's, whoever is signed in."""
    filter_set = public_list(request.GET)
    wrong = problems(filter_set, "page")
    query = choices(filter_set)
    context = {
        "title": described(filter_set),
        "source": SOURCE,
        "day": filter_set.day(filter_set.chosen),
        "dated": "as_of" in filter_set.chosen,
        "address": request.build_absolute_uri(
            with_query(reverse("member-list"), "" if wrong else query)
        ),
        "home": request.build_absolute_uri("/"),
        "problems": wrong,
    }
    if wrong:
        return render(request, "members/embed.html", context, status=400)
    rows = listed(filter_set, AnonymousUser())
    context["page_obj"], context["page_message"] = asked_page(request, rows, ON_A_PAGE)
    return render(request, "members/embed.html", context)
