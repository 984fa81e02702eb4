"""The root of the API, which lists what there is, and its OpenAPI description."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework.request import Request

from nscp.kit.api import schema
from nscp.kit.api.formats import JSON, YAML, Format
from nscp.kit.api.parameters import Query
from nscp.kit.api.resources import Resource
from nscp.kit.api.shapes import write
from nscp.kit.api.tags import tag_of
from nscp.kit.api.views import ApiView

FORMAT = {"name": "format", "in": "query", "description": "Goes before the Accept header."}


class RootView(ApiView):
    """Where everything is."""

    resources: Sequence[Resource] = ()

    def get(self, request: Request) -> HttpResponseBase:
        query = Query(request.query_params, ["format"])
        wanted = self.chosen_format(query, [JSON])
        query.refuse()
        lists = {each.name: self._at(request, f"api-{each.name}") for each in self.resources}
        body = {
            "resources": lists,
            "schema": self._at(request, "api-schema"),
            "documentation": self._at(request, "api-docs"),
        }
        return HttpResponse(write(body), content_type=wanted.content_type)

    @staticmethod
    def _at(request: Request, name: str) -> str:
        return request.build_absolute_uri(reverse(name))

    def describe(self, made: schema.ResourceSchema) -> schema.Node:
        shape = {
            "type": "object",
            "properties": {
                "resources": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "format": "uri"},
                },
                "schema": {"type": "string", "format": "uri"},
                "documentation": {"type": "string", "format": "uri"},
            },
            "required": ["resources", "schema", "documentation"],
        }
        return schema.operation(
            "root",
            "What there is",
            "The address of every list, of this description and of the documentation.",
            "about",
            parameters=[{**FORMAT, "schema": {"type": "string", "enum": ["json"]}}],
            responses={
                "200": {
                    "description": "Addresses.",
                    "content": {JSON.media_type: {"schema": made.component("Root", shape)}},
                },
                **made.problems(400, 406, 500),
            },
        )


class SchemaView(ApiView):
    """The OpenAPI description."""

    formats = (
        JSON,
        YAML,
        Format("json", "application/vnd.oai.openapi+json", streams=False),
        Format("yaml", "application/vnd.oai.openapi", streams=False),
    )

    def get(self, request: Request) -> HttpResponseBase:
        query = Query(request.query_params, ["format"])
        wanted = self.chosen_format(query, self.formats)
        query.refuse()
        return self.tagged(request, tag_of(wanted.media_type), lambda: self._answer(wanted))

    @staticmethod
    def _answer(wanted: Format) -> HttpResponse:
        described: Any = schema.document()
        if wanted.name == "yaml":
            text = OpenApiYamlRenderer().render(described)
        else:
            text = json.dumps(described, ensure_ascii=False, indent=1)
        return HttpResponse(text, content_type=wanted.content_type)

    def describe(self, made: schema.ResourceSchema) -> schema.Node:
        return schema.operation(
            "schema",
            "This description",
            "OpenAPI 3.1, as JSON or YAML.",
            "about",
            parameters=[{**FORMAT, "schema": {"type": "string", "enum": ["json", "yaml"]}}],
            responses={
                "200": {
                    "description": "The description.",
                    "content": {
                        each.media_type: {"schema": {"type": "object"}} for each in self.formats
                    },
                },
                "304": {"description": "What you hold still stands."},
                **made.problems(400, 406, 500),
            },
        )
