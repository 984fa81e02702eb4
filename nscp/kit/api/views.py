"""What all views of the API share: methods, formats, caching."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.views import APIView

from nscp.kit.api import problems
from nscp.kit.api.answers import PREFLIGHT
from nscp.kit.api.formats import Format
from nscp.kit.api.parameters import Query
from nscp.kit.api.tags import not_modified, unchanged

MAX_AGE = 60


class ApiView(APIView):
    """A view that only reads."""

    http_method_names = ["get", "head", "options"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Asked first: a session's check against forged writes would else answer 403 to a POST.
        if request.method.lower() not in self.http_method_names:
            raise MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {"Vary": "Accept"}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:  # noqa: FBT001, FBT002
        """Formats are chosen in `chosen_format`; REST framework renders nothing here."""
        return None, ""

    def chosen_format(self, query: Query, formats: Iterable[Format]) -> Format:
        """The format asked for: by `?format=`, else by the Accept header."""
        types = {each.media_type: each for each in formats}
        if "format" in query.data:
            offered = {each.name: each for each in reversed(types.values())}
            name = query.choice("format", dict.fromkeys(each.name for each in types.values()))
            return offered[name] if name else next(iter(types.values()))
        request = self.request._request  # noqa: SLF001
        # Some clients write "application/json; charset=utf-8": what follows the type is no wish.
        plain = (f"{each.main_type}/{each.sub_type}" for each in request.accepted_types)
        wanted = request.get_preferred_type(list(types)) or next(filter(types.get, plain), None)
        if wanted is None:
            detail = f"This address answers in {', '.join(types)}."
            raise problems.Problem(problems.NOT_ACCEPTABLE, detail)
        return types[wanted]

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The methods, also for a browser that asks before it sends a page's request."""
        response = HttpResponse(status=204, headers={"Allow": self._allow, **PREFLIGHT})
        del response["Content-Type"]
        return response

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if response.status_code == 405:
            response["Allow"] = self._allow
        if not response.has_header("Cache-Control"):
            public = self.is_public(request)
            response["Cache-Control"] = (
                f"public, max-age={MAX_AGE}" if public else "private, no-cache"
            )
        # Whom an answer is for follows from the session's cookie.
        patch_vary_headers(response, ["Accept", "Cookie"])
        return response

    @property
    def _allow(self) -> str:
        return ", ".join(name.upper() for name in self.http_method_names)

    @staticmethod
    def is_public(request: Request) -> bool:
        """Whether the answer is the one that everybody gets."""
        return not request.user.is_authenticated

    def tagged(self, request: Request, tag: str, answer: Any) -> HttpResponseBase:
        """What `answer()` gives, under its tag; or that nothing has changed, without asking it."""
        response = not_modified() if unchanged(request._request, tag) else answer()  # noqa: SLF001
        response["ETag"] = tag
        return response

    def raise_uncaught_exception(self, exc: Exception) -> None:
        raise exc
