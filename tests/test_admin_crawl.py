"""Every link of the admin, followed as each role: none is dead, none leaks, none breaks the CSP."""

import re
from collections import deque
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.utils import timezone

from regions.models import acting
from tests.admin_doors import everyones

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
INLINE = re.compile(
    r"<style|<script(?![^>]*\ssrc=)[^>]*>|<[^>]+\s(?:style|on[a-z]+)=|(?:href|action)=\"javascript:"
)
# What only the south's people may read; the names of published rows are everybody's.
SECRETS = (
    "Hidden Company",
    "Theo Theirs",
    "theo-theirs",
    "Town of Perhaps",
    "Whispered notes",
    "Sorrel South",
)


@pytest.fixture
def secrets(world):
    """Private words in every place that could show them to the north, the log included."""
    with acting(user=world.sam, door="admin", reason="Whispered notes"):
        for row in (world.theirs, world.hidden):
            row.notes = "Whispered notes"
            row.save()
        world.their_contact.title = "Whispered notes"
        world.their_contact.save()
    everyones(world)
    world.theirs.verified_on = timezone.localdate()
    world.theirs.save()
    return world


def crawl(client):
    """(address, page) of each admin page that links lead to; each filter of a list once."""
    queue, known = deque(["/admin/"]), set()
    while queue:
        address = queue.popleft()
        answer = client.get(address)
        yield address, answer
        if "html" not in answer.get("Content-Type", ""):
            continue
        for link in LINK.findall(answer.content.decode()):
            parts = urlsplit(urljoin(address, unescape(link)))
            query = tuple(sorted(key for key, _ in parse_qsl(parts.query)))
            mark = (parts.path, query if len(query) < 2 else "more")
            if (
                parts.path.startswith("/admin/")
                and "logout" not in parts.path
                and mark not in known
            ):
                known.add(mark)
                queue.append(parts.path + (f"?{parts.query}" if parts.query else ""))


@pytest.mark.parametrize("who", ["vera", "dana", "nat"])
def test_every_link_leads_somewhere_and_nothing_leaks(secrets, client, who):
    client.force_login(getattr(secrets, who))
    pages, told = 0, set()
    for address, answer in crawl(client):
        assert answer.status_code == 200, (address, answer.status_code)
        page = answer.content.decode()
        assert INLINE.findall(page) == [], address
        assert "Content-Security-Policy" in answer.headers, address
        pages += 1
        told |= {secret for secret in SECRETS if secret in page}
    assert pages > 100
    assert told == (set(SECRETS) if who == "nat" else set())  # there is something to leak
