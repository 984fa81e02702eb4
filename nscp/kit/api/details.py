"""One record of a resource, by its slug or its public id."""

from typing import Any

from django.db.models import Case, Q, Value, When
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.request import Request

from nscp.kit.api import formats
from nscp.kit.api.parameters import Query
from nscp.kit.api.problems import GONE, Problem
from nscp.kit.api.resources import Gone, Moved, Resource
from nscp.kit.api.schema import Node, ResourceSchema, detail_operation
from nscp.kit.api.shapes import Shape
from nscp.kit.api.tags import tag_of
from nscp.kit.api.views import ApiView
from nscp.kit.ids import is_public_id


class DetailView(ApiView):
    """One record of a resource."""

    resource: Resource = None  # type: ignore[assignment]

    def get(self, request: Request, key: str) -> HttpResponseBase:
        resource = self.resource
        query = Query(request.query_params, resource.detail_parameters)
        wanted = self.chosen_format(query, resource.detail_formats.values())
        expanded = query.words("expand", resource.expansions) if resource.expansions else []
        fields = query.words("fields", resource.field_names(expanded))
        query.refuse()
        row = self.find(request, key)
        if isinstance(row, HttpResponseBase):
            return row
        shape = Shape(request.user, fields, {name: resource.expansions[name] for name in expanded})
        public_id, version, stored, *point = row
        (document,) = shape.apply([stored])
        text = document
        if wanted is formats.GEOJSON:
            text = formats.feature(formats.Located(public_id, document, *point))
        # The version alone is what a writer sends back; other looks at the record have own tags.
        plain = not shape and wanted is formats.JSON
        tag = f'"{version}"' if plain else tag_of(version, text)
        return self.tagged(
            request, tag, lambda: HttpResponse(text, content_type=wanted.content_type)
        )

    def find(self, request: Request, key: str) -> Any:
        """The row, or where it went."""
        resource = self.resource
        wanted = Q(slug=key) if resource.by_slug else Q(pk__in=())
        if is_public_id(key):
            wanted |= Q(public_id=key)
        rows = resource.rows(request.user).filter(wanted)
        # A slug may look like another record's id: the slug is then meant, as in a page's address.
        by_slug = (
            Case(When(slug=key, then=Value(0)), default=Value(1)) if resource.by_slug else "pk"
        )
        columns = ["public_id", "version", "document", *(resource.point or ())]
        row = rows.order_by(by_slug).values_list(*columns).first()
        if row is not None:
            return row
        try:
            resource.elsewhere(request.user, key)
        except Moved as moved:
            return self._redirect(request, moved.key)
        except Gone:
            detail = "This record was removed from the directory. Delete your copy."
            raise Problem(GONE, detail) from None
        raise Http404

    def describe(self, schema: ResourceSchema) -> Node:
        return detail_operation(self.resource, schema)

    def _redirect(self, request: Request, key: str) -> HttpResponse:
        address = reverse(f"api-{self.resource.name}-detail", args=[key])
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
