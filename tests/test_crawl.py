"""Every page of the site, read as a visitor reads it: one heading, no dead link, no error."""

import re
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

NAMED = [
    "/",
    "/regions/",
    "/regions/kc-digital-drive/",
    "/members/",
    "/members/embed/",
    "/members/history/",
    "/members/changes.atom",
    "/members/city-of-plano/",
    "/members/city-of-plano/contact/",
    "/members/city-of-plano/contact/sent/",
    "/members/city-of-plano/correction/",
    "/focus-areas/",
    "/focus-areas/cybersecurity/",
    "/places/",
    "/places/village-of-kane-il/",
    "/members/compare/?member=city-of-plano&member=city-of-frisco",
    "/search/?q=plano",
    "/join/",
    "/card.png",
    "/regions/kc-digital-drive/card.png",
    "/members/city-of-plano/card.png",
    "/members/city-of-plano/card.vcf",
    "/sitemap.xml",
    "/robots.txt",
    "/admin/login/",
    "/api/v1/",
    "/api/v1/regions/",
    "/api/v1/members/",
    "/api/v1/memberships/",
    "/api/v1/focus-areas/",
    "/api/v1/places/",
    "/api/v1/schema/",
    "/api/docs/",
    "/healthz",
    "/readyz",
]
QUERIES_PER_PAGE_TYPE = 25
PLACES = "/places/*/"


class Page(HTMLParser):
    """The parts of a page that the crawl asks about."""

    def __init__(self, text):
        super().__init__()
        self.headings, self.links, self.assets, self.ids, self.lang = 0, [], [], set(), None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.headings += tag == "h1"
        if tag == "html":
            self.lang = given.get("lang")
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in {"script", "img"} and given.get("src"):
            self.assets.append(given["src"])
        if (
            tag == "link"
            and given.get("href")
            and given.get("rel") not in {"canonical", "alternate"}
        ):
            self.assets.append(given["href"])
        inline = [name for name in given if name == "style" or name.startswith("on")]
        assert inline == [], (tag, inline)


@pytest.fixture(scope="module")
def pages(site):
    """Every page that links lead to, by address; of pages with queries, some of each kind.

    So it is with the pages of places, of which there are two thousand, made by one template.
    """
    queue, seen, alike = deque([*NAMED]), set(), Counter()
    found = {}
    while queue:
        path = queue.popleft()
        if path in seen or path.startswith("/admin/"):
            continue
        seen.add(path)
        parts = urlsplit(path)
        kind = (re.sub(r"^/(members|places)/[^/]+/$", r"/\1/*/", parts.path), bool(parts.query))
        if parts.query or kind[0] == PLACES:
            alike[kind] += 1
            if alike[kind] > QUERIES_PER_PAGE_TYPE:
                continue
        answer = site.get(path)
        found[path] = answer
        if "text/html" in answer.headers.get("Content-Type", "") and answer.status == 200:
            for link in Page(answer.text).links:
                target = urldefrag(urljoin(site.base + path, link)).url
                if target.startswith(site.base):
                    queue.append(target[len(site.base) :] or "/")
    return found


def html(pages):
    return {
        path: answer
        for path, answer in pages.items()
        if "text/html" in answer.headers.get("Content-Type", "")
    }


@pytest.mark.parametrize("path", NAMED)
def test_every_named_address_answers(site, path):
    assert site.get(path).status == 200


def test_no_link_is_dead(pages):
    assert {path: a.status for path, a in pages.items() if a.status not in {200, 301, 302}} == {}
    assert len(pages) > 120


def test_every_page_has_one_heading_a_language_and_a_title(pages):
    odd = {}
    for path, answer in html(pages).items():
        page = Page(answer.text)
        title = re.search(r"<title>\s*\S", answer.text)
        if (page.headings, page.lang, bool(title)) != (1, "en", True):
            odd[path] = (page.headings, page.lang, bool(title))
    assert odd == {}


def test_every_style_and_script_is_there_and_of_this_site(site, pages):
    assets = {asset for answer in html(pages).values() for asset in Page(answer.text).assets}
    assert [a for a in assets if urlsplit(a).netloc] == []
    assert {a: site.get(a).status for a in assets if site.get(a).status != 200} == {}


def test_links_inside_a_page_lead_somewhere(pages):
    lost = []
    for path, answer in html(pages).items():
        page = Page(answer.text)
        lost += [(path, x) for x in page.links if x.startswith("#") and x[1:] not in page.ids]
    assert lost == []


def test_no_page_sets_a_cookie_but_the_forms(pages):
    cookies = {p: a.headers["Set-Cookie"] for p, a in pages.items() if "Set-Cookie" in a.headers}
    forms = re.compile(r"/join/|/members/[^/]+/(contact|correction)/")
    assert [path for path in cookies if not forms.fullmatch(urlsplit(path).path)] == []
    assert all(cookie.startswith("csrftoken=") for cookie in cookies.values())


def test_nothing_went_wrong_on_the_server(site, pages):
    log = site.log.read_text()
    assert "Traceback" not in log
    assert " 500 " not in log


@pytest.mark.parametrize(
    "path",
    [
        "/regions/atlantis/",
        "/members/nobody/",
        "/places/atlantis/",
        "/focus-areas/magic/",
        "/nowhere/",
        "/join/status/x/",
    ],
)
def test_an_unknown_address_is_404_with_a_page(site, path):
    answer = site.get(path)
    assert (answer.status, Page(answer.text).headings) == (404, 1)


NONSENSE = [
    "page=0",
    "page=-1",
    "page=abc",
    "page=99999999999999999999",
    "kind=%00",
    "region=%F0%9F%92%A9",
    "as_of=9999-99-99",
    "sort=;DROP TABLE",
    "q=" + "x" * 300,
    "q=%22%27%3Cscript%3E",
    "status=&status=&kind=",
    "q=%",
]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_shows_the_list_with_a_message(site, query):
    answer = site.get(f"/members/?{query.replace(' ', '%20')}")
    assert (answer.status, Page(answer.text).headings) == (200, 1)
    assert "<script>" not in answer.text


@pytest.mark.parametrize("query", NONSENSE[4:8])
def test_nonsense_to_the_api_is_a_400_that_names_it(site, query):
    answer = site.get(f"/api/v1/members/?{query.replace(' ', '%20')}")
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
