"""The API: its addresses and its documentation, both from the declared resources."""

from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from members.api.views import MEMBERS, MEMBERSHIPS
from nscp.kit.api.described import detail_parameters, list_parameters, with_code
from nscp.kit.api.details import DetailView
from nscp.kit.api.lists import ListView
from nscp.kit.api.problems import CODES, KINDS
from nscp.kit.api.resources import DEFAULT_LIMIT, MOST
from nscp.kit.api.root import RootView, SchemaView
from nscp.kit.api.tags import tag_of
from nscp.kit.security import csp_override
from regions.api.views import FOCUS_AREAS, PLACES, REGIONS

RESOURCES = (REGIONS, MEMBERS, MEMBERSHIPS, FOCUS_AREAS, PLACES)

# Swagger UI writes styles into its elements and carries its icons in its style sheet.
EXPLORER_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}


def described(resource):
    """A resource as the documentation shows it."""
    notes = resource.notes
    return {
        "it": resource,
        "list_parameters": list_parameters(resource),
        "detail_parameters": detail_parameters(resource),
        "fields": [(name, ", ".join(below)) for name, below in resource.tree.items()],
        "columns": [(c.header, with_code(notes.get(c.header, ""))) for c in resource.columns],
    }


def edition(request):
    """What the documentation of this release says of this host."""
    return tag_of(request.build_absolute_uri("/"))


@require_safe
@cache_control(public=True, max_age=60)
@condition(etag_func=edition)
def docs(request):
    """How to use the API, for a person with a terminal."""
    context = {
        "site": request.build_absolute_uri("/").rstrip("/"),
        "resources": [described(each) for each in RESOURCES],
        "kinds": [(kind, with_code(kind.explanation)) for kind in KINDS],
        "codes": [(code, with_code(told)) for code, told in CODES.items()],
        "limit": DEFAULT_LIMIT,
        "most": MOST,
    }
    return render(request, "api_docs.html", context)


@csp_override(EXPLORER_CSP)
@require_safe
@cache_control(public=True, max_age=60)
@condition(etag_func=edition)
def explorer(request):
    """The API to try out, drawn by Swagger UI from the schema, with nothing from elsewhere."""
    return render(request, "api_explorer.html")


urlpatterns = [
    path("docs/", docs, name="api-docs"),
    path("docs/explorer/", explorer, name="api-explorer"),
    path("v1/", RootView.as_view(resources=RESOURCES), name="api-root"),
    path("v1/schema/", SchemaView.as_view(), name="api-schema"),
]
for each in RESOURCES:
    urlpatterns += [
        path(f"v1/{each.name}/", ListView.as_view(resource=each), name=f"api-{each.name}"),
        path(
            f"v1/{each.name}/<slug:key>/",
            DetailView.as_view(resource=each),
            name=f"api-{each.name}-detail",
        ),
    ]
