"""What the head of every page tells: one address, a title of its own, and a card that answers."""

import io
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from PIL import Image

from nscp import sitemaps
from tests import factories as make

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
PAGES = [
    "/",
    "/regions/",
    "/regions/north-alliance/",
    "/members/",
    "/members/city-of-ours/",
    "/members/history/",
    "/focus-areas/",
    "/focus-areas/water/",
    "/places/",
    "/places/brighton-co/",
    "/coverage/",
    "/join/",
    "/api/docs/",
    "/api/docs/explorer/",
]
UNLISTED = [
    "/search/",
    "/search/?q=ours",
    "/members/compare/",
    "/members/compare/?member=city-of-ours&member=city-of-theirs",
    "/members/embed/",
    "/members/city-of-ours/contact/",
    "/members/city-of-ours/correction/",
    "/join/status/{token}/",
    "/corrections/{correction}/",
]
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(autouse=True)
def brighton(world):
    """A place that is no member, in a county of the north."""
    make.serves(world.north, make.county())
    return make.place("Brighton")


def metas(answer):
    """What the head says, by name: a list each, so that nothing is said twice unnoticed."""
    head = answer.text.partition("</head>")[0]
    found = {"title": re.findall(r"<title>([^<]*)</title>", head)}
    for tag in re.findall(r"<(?:meta|link)\s[^>]*>", head):
        given = dict(re.findall(r'([\w:-]+)="([^"]*)"', tag))
        name = given.get("property") or given.get("name") or given.get("rel")
        found.setdefault(name, []).append(given.get("content") or given.get("href"))
    return found


def addresses(answer):
    return [
        node.text.removeprefix(SITE) for node in ElementTree.fromstring(answer.content).iter(LOC)
    ]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_address_and_a_card_that_answers(client, path):
    told = metas(client.get(path))
    assert told["canonical"] == told["og:url"] == [SITE + path]
    assert "robots" not in told
    once = ["title", "description", "og:title", "og:description", "og:type", "og:site_name"]
    once += ["og:image", "og:image:width", "og:image:height", "og:image:alt", "twitter:card"]
    assert {name: len(told[name]) for name in once} == dict.fromkeys(once, 1)
    assert [name for name in once if not told[name][0]] == []
    assert told["og:description"] == told["description"]
    assert told["title"][0].startswith(told["og:title"][0])
    (image,) = told["og:image"]
    answer = client.get(image)
    assert (urlsplit(image).netloc, answer["Content-Type"]) == ("testserver", "image/png")
    size = int(told["og:image:width"][0]), int(told["og:image:height"][0])
    assert Image.open(io.BytesIO(answer.content)).size == size == (1200, 630)


def test_no_two_pages_have_the_same_title_or_description(client):
    told = {path: metas(client.get(path)) for path in PAGES}
    assert len({said["title"][0] for said in told.values()}) == len(PAGES)
    assert len({said["description"][0] for said in told.values()}) == len(PAGES)


@pytest.fixture
def secret(world):
    """The two secret addresses: of an application, and of a correction."""
    correction = make.proposal(world.ours, summary="A city.").token
    return {"token": world.our_application.token, "correction": correction}


@pytest.mark.parametrize("path", UNLISTED)
def test_what_is_no_page_of_the_directory_is_not_indexed(client, secret, path):
    answer = client.get(path.format(**secret))
    told = metas(answer)
    assert (answer.status_code, told["robots"][0].startswith("noindex")) == (200, True)
    assert told["title"][0]


@pytest.mark.parametrize("path", UNLISTED[-2:])
def test_a_secret_address_is_repeated_in_no_tag_for_sharing(client, secret, path):
    told = metas(client.get(path.format(**secret)))
    assert [name for name in told if name and name.startswith(("canonical", "og:"))] == []


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/members/?page=2", "/members/?page=2"),
        ("/members/?page=1", "/members/"),
        ("/members/?page=999", "/members/?page=2"),
        ("/members/?page=abc", "/members/"),
        ("/members/?page=2&kind=local_government", "/members/"),
        ("/members/?kind=company", "/members/"),
        ("/members/?as_of=2021-10-04", "/members/"),
        ("/members/city-of-ours/?as_of=2021-10-04", "/members/city-of-ours/"),
        ("/regions/north-alliance/?utm_source=mail", "/regions/north-alliance/"),
        ("/?q=%22%3E%3Cscript%3E", "/"),
    ],
)
def test_only_a_further_page_of_the_plain_list_is_a_page_of_its_own(world, client, path, address):
    for number in range(60):
        make.membership(make.organization(f"City {number}"), world.north)
    assert metas(client.get(path))["canonical"] == [SITE + address]


