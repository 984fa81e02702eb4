"""The API: its addresses and its documentation, both from the declared resources."""

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from members.api.views import MEMBERS, MEMBERSHIPS
from nscp.kit.api.described import detail_parameters, list_parameters
from nscp.kit.api.details import DetailView
from nscp.kit.api.lists import ListView
from nscp.kit.api.problems import CODES, KINDS
from nscp.kit.api.resources import DEFAULT_LIMIT, MOST
from nscp.kit.api.root import RootView, SchemaView
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


@require_safe
def docs(request):
    """How to use the API, for a person with a terminal."""
    context = {
        "site": request.build_absolute_uri("/").rstrip("/"),
        "resources": [
            {
                "it": each,
                "list_parameters": list_parameters(each),
                "detail_parameters": detail_parameters(each),
                "columns": [
                    (column.header, each.notes.get(column.header, "")) for column in each.columns
                ],
            }
            for each in RESOURCES
        ],
        "kinds": KINDS,
        "codes": CODES,
        "limit": DEFAULT_LIMIT,
        "most": MOST,
    }
    return render(request, "api_docs.html", context)


@csp_override(EXPLORER_CSP)
@require_safe
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
