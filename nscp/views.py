"""The home page, the probes of whoever runs the site, and the pages for what goes wrong."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from members import figures
from nscp.kit.api import problems
from nscp.kit.days import asked_day
from nscp.kit.requests import current_id
from regions.map import national_map
from regions.models import FocusArea

log = logging.getLogger(__name__)


@require_safe
def home(request):
    """The map of the network, the partnership in numbers, and what the data is."""
    day = asked_day(request)
    regions = figures.regions(request.user, day)
    terms = figures.terms(request.user, day)
    offered = FocusArea.objects.visible_to(request.user).offered().brief()
    founded = [row.coalition for row in regions if not row.coalition.founded_later]
    context = {
        "day": day,
        "regions": regions,
        "home_states": len({coalition.home_state_id for coalition in founded}),
        "map": _map(regions, terms),
        "figures": figures.partnership(request.user, day),
        "areas": offered.annotate(ranking=Count("ranked_by")).order_by("-ranking", "name"),
        "sources": terms.exclude(as_of="").aggregate(oldest=Min("as_of"), newest=Max("as_of")),
        "changed": figures.listed(request.user, day=day).qs.aggregate(at=Max("changed_at"))["at"],
    }
    return render(request, "home.html", context)


def _map(regions, terms):
    """Each region in its outline, with a dot for each member whose place is known."""
    counties, spots = figures.counties_served(), figures.spots(terms)
    return national_map(
        (
            row.coalition.slug,
            row.coalition.area_name,
            counties[row.coalition.pk],
            spots[row.coalition.pk],
        )
        for row in regions
    )


@never_cache
@require_safe
def healthz(request):
    """The process answers: it asks for no session and no database, so that it says only that."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """The database answers, and has every table and column that this release expects."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        log.exception("The database does not answer.")
        return HttpResponse("database: no answer\n", status=503, content_type="text/plain")
    if waiting:
        names = "".join(f"migration: {step.app_label}.{step.name}\n" for step, _ in waiting)
        return HttpResponse(names, status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request, exception=None):
    return _error(request, 400)


def forbidden(request, exception=None):
    return _error(request, 403, str(exception or ""))


def not_found(request, exception=None):
    return _error(request, 404)


def broken(request):
    return _error(request, 500)


def _error(request, status, message=""):
    """The page for an error, or what a program reads of it."""
    if request.path.startswith("/api/"):
        kind = problems.of_status(status)
        return problems.respond(problems.Problem(kind, message or kind.explanation))
    context = {"message": message, "request_id": current_id.get()}
    try:
        # Without the request: nothing may be asked of the session or the database any more.
        page = loader.render_to_string(f"{status}.html", context)
    except Exception:
        # Where even this page fails, as without collected style sheets, words are left.
        log.exception("The page for error %s cannot be rendered.", status)
        page = f"<!doctype html><title>{status}</title><h1>This went wrong on our side.</h1>"
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
