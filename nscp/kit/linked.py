"""Data for search engines inside a page: JSON-LD in the words of schema.org."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

Thing = dict[str, Any]

# Whatever a name holds, it cannot close the element or open another.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(*things: Thing) -> SafeString:
    """The element with these things. It is a data block: no browser runs it, no policy stops it."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def known(thing: Thing) -> Thing:
    """Without what nobody knows: an empty value would say that there is none."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def trail(site: str, crumbs: Iterable[tuple[str, str]]) -> Thing:
    """The way to a page from the home page; a crumb is its name and its path."""
    way = [("Home", "/"), *crumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": site + path}
            for place, (name, path) in enumerate(way, 1)
        ],
    }
