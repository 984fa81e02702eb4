"""Documents made smaller by `fields`, larger by `expand`; without either they go out as stored."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

Tree = dict[str, list[str]]


@dataclass(frozen=True)
class Expansion:
    """A reference in a document that `expand` replaces by the document it refers to.

    `rows` gives what the reader may see: what one may not see stays the plain reference. `key` is
    what the reference names the record by.
    """

    rows: Callable[[Any], QuerySet]
    document: type[serializers.Serializer]
    key: str = "public_id"


def tree(serializer: type[serializers.Serializer]) -> Tree:
    """The names in a document: each top-level name with those one level below it."""
    names: Tree = {}
    for name, field in serializer().fields.items():
        below = getattr(field, "child", field)
        names[name] = list(below.fields) if isinstance(below, serializers.Serializer) else []
    return names


def flat(names: Tree) -> list[str]:
    """The names that `fields` takes."""
    return [
        path for top, below in names.items() for path in (top, *(f"{top}.{name}" for name in below))
    ]


class Shape:
    """What one request wants of each document."""

    def __init__(self, user: Any, fields: Sequence[str], expansions: dict[str, Expansion]) -> None:
        self.user, self.expansions = user, expansions
        self.wanted: dict[str, set[str]] = {}
        for path in fields:
            top, _, below = path.partition(".")
            self.wanted.setdefault(top, set()).add(below)

    def __bool__(self) -> bool:
        return bool(self.wanted or self.expansions)

    def apply(self, texts: Iterable[str]) -> list[str]:
        """The documents in this shape. One query for each expansion, however many documents."""
        if not self:
            return list(texts)
        documents = [json.loads(text) for text in texts]
        for name, expansion in self.expansions.items():
            self._expand(documents, name, expansion)
        return [write(self._select(document)) for document in documents]

    def _expand(self, documents: list[dict[str, Any]], name: str, expansion: Expansion) -> None:
        keys = {_key(reference) for document in documents for reference in _listed(document[name])}
        rows = expansion.rows(self.user).filter(**{f"{expansion.key}__in": keys})
        stored = dict(rows.values_list(expansion.key, "document")) if keys else {}
        found = {key: json.loads(text) for key, text in stored.items()}
        for document in documents:
            value = document[name]
            full = [_joined(reference, found.get(_key(reference))) for reference in _listed(value)]
            if full:
                document[name] = full if isinstance(value, list) else full[0]

    def _select(self, document: dict[str, Any]) -> dict[str, Any]:
        if not self.wanted:
            return document
        return {
            name: _below(value, self.wanted[name])
            for name, value in document.items()
            if name in self.wanted
        }


def write(data: Any) -> str:
    """JSON as stored documents are written: no spaces, letters as they are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _key(reference: Any) -> str:
    return reference["id"] if isinstance(reference, dict) else reference


def _joined(reference: Any, document: dict[str, Any] | None) -> Any:
    """What the reference says of its own (such as a rank) stays beside the document."""
    if document is None:
        return reference
    return {**reference, **document} if isinstance(reference, dict) else document


def _below(value: Any, names: set[str]) -> Any:
    if "" in names or value is None:
        return value
    if isinstance(value, list):
        return [_below(item, names) for item in value]
    return (
        {name: inner for name, inner in value.items() if name in names}
        if isinstance(value, dict)
        else value
    )
