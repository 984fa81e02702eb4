"""The list of a resource: filtered, in pages or as a whole stream, in every format."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.request import Request

from nscp.kit.api import formats, pages
from nscp.kit.api.parameters import Query
from nscp.kit.api.resources import DEFAULT_LIMIT, MOST, RELEVANCE, Resource
from nscp.kit.api.schema import Node, ResourceSchema, list_operation
from nscp.kit.api.shapes import Shape
from nscp.kit.api.tables import Column, lines
from nscp.kit.api.tags import tag_of
from nscp.kit.api.views import ApiView

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Asked:
    """What one request wants of a list, read and found good."""

    format: formats.Format
    rows: QuerySet
    order: pages.Order
    listing: str
    cursor: pages.Cursor | None
    limit: int
    counted: bool
    shape: Shape
    table: list[Column]

    @property
    def whole(self) -> bool:
        """A file format gives the whole list, unless a page of it is asked for."""
        return self.format.streams and self.cursor is None and not self.limit


class ListView(ApiView):
    """The list of a resource."""

    resource: Resource = None  # type: ignore[assignment]

    def get(self, request: Request) -> HttpResponseBase:
        query = Query(request.query_params, self.resource.list_parameters)
        wanted = self.chosen_format(query, self.resource.formats.values())
        if not self.is_public(request):
            return self.answer(request, query, wanted)
        # A tag that the reader holds was given to an answer, so its parameters need no second look.
        today = timezone.localdate()  # what holds today follows from the date
        tag = tag_of(self.resource.position(), today, wanted.name, request.get_full_path())
        return self.tagged(request, tag, lambda: self.answer(request, query, wanted))

    def answer(self, request: Request, query: Query, wanted: formats.Format) -> HttpResponseBase:
        asked = self.read(request, query, wanted)
        return self.stream(asked) if asked.whole else self.page(request, asked)

    def read(self, request: Request, query: Query, wanted: formats.Format) -> Asked:
        """Every parameter, or all that is wrong with them at once."""
        resource, user = self.resource, request.user
        rows, order, listing = self._selection(query, user)
        cursor = self._cursor(query, order, listing)
        limit = query.number("limit", default=0, most=MOST)
        counted = query.choice("count", ["exact"])
        expanded = query.words("expand", resource.expansions) if resource.expansions else []
        headers = [column.header for column in resource.columns]
        flat = wanted is formats.CSV
        fields = query.words("fields", headers if flat else resource.field_names(expanded))
        if counted and wanted is not formats.JSON:
            query.fault("count", "not-with-format", "Only JSON has a place for “count”.")
        if expanded and flat:
            query.fault(
                "expand", "not-with-format", "A CSV line is flat: nothing is expanded in it."
            )
        query.refuse()
        return Asked(
            format=wanted,
            rows=rows,
            order=order,
            listing=listing,
            cursor=cursor,
            limit=limit,
            counted=bool(counted),
            shape=Shape(
                user, [] if flat else fields, {n: resource.expansions[n] for n in expanded}
            ),
            table=[column for column in resource.columns if not fields or column.header in fields],
        )

    def _selection(self, query: Query, user: Any) -> tuple[QuerySet, pages.Order, str]:
        """The filtered rows, their order, and the name of this list that its cursors bear."""
        resource = self.resource
        chosen = resource.filters(query.data, queryset=resource.rows(user))
        query.form(resource.filter_fields, chosen.form.errors.as_data())
        rows, words = chosen.qs, chosen.chosen.get("q")
        name = query.choice("ordering", resource.orderings)
        if name == RELEVANCE and not words:
            query.fault("ordering", "invalid-value", "Relevance to what? It goes with “q”.")
        name = name or (RELEVANCE if words else next(iter(resource.orders)))
        if name == RELEVANCE and words:
            rows = rows.by_relevance(words)  # type: ignore[attr-defined]
        filters = sorted((key, sorted(query.data.getlist(key))) for key in resource.filter_fields)
        order = pages.Order(rows.model, resource.orderings[name])
        return rows, order, pages.listing(resource.name, name, filters)

    def _cursor(self, query: Query, order: pages.Order, listing: str) -> pages.Cursor | None:
        text = query.one("cursor")
        if text is None:
            return None
        try:
            return order.read(text, listing)
        except pages.CursorInvalid:
            query.fault(
                "cursor", "cursor-invalid", "That is no cursor of ours. Take it whole from “next”."
            )
        except pages.CursorMismatch:
            said = "This cursor is of a list with other filters or another order: begin anew."
            query.fault("cursor", "cursor-mismatch", said)
        return None

    @property
    def columns(self) -> list[str]:
        return ["document", *(self.resource.point or ())]

    def located(self, rows: list[Row], asked: Asked) -> Iterator[formats.Located]:
        """The rows in the shape asked for, with what GeoJSON needs beside the document."""
        width = len(asked.order.names)
        documents = asked.shape.apply([row[width] for row in rows])
        for row, document in zip(rows, documents, strict=True):
            yield formats.Located(row[width - 1], document, *row[width + 1 :])

    def write(self, rows: Iterator[formats.Located], asked: Asked, **more: object) -> Iterator[str]:
        """The answer's text, piece by piece."""
        if asked.format is formats.CSV:
            return lines((row.document for row in rows), asked.table)
        if asked.format is formats.GEOJSON:
            return formats.collection(rows, **more)
        if asked.format is formats.JSONL:
            return (f"{row.document}\n" for row in rows)
        return iter([formats.envelope((row.document for row in rows), **more)])

    def page(self, request: Request, asked: Asked) -> HttpResponse:
        """One page, with the addresses of its neighbors in the body and in the Link header."""
        page = pages.read(
            asked.rows, asked.order, self.columns, asked.cursor, asked.limit or DEFAULT_LIMIT
        )
        address = {
            name: self._address(request, cursor.sign(asked.listing)) if cursor else None
            for name, cursor in (("next", page.next), ("previous", page.previous))
        }
        more: dict[str, object] = dict(address)
        if asked.counted:
            more["count"] = asked.rows.order_by().count()
        text = self.write(self.located(page.rows, asked), asked, **more)
        response = HttpResponse("".join(text), content_type=asked.format.content_type)
        links = {"next": address["next"], "prev": address["previous"]}
        if any(links.values()):
            response["Link"] = ", ".join(f'<{to}>; rel="{rel}"' for rel, to in links.items() if to)
        return response

    def stream(self, asked: Asked) -> HttpResponseBase:
        """The whole list in batches: memory does not grow with it."""
        name = f"{self.resource.name}.{asked.format.name}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        batches = pages.batches(asked.rows, asked.order, self.columns)
        rows = (row for batch in batches for row in self.located(batch, asked))
        # A server would run through the whole list to throw away the body of a HEAD.
        head = self.request.method == "HEAD"
        chunks = iter(()) if head else formats.in_chunks(self.write(rows, asked))
        return StreamingHttpResponse(
            chunks, content_type=asked.format.content_type, headers=headers
        )

    def describe(self, schema: ResourceSchema) -> Node:
        return list_operation(self.resource, schema)

    @staticmethod
    def _address(request: Request, cursor: str) -> str:
        query = request.query_params.copy()
        query["cursor"] = cursor
        return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe=':')}")
