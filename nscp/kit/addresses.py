"""Addresses with a query."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

Query = str | Mapping[str, Any] | Sequence[tuple[str, Any]]


def with_query(path: str, query: Query) -> str:
    """The path with its query, in which a list gives several values; bare where there is none."""
    text = query if isinstance(query, str) else urlencode(query, doseq=True)
    return f"{path}?{text}" if text else path
