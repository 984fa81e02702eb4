"""One representation: the canonical JSON document of each public record, and who renders it.

Feed, API lists and details, exports and digests all send this text as it is stored. It is
rendered once, in the transaction that wrote the record; nothing else renders it.
"""

import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from nscp.kit.text import fold, search_words


@dataclass(frozen=True)
class DocumentType:
    """How one model becomes documents: public name, rows with all they own, and renderer."""

    name: str
    rows: Callable[[], Any]
    render: Callable[[Any], dict]
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


_types: dict[type, DocumentType] = {}


def register(model: type, document_type: DocumentType) -> None:
    """Say how `model` is rendered; called when the apps are ready.

    `names` lists, by model label, the lookups through which a document or its search text names
    other rows: when such a slug or name changes, what names it is written anew.
    """
    _types[model] = document_type


def type_of(model: type) -> DocumentType:
    """The document type of a record's model; KeyError where a record was never registered."""
    return _types[model]


def registered() -> dict[type, DocumentType]:
    """Every document type by model, in the order of registration: referred-to records first."""
    return dict(_types)


def naming(label: str) -> Iterable[tuple[type, str]]:
    """Each (model, lookup) whose documents or search texts name rows of `label`."""
    for model, document_type in _types.items():
        for lookup in document_type.names.get(label, ()):
            yield model, lookup


def canonical(data: dict) -> str:
    """`data` as text that is the same on every machine: no spaces, keys in order of rendering."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def refresh(row) -> None:
    """Render `row` anew into its document and its search text."""
    document = type_of(type(row)).render(row)
    row.document = canonical(
        {**document, "version": row.version, "changed_at": _iso(row.changed_at)}
    )
    row.search_text = search_words(*row.search_parts())
    row.sort_name = fold(next(iter(row.search_parts())))[:200]


def differs(row) -> bool:
    """Whether document or search text no longer say what the row and all it owns say."""
    if not row.document or row.search_text != search_words(*row.search_parts()):
        return True
    stored = json.loads(row.document)
    fresh = json.loads(canonical(type_of(type(row)).render(row)))
    return {key: stored.get(key) for key in fresh} != fresh


def _iso(moment: datetime.datetime | None) -> str | None:
    """UTC with microseconds and a Z, the same text on both engines."""
    return moment.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z") if moment else None
