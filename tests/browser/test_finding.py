"""Finding in a real Chromium: by keyboard alone, back and forth, and without a script."""

import re

import pytest

pytestmark = pytest.mark.browser

PLANO = "City of Plano"


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(base_url=site.base, viewport={"width": 1280, "height": 900})
    problems = []
    page = context.new_page()
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(site.base) else problems.append(r.url))
    yield page
    context.close()
    assert problems == []


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.id")


def to_the_search_box(page):
    """By Tab, as somebody without a mouse gets there."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "search":
            return
    raise AssertionError("No search box within 20 steps.")


def test_a_member_is_found_from_the_home_page_by_keyboard_alone(page):
    page.goto("/")
    to_the_search_box(page)
    page.keyboard.type("plano")
    page.get_by_role("group", name="Suggestions").wait_for()
    said = page.locator("form[role=search] [role=status]")
    assert re.fullmatch(r"\d+ suggestions?.* Arrow down goes through them\.", said.inner_text())
    press(page, "ArrowDown")
    assert focused(page).startswith(PLANO)
    press(page, "Enter")
    page.wait_for_url("**/members/city-of-plano/")
    page.go_back()
    page.get_by_role("heading", level=1).wait_for()
    assert page.get_by_role("group", name="Suggestions").count() == 0


def test_arrows_go_up_and_down_and_escape_leaves_what_was_typed(page):
    page.goto("/")
    box, panel = page.get_by_role("searchbox"), page.get_by_role("group", name="Suggestions")
    box.press_sequentially("smart")
    panel.wait_for()
    press(page, "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp")
    assert focused(page) == "find"
    press(page, "ArrowDown", "Escape")
    assert (focused(page), box.input_value(), panel.count()) == ("find", "smart", 0)
    press(page, "ArrowDown")
    panel.wait_for()
    page.get_by_role("heading", level=1).click()
    assert panel.count() == 0
    box.press("Enter")
    page.wait_for_url("**/search/?q=smart")


def test_the_last_key_has_the_last_word(page):
    """Answers that come late, and in the wrong order, are not shown."""

    def late(route):
        if route.request.url.endswith("q=me"):
            page.wait_for_timeout(600)
        route.continue_()

    page.route("**/search/?q=*", late)
    page.goto("/")
    box = page.get_by_role("searchbox")
    box.press_sequentially("me")
    page.wait_for_timeout(250)
    box.press_sequentially("sa az")
    page.get_by_role("link", name="City of Mesa").wait_for()
    page.wait_for_timeout(800)
    panel = page.get_by_role("group", name="Suggestions")
    assert "Mesa" in panel.get_by_role("link").first.inner_text()


def test_a_slip_is_answered_while_one_types(page):
    page.goto("/search/")
    page.locator("#id_q").press_sequentially("Scotsdale")
    page.get_by_role("link", name="Did you mean Scottsdale?").wait_for()
    press(page, "ArrowDown", "Enter")
    page.wait_for_url("**/search/?q=Scottsdale")
    assert page.get_by_role("link", name="City of Scottsdale", exact=True).count() >= 1


@pytest.mark.parametrize("width", [390, 1280])
def test_suggestions_stay_within_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/search/")
    box = page.locator("#id_q")
    box.press_sequentially("city")
    panel = page.get_by_role("group", name="Suggestions")
    panel.wait_for()
    frame = panel.bounding_box()
    assert frame["x"] >= 0
    assert frame["x"] + frame["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_filters_and_chips_are_steps_that_the_back_button_takes_back(page):
    page.goto("/members/")
    title = page.locator("#results-title")
    every = title.inner_text()
    page.get_by_role("checkbox", name=re.compile("^Company")).check()
    page.wait_for_url("**/members/?kind=company")
    companies = title.inner_text()
    page.get_by_role("checkbox", name=re.compile("^The Connective")).check()
    page.wait_for_url(re.compile(r"/members/\?(?=.*kind=company)(?=.*region=the-connective)"))
    both = title.inner_text()
    page.get_by_role("link", name="Remove Kind: Company").click()
    page.wait_for_url("**/members/?region=the-connective")
    region = title.inner_text()
    assert len({every, both, companies, region}) == 4
    for shown, address in [(both, "company"), (companies, "?kind=company"), (every, "/members/")]:
        page.go_back()
        page.wait_for_function(
            "said => document.getElementById('results-title').innerText === said", arg=shown
        )
        assert page.url.endswith(address)
    page.goto("/members/?region=the-connective")
    assert title.inner_text() == region  # the address is all there is to it


def test_without_a_script_the_same_form_finds(chromium, site):
    context = chromium.new_context(java_script_enabled=False, base_url=site.base)
    page = context.new_page()
    page.goto("/")
    to = page.get_by_role("searchbox")
    to.fill("Palno")
    to.press("Enter")
    page.wait_for_url("**/search/?q=Palno")
    page.get_by_role("link", name="Plano", exact=True).click()
    page.wait_for_url("**/search/?q=Plano")
    page.get_by_role("link", name=PLANO, exact=True).click()
    page.wait_for_url("**/members/city-of-plano/")
    context.close()