def test_a_page_that_is_not_there_is_shared_by_no_card(world, client):
    assert "og:image" not in metas(client.get("/nowhere/"))
    world.ours.archived_at = world.ours.created_at
    world.ours.save()
    answer = client.get("/members/city-of-ours/")
    assert (answer.status_code, "og:image" in metas(answer)) == (410, False)


def test_a_name_with_marks_cannot_leave_its_attribute(world, client):
    world.ours.name = 'City of "Ours" <b>&\'s'
    world.ours.save()
    (title,) = metas(client.get("/members/city-of-ours/"))["og:title"]
    assert title == "City of &quot;Ours&quot; &lt;b&gt;&amp;&#x27;s, Colorado"


def test_behind_a_proxy_the_addresses_are_those_that_a_visitor_sees(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = ["directory.example"]
    sent = {"host": "directory.example", "x-forwarded-proto": "https"}
    for path, text in {
        "/members/city-of-ours/": 'rel="canonical" href="https://directory.example/members/city-of-ours/"',
        "/sitemap.xml": "<loc>https://directory.example/members/city-of-ours/</loc>",
        "/robots.txt": "Sitemap: https://directory.example/sitemap.xml",
        "/members/city-of-ours/card.vcf": "SOURCE:https://directory.example/members/",
    }.items():
        assert text in client.get(path, headers=sent).content.decode().replace("\r\n ", "")


def test_every_address_of_the_sitemap_answers_under_itself(client):
    found = addresses(client.get("/sitemap.xml"))
    assert len(found) == len(set(found))
    wrong = {}
    for path in found:
        answer = client.get(path)
        told = metas(answer)
        if (answer.status_code, told["canonical"], "robots" in told) != (200, [SITE + path], False):
            wrong[path] = answer.status_code, told.get("canonical")
    assert wrong == {}


def test_the_sitemap_has_every_page_and_nothing_that_is_not_public(world, client):
    make.organization("City of Brighton", place=make.place("Golden"))
    gone = make.organization("Gone Company", kind="company")
    gone.archived_at = gone.created_at
    gone.save()
    expected = {path for path in PAGES if path != "/api/docs/explorer/"}
    expected |= {f"/members/{slug}/" for slug in ("city-of-theirs", "city-of-brighton")}
    expected |= {"/regions/south-alliance/"}
    assert set(addresses(client.get("/sitemap.xml"))) == expected


def test_the_sitemap_tells_when_a_record_changed(world, client):
    world.ours.refresh_from_db()
    day = world.ours.changed_at.date().isoformat()
    entry = f"<loc>{SITE}/members/city-of-ours/</loc><lastmod>{day}</lastmod>"
    assert entry in client.get("/sitemap.xml").text


def test_a_sitemap_that_is_too_long_for_one_file_is_an_index_of_its_sections(client, monkeypatch):
    whole = addresses(client.get("/sitemap.xml"))
    monkeypatch.setattr(sitemaps.Sitemap, "limit", 10)
    parts = addresses(client.get("/sitemap.xml"))
    assert parts == [f"/sitemap-{name}.xml" for name in sitemaps.SECTIONS]
    assert [path for part in parts for path in addresses(client.get(part))] == whole


def test_an_unknown_section_of_the_sitemap_is_not_found(client):
    assert client.get("/sitemap-secrets.xml").status_code == 404


def test_sitemap_and_robots_may_be_kept_and_set_no_cookie(client):
    for path in ("/sitemap.xml", "/robots.txt"):
        answer = client.get(path)
        assert (answer["Cache-Control"], answer.cookies) == ("public, max-age=60", {})
        again = client.get(path, headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304


def test_robots_may_read_the_pages_and_no_more(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    rules = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    refused = [path for path in PAGES if path.startswith(tuple(rules))]
    kept_out = ["/admin/", "/search/?q=x", "/join/status/abc/", "/corrections/abc/"]
    assert (lines[0], refused) == ("User-agent: *", [])
    assert [path for path in kept_out if not path.startswith(tuple(rules))] == []
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
