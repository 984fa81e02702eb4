"""The data blocks in a real Chromium: the strict policy lets them pass, and nothing runs them."""

import json

import pytest

pytestmark = pytest.mark.browser

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", e => refused.push(e.effectiveDirective));
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "WebSite"),
        ("/regions/the-connective/", "Organization"),
        ("/members/city-of-plano/", "GovernmentOrganization"),
    ],
)
def test_a_data_block_is_read_and_no_policy_stops_it(chromium, site, path, kind):
    context = chromium.new_context(base_url=site.base)
    page = context.new_page()
    problems = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(WATCH)
    page.goto(path)
    block = page.locator('script[type="application/ld+json"]')
    graph = json.loads(block.text_content())["@graph"]
    size = page.evaluate(
        """async () => {
            const image = new Image();
            image.src = document.querySelector('meta[property="og:image"]').content;
            await image.decode();
            return [image.naturalWidth, image.naturalHeight];
        }"""
    )
    refused = page.evaluate("window.refused")
    context.close()
    assert (graph[0]["@type"], size) == (kind, [1200, 630])
    assert (refused, problems) == ([], [])


def test_the_watch_notices_what_the_policy_stops(chromium, site):
    context = chromium.new_context(base_url=site.base)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto("/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    page.wait_for_function("window.refused.length > 0")
    context.close()
