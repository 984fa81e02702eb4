"""A director in a real Chromium: edits an own member, and is turned away from another region's."""

import re

import pytest

from tests.site import PASSWORD

pytestmark = pytest.mark.browser

DIRECTOR = "director-north-texas-innovation-alliance"


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(base_url=site.base, viewport={"width": 1280, "height": 900})
    problems = []
    page = context.new_page()
    page.on("console", lambda m: problems.append(m.text) if "Content Security" in m.text else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/admin/")
    page.get_by_label("Username").fill(DIRECTOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    yield page
    context.close()
    assert problems == []


def key_of(page, name):
    page.goto(f"/admin/members/organization/?q={name.replace(' ', '+')}")
    href = page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
    return re.search(r"/organization/(\d+)/", href).group(1)


def test_a_director_edits_an_own_member(page, site):
    page.goto(f"/admin/members/organization/{key_of(page, 'City of Plano')}/change/")
    page.get_by_label("Summary").fill("A city north of Dallas.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/admin/members/organization/(\?.*)?$"))
    page.goto("/members/city-of-plano/")
    assert "A city north of Dallas." in page.locator("main").inner_text()


def test_a_director_cannot_edit_another_regions_member(page, site):
    """Other regions' members may be read, so the page opens; there is nothing to change on it."""
    page.goto(f"/admin/members/organization/{key_of(page, 'City of Phoenix')}/change/")
    assert "City of Phoenix" in page.locator("#content").inner_text()
    assert page.get_by_role("button", name="Save", exact=True).count() == 0
    assert page.locator("#content-main").locator("input[type=text], textarea, select").count() == 0


def test_the_start_page_says_what_waits(page, site):
    page.goto("/admin/")
    text = page.locator("#content").inner_text()
    assert "applications" in text.lower()
    assert "90 days" in text
    assert "not verified" in text.lower()
