"""What a resource of the API is: declared once, and read by views, schema and documentation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import Field
from rest_framework import serializers

from nscp.kit.api.formats import CSV, GEOJSON, JSON, JSONL, Format
from nscp.kit.api.shapes import Expansion, Tree, flat, tree
from nscp.kit.api.tables import Column
from nscp.kit.documents import EnvelopeSerializer
from nscp.kit.filters import DirectoryFilterSet

DEFAULT_LIMIT, MOST = 50, 200
RELEVANCE = "relevance"


class Moved(Exception):
    """The record lives on under another key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Gone(Exception):
    """The record was here and was removed."""


def nowhere(user: Any, key: str) -> None:
    """Where a resource has no record of what it once had."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource:
    """One resource.

    `rows` gives what a person may see. `orders` names the sort columns of each published order;
    the first is the default. `elsewhere` is asked for a key that is not among the rows, and
    raises Moved or Gone. `position` is the place of the newest change: while it stands, answers
    stand. `point` names the columns with the latitude and longitude of a row.
    """

    name: str
    singular: str
    about: str
    rows: Callable[[Any], QuerySet]
    filters: type[DirectoryFilterSet]
    document: type[serializers.ModelSerializer]
    orders: dict[str, tuple[str, ...]]
    columns: tuple[Column, ...]
    position: Callable[[], int]
    expansions: dict[str, Expansion] = field(default_factory=dict)
    elsewhere: Callable[[Any, str], None] = nowhere
    by_slug: bool = True
    point: tuple[str, str] | None = None
    notes: dict[str, str] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)

    @cached_property
    def formats(self) -> dict[str, Format]:
        """What a list comes in, the default first."""
        offered = [JSON, JSONL, CSV, *([GEOJSON] if self.point else [])]
        return {each.name: each for each in offered}

    @cached_property
    def detail_formats(self) -> dict[str, Format]:
        """What one record comes in."""
        offered = [JSON, *([GEOJSON] if self.point else [])]
        return {each.name: each for each in offered}

    @cached_property
    def filter_fields(self) -> dict[str, Field]:
        """The filters of a list, as form fields; what only a page takes is left out."""
        form = self.filters(data=None, queryset=self.rows.__globals__ and None).form
        return {
            name: each for name, each in form.fields.items() if name not in self.filters.page_only
        }

    @cached_property
    def orderings(self) -> dict[str, tuple[str, ...]]:
        """Every value of `ordering` with its sort columns: each order, and with its first reversed.

        What ties in the first column stays in the order of the alphabet, as on the pages.
        """
        found: dict[str, tuple[str, ...]] = {}
        for name, columns in self.orders.items():
            found[name] = columns
            found[f"-{name}"] = (f"-{columns[0]}", *columns[1:])
        if "q" in self.filters.base_filters:
            found[RELEVANCE] = ("leading", "sort_name")
        return found

    @cached_property
    def stored(self) -> type[serializers.ModelSerializer]:
        """The serializer of a whole document, with what closes every stored one."""
        own = self.document.Meta
        meta = type("Meta", (own,), {"fields": [*own.fields, *EnvelopeSerializer().fields]})
        bases = (self.document, EnvelopeSerializer)
        return type(self.singular, bases, {"Meta": meta, "__doc__": self.document.__doc__})

    @cached_property
    def tree(self) -> Tree:
        return tree(self.stored)

    def field_names(self, expanded: list[str]) -> list[str]:
        """What `fields` takes, when these references are expanded."""
        names = dict(self.tree)
        for name in expanded:
            names[name] = list(dict.fromkeys([*names[name], *tree(self.expansions[name].document)]))
        return flat(names)

    @cached_property
    def list_parameters(self) -> list[str]:
        """Every parameter of the list."""
        more = ["ordering", "limit", "cursor", "count", "fields", "format"]
        return [*self.filter_fields, *more, *(["expand"] if self.expansions else [])]

    @cached_property
    def detail_parameters(self) -> list[str]:
        """Every parameter of one record."""
        return ["fields", "format", *(["expand"] if self.expansions else [])]
