"""Atom feeds (RFC 4287): entries of plain text with ids that stay."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

# XML has no way to write these; a word that somebody searched for may hold one.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One thing that happened: `key` is its own for ever, `at` never goes back."""

    key: str
    since: datetime.date  # of the day on which `key` was given
    at: datetime.datetime
    term: str
    title: str
    summary: str
    path: str


class _Feed(Atom1Feed):
    """Is as new as it is told, also while it has no entry."""

    def latest_post_date(self) -> datetime.datetime:
        return self.feed["updated"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", self.feed["author_name"])


@dataclass(frozen=True)
class Channel:
    """What a feed is of: `page` shows the same to people."""

    title: str
    subtitle: str
    author: str
    page: str
    updated: datetime.datetime


def answer(request: HttpRequest, channel: Channel, entries: Iterable[Entry]) -> HttpResponse:
    """The feed at the address that was asked for."""
    home, here = request.build_absolute_uri("/"), request.build_absolute_uri()
    feed = _Feed(
        title=_clean(channel.title),
        link=request.build_absolute_uri(channel.page),
        description="",
        subtitle=_clean(channel.subtitle),
        language="en",
        author_name=channel.author,
        author_link=home,
        feed_url=here,
        feed_guid=here,
        updated=channel.updated,
    )
    for entry in entries:
        feed.add_item(
            title=_clean(entry.title),
            link=request.build_absolute_uri(entry.path),
            description=escape(_clean(entry.summary)),  # a summary is HTML
            unique_id=f"tag:{urlsplit(home).hostname},{entry.since.isoformat()}:{entry.key}",
            updateddate=entry.at,
            categories=[entry.term],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)
