"""What pages weigh on the way to a reader: compressed, with the shipped data."""

import gzip
import urllib.request
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest

from tests.test_crawl import Page

KB = 1024
STYLES = Path(__file__).parent.parent / "static" / "css"
# The administration and the documentation of the API have sheets of their own, and visitors none.
NOT_PUBLIC = {"admin.css", "api.css"}
PAGES = [
    "/",
    "/regions/",
    "/regions/colorado-smart-cities-alliance/",
    "/members/",
    "/members/?page=2",
    "/members/?status=current&status=ended&status=upcoming&sort=-population",
    "/members/city-of-plano/",
    "/members/city-of-plano/contact/",
    "/members/history/",
    "/members/compare/?member=city-of-plano&member=city-of-mesa",
    "/members/embed/",
    "/coverage/",
    "/places/",
    "/focus-areas/",
    "/focus-areas/cybersecurity/",
    "/search/?q=city",
    "/join/",
]


def packed(site, path):
    """The bytes of an answer as they come over the wire, compressed; a static file as it would."""
    request = urllib.request.Request(urljoin(site.base, path), headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = answer.read()
        return body if answer.headers["Content-Encoding"] == "gzip" else gzip.compress(body)


def assets(site, path):
    """The addresses that a page loads, each once."""
    return set(Page(gzip.decompress(packed(site, path)).decode()).assets)


def loaded(site, path):
    """What a page loads besides itself: not the feed or the address that it only names."""
    return {each for each in assets(site, path) if urlsplit(each).path.startswith("/static/")}


@pytest.mark.parametrize("path", ["/members/", "/members/?status=ended&status=current"])
def test_a_list_page_with_its_map_is_under_30_kb(site, path):
    page = packed(site, path)
    assert b'class="map map-list"' in gzip.decompress(page)
    assert len(page) < 30 * KB


def test_the_home_page_is_under_150_kb_with_all_that_it_loads(site):
    weights = {each: len(packed(site, each)) for each in {"/", *loaded(site, "/")}}
    assert len(weights) > 5
    assert sum(weights.values()) < 150 * KB


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_less_than_15_kb_of_style_sheets(site, path):
    sheets = {each for each in loaded(site, path) if urlsplit(each).path.endswith(".css")}
    assert sheets
    assert sum(len(packed(site, each)) for each in sheets) < 15 * KB


def test_all_style_sheets_together_are_under_15_kb():
    """As whitenoise sends them to a browser: compressed with Brotli, once, when they are built."""
    sheets = [sheet for sheet in STYLES.glob("*.css") if sheet.name not in NOT_PUBLIC]
    assert len(sheets) > 8
    assert sum(len(brotli.compress(sheet.read_bytes())) for sheet in sheets) < 15 * KB


def test_no_page_loads_more_than_30_kb_of_scripts(site):
    scripts = {
        each for path in PAGES for each in loaded(site, path) if urlsplit(each).path.endswith(".js")
    }
    assert scripts
    assert sum(len(packed(site, each)) for each in scripts) < 30 * KB


def test_pages_are_compressed(site):
    assert len(packed(site, "/members/")) < len(site.get("/members/").text.encode()) / 3
