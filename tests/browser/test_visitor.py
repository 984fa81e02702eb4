"""A visitor in a real Chromium: from the map to Plano, with and without JavaScript, by keyboard."""

import re

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["JavaScript", "no JavaScript"])
def page(request, chromium, site):
    context = chromium.new_context(java_script_enabled=request.param, base_url=site.base)
    problems = []
    page = context.new_page()
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(site.base) else problems.append(r.url))
    yield page
    context.close()
    assert problems == []


def test_plano_is_found_from_the_map(page, site):
    page.goto("/")
    page.locator("svg a[href='/regions/north-texas-innovation-alliance/']").first.click()
    page.wait_for_url("**/regions/north-texas-innovation-alliance/")
    assert page.locator("h1").inner_text() == "North Texas Innovation Alliance"
    page.get_by_role("link", name="City of Plano", exact=True).first.click()
    page.wait_for_url("**/members/city-of-plano/")
    assert page.locator("h1").inner_text() == "City of Plano"


def test_plano_is_found_by_search(page, site):
    page.goto("/")
    page.get_by_role("searchbox").first.fill("plano")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=plano")
    page.get_by_role("link", name="City of Plano", exact=True).first.click()
    page.wait_for_url("**/members/city-of-plano/")


def test_filters_narrow_and_the_address_tells(page, site):
    page.goto("/members/?region=north-texas-innovation-alliance")
    page.get_by_role("checkbox", name="Company").check()
    page.get_by_role("button", name="Show").first.click()
    page.wait_for_url("**kind=company**")
    found = page.locator("main").get_by_role("link", name="Cisco", exact=True)
    found.first.wait_for()
    assert page.locator("main").get_by_role("link", name="City of Plano").count() == 0
    address = page.url
    page.goto("/")
    page.goto(address)
    assert found.count() >= 1


def test_a_keyboard_reaches_every_region_on_the_map(page, site):
    page.goto("/")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        handle = page.locator(":focus")
        href = handle.get_attribute("href") if handle.count() else None
        if re.fullmatch(r"/regions/[a-z-]+/", href or ""):
            reached.append(href)
    assert len(set(reached)) == 7
