"""The OpenAPI description of the API, made from the same declarations that answer it."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from nscp.kit.api import problems
from nscp.kit.api.described import Parameter, detail_parameters, list_parameters
from nscp.kit.api.formats import CSV, GEOJSON, JSON, JSONL
from nscp.kit.api.resources import Resource

Node = dict[str, Any]

PROBLEM: Node = {
    "type": "object",
    "description": "An error by RFC 9457. Branch on `type` and `code`; sentences may change.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "The request id, also in X-Request-ID."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "parameter": {"type": "string"},
                    "code": {"type": "string", "enum": list(problems.CODES)},
                    "detail": {"type": "string"},
                },
                "required": ["parameter", "code", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}
ADDRESS: Node = {"type": ["string", "null"], "format": "uri"}


class ResourceSchema(AutoSchema):
    """Asks the view for its operation; spectacular adds the components that it refers to."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> Node | None:
        self.registry, self.path, self.method = registry, path, method.upper()
        describe = getattr(self.view, "describe", None)
        return describe(self) if describe else None

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Node:
        """The shape of a stored document: every field is there, known or not."""
        made: Node = super()._map_basic_serializer(serializer, direction)
        for name, each in made["properties"].items():
            made["properties"][name] = _as_stored(each)
        return {**made, "required": list(made["properties"])}

    def component(self, name: str, schema: Node) -> Node:
        """A reference to a component of our own making."""
        made = ResolvedComponent(name, ResolvedComponent.SCHEMA, schema=schema, object=name)
        self.registry.register_on_missing(made)
        return made.ref

    def document(self, resource: Resource) -> Node:
        """A reference to the shape of a resource's stored documents."""
        return self.resolve_serializer(resource.stored, "response").ref

    def problems(self, *statuses: int) -> Node:
        """The errors that an operation may answer."""
        content = {problems.MEDIA_TYPE: {"schema": self.component("Problem", PROBLEM)}}
        return {
            str(status): {"description": problems.of_status(status).title, "content": content}
            for status in statuses
        }


def operation(view_id: str, summary: str, about: str, tag: str, **more: Any) -> Node:
    return {"operationId": view_id, "summary": summary, "description": about, "tags": [tag], **more}


def list_operation(resource: Resource, schema: ResourceSchema) -> Node:
    """A resource's list in every format."""
    document = schema.document(resource)
    page = {
        "type": "object",
        "properties": {
            "results": {"type": "array", "items": document},
            "next": ADDRESS,
            "previous": ADDRESS,
            "count": {"type": "integer", "description": "Only with `count=exact`."},
        },
        "required": ["results", "next", "previous"],
    }
    shapes = {
        JSON.media_type: schema.component(f"{resource.singular}Page", page),
        JSONL.media_type: {"type": "string", "description": "One document a line."},
        CSV.media_type: {"type": "string", "description": f"Columns: {_headers(resource)}."},
        GEOJSON.media_type: schema.component(
            f"{resource.singular}Features",
            {
                "type": "object",
                "properties": {
                    "type": {"const": "FeatureCollection"},
                    "features": {"type": "array", "items": _feature(resource, schema)},
                },
                "required": ["type", "features"],
            },
        )
        if resource.point
        else None,
    }
    content = {
        each.media_type: {"schema": shapes[each.media_type]} for each in resource.formats.values()
    }
    examples = _examples(resource, detail=False)
    return operation(
        f"list_{resource.name}".replace("-", "_"),
        f"List {resource.name.replace('-', ' ')}",
        resource.about + examples,
        resource.name,
        parameters=[_parameter(each) for each in list_parameters(resource)],
        responses={
            "200": {"description": "A page, or the whole list as a file.", "content": content},
            "304": {"description": "What you hold still stands."},
            **schema.problems(400, 406, 500),
        },
    )


def detail_operation(resource: Resource, schema: ResourceSchema) -> Node:
    """One record."""
    key = "Slug or id" if resource.by_slug else "Id"
    shapes = {JSON.media_type: schema.document(resource)}
    if resource.point:
        shapes[GEOJSON.media_type] = _feature(resource, schema)
    return operation(
        f"get_{resource.name}".replace("-", "_"),
        f"One of the {resource.name.replace('-', ' ')}",
        resource.about + _examples(resource, detail=True),
        resource.name,
        parameters=[
            {
                "name": "key",
                "in": "path",
                "required": True,
                "description": f"{key}.",
                "schema": {"type": "string"},
            },
            *(_parameter(each) for each in detail_parameters(resource)),
        ],
        responses={
            "200": {
                "description": "The record; its `ETag` is its version.",
                "content": {media: {"schema": shape} for media, shape in shapes.items()},
            },
            "301": {"description": "The record lives on at the address in `Location`."},
            "304": {"description": "What you hold still stands."},
            **schema.problems(400, 404, 406, 410, 500),
        },
    )


def _headers(resource: Resource) -> str:
    return ", ".join(column.header for column in resource.columns)


def _examples(resource: Resource, *, detail: bool) -> str:
    start = f"/{resource.name}/"
    found = [
        f"- {told}: `{url}`"
        for told, url in resource.examples.items()
        if bool(url.partition(start)[2].partition("?")[0]) == detail
    ]
    return "\n\n" + "\n".join(found) if found else ""


def _feature(resource: Resource, schema: ResourceSchema) -> Node:
    point = {
        "type": ["object", "null"],
        "properties": {
            "type": {"const": "Point"},
            "coordinates": {
                "type": "array",
                "items": {"type": "number"},
                "minItems": 2,
                "maxItems": 2,
            },
        },
    }
    feature = {
        "type": "object",
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": point,
            "properties": schema.document(resource),
        },
        "required": ["type", "id", "geometry", "properties"],
    }
    return schema.component(f"{resource.singular}Feature", feature)


def _parameter(each: Parameter) -> Node:
    style = {"style": "form", "explode": not each.commas} if each.many else {}
    return {
        "name": each.name,
        "in": "query",
        "description": each.about,
        "schema": each.schema,
        **style,
    }


def _as_stored(schema: Node) -> Node:
    """A field as a reader finds it: without what binds only a writer, or one database engine."""
    kinds = schema.get("oneOf", [])
    if any(kind.get("maxLength") == 0 for kind in kinds):  # an address or nothing
        return {"type": "string", "description": "Empty where unknown."}
    bound_to_writer = ("readOnly", "maxLength", "minimum", "maximum", "x-spec-enum-id")
    return {name: value for name, value in schema.items() if name not in bound_to_writer}


@cache
def document() -> Node:
    """The whole description; the code does not change while it runs."""
    made: Node = SchemaGenerator().get_schema(request=None, public=True)
    return made
