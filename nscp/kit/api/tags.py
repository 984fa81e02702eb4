"""Entity tags, and answering 304 by them."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag


def tag_of(*parts: Any) -> str:
    """A tag that changes with any of the parts and with the release, which may answer anew."""
    text = "\n".join(str(part) for part in (settings.RELEASE, *parts))
    return quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])


def unchanged(request: HttpRequest, tag: str) -> bool:
    """Whether the reader holds the answer with this tag.

    A proxy that compresses marks tags as weak; for reading that makes no difference.
    """
    held = [
        each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))
    ]
    return tag in held


def not_modified() -> HttpResponse:
    """An answer without a body: what the reader holds still stands."""
    response = HttpResponse(status=304)
    del response["Content-Type"]
    return response
