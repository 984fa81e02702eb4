"""axe finds nothing on any public page: light and dark, on a phone and on a screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/regions/",
    "/regions/the-connective/",
    "/members/",
    "/members/?region=the-connective&kind=company&page=abc",
    "/members/city-of-plano/",
    "/focus-areas/",
    "/focus-areas/cybersecurity/",
    "/search/",
    "/search/?q=canon+city",
    "/search/?q=xqzt",
    "/join/",
    "/api/docs/",
    "/nowhere/",
    "/admin/login/",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium, site, scheme, width):
    context = chromium.new_context(
        base_url=site.base, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(path)
        violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        if violations:
            found[path] = [
                (v["id"], [node["target"] for node in v["nodes"]][:3]) for v in violations
            ]
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            found.setdefault(path, []).append(f"{wide} px wider than the window")
    context.close()
    assert found == {}
