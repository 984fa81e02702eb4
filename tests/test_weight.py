"""What a page weighs over the wire, with everything that it loads."""

import gzip
from html.parser import HTMLParser

import pytest

KB = 1024
LISTS = ["/members/", "/regions/", "/focus-areas/", "/places/", "/search/?q=city"]
PAGES = [
    "/",
    *LISTS,
    "/regions/illinois-smart-city-and-region-association/",
    "/members/city-of-plano/",
    "/members/history/",
    "/coverage/",
]


class Loads(HTMLParser):
    """The addresses that a page loads by itself, by what they are."""

    def __init__(self, text):
        super().__init__()
        self.styles, self.scripts, self.pictures = set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "link" and given.get("rel") == "stylesheet":
            self.styles.add(given["href"])
        elif tag == "link" and given.get("rel") == "icon":
            self.pictures.add(given["href"])
        elif tag == "script" and "src" in given:
            self.scripts.add(given["src"])
            # The search box brings its own style sheet along, once it is used.
            self.styles |= {given["data-styles"]} if "data-styles" in given else set()
        elif tag == "img":
            self.pictures.add(given["src"])


def weight(text):
    return len(gzip.compress(text.encode()))


@pytest.fixture(scope="module")
def pages(site):
    return {path: site.get(path).text for path in PAGES}


def loaded(site, addresses):
    answers = [site.get(address) for address in sorted(addresses)]
    assert [answer.url for answer in answers if answer.status != 200] == []
    return sum(weight(answer.text) for answer in answers)


@pytest.mark.parametrize("path", PAGES)
def test_styles_and_scripts_are_light(site, pages, path):
    page = Loads(pages[path])
    assert loaded(site, page.styles) < 15 * KB
    assert loaded(site, page.scripts) < 30 * KB


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_light(pages, path):
    assert weight(pages[path]) < 30 * KB


def test_the_home_page_is_light_with_all_it_loads(site, pages):
    page = Loads(pages["/"])
    everything = weight(pages["/"]) + loaded(site, page.styles | page.scripts | page.pictures)
    assert everything < 150 * KB


def test_nothing_is_loaded_from_elsewhere(pages):
    for path, text in pages.items():
        page = Loads(text)
        for address in page.styles | page.scripts | page.pictures:
            assert address.startswith("/"), (path, address)
