"""A page of another site holds the list in a frame, and nothing else of ours."""

import http.server
import threading

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def other_site():
    """A server on another port, which is another origin; `pages` are its answers by path."""
    pages = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *args):
            """Silent."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", pages
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("scripts", [True, False], ids=["JavaScript", "no JavaScript"])
def test_the_frame_that_the_page_offers_shows_the_list_on_another_site(
    chromium, site, other_site, scripts
):
    base, pages = other_site
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site.base}/members/?kind=university")
    pages["/"] = f"<!doctype html><title>Ours</title>{page.locator('#use-frame').input_value()}"
    page.goto(base)
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "4 members"
    assert frame.locator(".member-name").count() == 4
    wide = frame.locator("body").evaluate("body => body.scrollWidth - innerWidth") if scripts else 0
    assert wide <= 0
    assert context.cookies() == []
    frame.locator(".member-name").first.click()
    page.wait_for_url(f"{site.base}/members/*/")
    context.close()


def test_any_other_page_stays_out_of_frames(chromium, site, other_site):
    base, pages = other_site
    pages["/"] = f'<!doctype html><iframe src="{site.base}/members/"></iframe>'
    context = chromium.new_context()
    page = context.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(base)
    page.wait_for_timeout(500)
    assert "Members" not in page.frame_locator("iframe").locator("body").inner_text()
    assert any("frame-ancestors" in text for text in refused)
    context.close()
