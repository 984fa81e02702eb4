"""A visitor with a keyboard alone: from the home page over the map to a region and a member."""

import re

import pytest

pytestmark = pytest.mark.browser

REGION = "/regions/north-texas-innovation-alliance/"


@pytest.fixture(params=[1280, 390], ids=["screen", "phone"])
def page(request, chromium, site):
    context = chromium.new_context(
        base_url=site.base,
        viewport={"width": request.param, "height": 900},
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def focused(page):
    """Where the keyboard stands: the address it leads to, and whether that is on a map."""
    return page.evaluate(
        "[document.activeElement.getAttribute('href'), !!document.activeElement.closest('svg')]"
    )


def tab_to(page, href, most=80):
    """Press Tab until a link on the map leads there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == [href, True]:
            return
    pytest.fail(f"Tab did not reach {href} on the map within {most} steps.")


def test_a_member_is_found_over_the_map(page):
    page.goto("/")
    tab_to(page, REGION)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{REGION}")
    tab_to(page, "/members/city-of-plano/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/city-of-plano/")
    assert page.locator("h1").inner_text() == "City of Plano"


def test_the_skip_link_comes_first_and_leads_past_the_menu(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page) == ["#main", False]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert re.fullmatch(r"/regions/[a-z-]+/", focused(page)[0])


def test_the_map_has_the_order_of_the_list_beside_it(page):
    page.goto("/")
    hrefs = "links => links.map(link => link.getAttribute('href'))"
    on_the_map = page.locator(".map-nation a").evaluate_all(hrefs)
    assert on_the_map == page.locator(".hero-list li > a").evaluate_all(hrefs)
    assert len(on_the_map) == 7


def test_each_region_shows_that_the_keyboard_is_on_it(page):
    page.goto("/")
    picture = page.locator(".map-nation")
    without = picture.screenshot()
    seen = {without}
    for link in page.locator(".map-nation a").all():
        link.focus()
        page.keyboard.press("Shift+Tab")  # so that it is the keyboard which comes to it
        page.keyboard.press("Tab")
        seen.add(picture.screenshot())
    assert len(seen) == 8


def test_the_name_of_a_member_shows_when_the_keyboard_is_on_its_dot(page):
    page.goto(REGION)
    name = page.locator(".spot-name", has_text="City of Plano")
    assert not name.is_visible()
    tab_to(page, "/members/city-of-plano/")
    assert name.is_visible()
