"""axe finds nothing on any public page: light and dark, on a phone and on a screen."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import RequestFactory

from nscp import views

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/?as_of=2021-10-04",
    "/regions/",
    "/regions/the-connective/",
    "/regions/the-connective/?as_of=2019-01-01",
    "/members/",
    "/members/?region=the-connective&kind=company&page=abc",
    "/members/?as_of=2021-10-04&kind=university",
    "/members/?q=xqzt",
    "/members/city-of-plano/",
    "/members/cisco/",
    "/members/city-of-plano/contact/",
    "/members/city-of-plano/correction/",
    "/members/history/",
    "/members/history/?from=2019-01-01&to=no+day",
    "/members/compare/",
    "/members/compare/?member=city-of-plano&member=city-of-mesa",
    "/members/embed/?kind=university",
    "/coverage/",
    "/coverage/?as_of=2021-10-04",
    "/places/",
    "/places/?q=tempe",
    "/places/city-of-abingdon-il/",
    "/focus-areas/",
    "/focus-areas/cybersecurity/",
    "/search/",
    "/search/?q=canon+city",
    "/search/?q=xqzt",
    "/join/",
    "/api/docs/",
    "/admin/login/",
    "/400/",
    "/403/",
    "/404/",
    "/500/",
]
# In debug mode Django answers these itself; here they are what a visitor sees in production.
WRONG = {
    "/400/": views.bad_request,
    "/403/": views.forbidden,
    "/404/": views.not_found,
    "/500/": views.broken,
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}


@pytest.fixture
def page(chromium, site):
    """A page of the site, with our own pages for what goes wrong."""
    # No color is caught halfway between two schemes.
    context = chromium.new_context(base_url=site.base, reduced_motion="reduce")
    page = context.new_page()
    for path in WRONG:
        page.route(f"{site.base}{path}", went_wrong)
    yield page
    context.close()


def went_wrong(route):
    path = urlsplit(route.request.url).path
    route.fulfill(content_type="text/html", body=WRONG[path](RequestFactory().get(path)).content)


def violations(page):
    """The rules that a page breaks, each with a few of the elements that break it."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


def overflow(page):
    """By how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, scheme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = violations(page)
    assert {path: broken for path, broken in found.items() if broken} == {}


def test_axe_finds_nothing_on_what_follows_a_form(page):
    """The private pages of a correction and of a request to join, and a form that is sent back."""
    found = {}
    page.goto("/members/city-of-tempe/correction/")
    page.get_by_role("button", name="Send the correction").click()
    found["refused"] = looked_at(page)
    page.get_by_label("What it is").fill("A city of students.")
    page.get_by_label("Your name").fill("Tess Tester")
    page.get_by_label("Your e-mail address").fill("tess@example.org")
    page.get_by_role("button", name="Send the correction").click()
    page.wait_for_url("**/corrections/**")
    found["correction"] = looked_at(page)
    page.goto("/join/")
    page.get_by_label("Coalition").select_option("the-connective")
    page.get_by_label("Name of the organization").fill("Town of Testing")
    page.get_by_label("What it is", exact=True).select_option("local_government")
    page.get_by_label("Kind of government").select_option("town")
    page.get_by_label("Your name").fill("Tess Tester")
    page.get_by_label("Your e-mail address").fill("tess@example.org")
    page.get_by_label("What you want to work on").fill("Water.")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/join/status/**")
    found["application"] = looked_at(page)
    assert {name: broken for name, broken in found.items() if broken} == {}


def looked_at(page):
    """What is wrong with the page as it stands, in both schemes and at both widths."""
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [(width, scheme, *broken) for broken in violations(page)]
    return found


@pytest.mark.parametrize("width", [320, 390, 800])
def test_no_page_is_wider_than_its_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for path in PAGES:
        page.goto(path)
        wide[path] = overflow(page)
    assert {path: pixels for path, pixels in wide.items() if pixels > 0} == {}
