"""The coverage in a browser: from a gap to those who could help, without a script, by keyboard."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(
        base_url=site.base,
        java_script_enabled=False,
        reduced_motion="reduce",
        viewport={"width": 390, "height": 900},
    )
    yield context.new_page()
    context.close()


def test_a_gap_leads_to_its_helpers_and_they_to_their_list(page):
    page.goto("/coverage/")
    gap = page.locator("a[href='#gap-kc-digital-drive-water']")
    helper = page.locator("#gap-kc-digital-drive-water").get_by_role("link")
    assert not helper.is_visible()
    gap.focus()
    page.keyboard.press("Enter")
    helper.wait_for(state="visible")
    assert helper.text_content() == "Southern Arizona, 2 members"
    helper.click()
    assert page.get_by_role("heading", name="2 members").is_visible()


def test_the_matrix_scrolls_in_its_own_part_and_keeps_the_topics_in_view(page):
    page.goto("/coverage/")
    part = page.get_by_role("region", name="Members by focus area and region")
    topic = part.get_by_role("link", name="Transportation")
    before = topic.bounding_box()["x"]
    part.focus()
    part.get_by_role("columnheader", name="All regions").scroll_into_view_if_needed()
    assert page.evaluate("window.scrollX") == 0
    assert topic.bounding_box()["x"] == before
