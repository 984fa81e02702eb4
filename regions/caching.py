"""Public pages that anybody may keep: told apart by the feed's position, and asked for no twice."""

from django.conf import settings
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from nscp.kit.api.tags import not_modified, tag_of, unchanged
from regions.models import FeedPosition

# The API and the static files say for themselves how long they keep; the admin and health never do.
NOT_PAGES = ("/admin/", "/api/", "/static/", "/healthz", "/readyz")


class PublicPages:
    """Lets browsers and proxies keep a page that is the same for everybody.

    Its tag is made of the newest change, the release, the day (a status follows from it) and what
    was asked for, so a page that is still right is answered with 304 before any view runs. Who is
    signed in, and what sets a cookie, is never kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not self._may_be_kept(request):
            return self.get_response(request)
        asked = [request.get_full_path(), request.headers.get("HX-Request", "")]
        tag = tag_of(FeedPosition.current(), timezone.localdate(), *asked)
        if unchanged(request, tag):
            return self._mark(not_modified(), tag)
        response = self.get_response(request)
        if response.status_code == 200 and not response.cookies and "Cache-Control" not in response:
            self._mark(response, tag)
        return response

    @staticmethod
    def _may_be_kept(request):
        return (
            request.method in {"GET", "HEAD"}
            and not request.path.startswith(NOT_PAGES)
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )

    @staticmethod
    def _mark(response, tag):
        response["ETag"] = tag
        response["Cache-Control"] = "public, max-age=60"
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response
