"""Public pages that anybody may keep: told apart by the feed's position, and asked for no twice."""

from django.conf import settings
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from nscp.kit.api.tags import not_modified, tag_of, unchanged
from regions.models import FeedPosition

# The API and the static files say for themselves how long they keep; the admin and health never do.
NOT_PAGES = ("/admin/", "/api/", "/static/", "/healthz", "/readyz")
# What of a request decides on the answer besides its address.
ASKED = ("HX-Request", "HX-History-Restore-Request")
# Also a redirect: a browser keeps one for ever that says nothing, and the record may come back.
KEPT = {200, 301, 410}


class PublicPages:
    """Lets browsers and proxies keep a page that is the same for everybody.

    Its tag is made of the newest change, the release, the day (a status follows from it) and what
    was asked for, so a page that is still right is answered with 304 before any view runs. Who is
    signed in, and what sets a cookie, is never kept, and says so to every proxy.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(NOT_PAGES):
            return self.get_response(request)
        if not self._may_be_kept(request):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        # A browser sends the tag of whatever it holds from the address, also of the rows alone.
        asked = [request.get_full_path(), *(request.headers.get(name, "") for name in ASKED)]
        tag = tag_of(FeedPosition.current(), timezone.localdate(), *asked)
        if unchanged(request, tag):
            return self._mark(not_modified(), tag)
        response = self.get_response(request)
        unsaid = not response.cookies and "Cache-Control" not in response
        if unsaid and response.status_code in KEPT:
            self._mark(response, tag)
        return response

    @staticmethod
    def _may_be_kept(request):
        return (
            request.method in {"GET", "HEAD"}
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )

    @staticmethod
    def _mark(response, tag):
        response["ETag"] = tag
        response["Cache-Control"] = "public, max-age=60"
        patch_vary_headers(response, ["Cookie", *ASKED])
        return response
