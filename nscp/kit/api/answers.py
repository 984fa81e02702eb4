"""What every answer under /api/ carries, whoever made it: also where no view was reached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nscp.kit.api.problems import MEDIA_TYPE, Problem, of_status, respond

PREFIX = "/api/"
VERSION = "1.0"

# Public data: any page may read it, without the reader's cookies.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag, Link, Retry-After, X-Request-ID",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


class ApiAnswers:
    """Adds version and CORS headers, and turns Django's own error pages into problem documents.

    An unknown address, a refused host and a crash are answered by Django, in HTML; a program that
    asked the API expects the one shape of error there too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if response.status_code >= 400 and response.get("Content-Type") != MEDIA_TYPE:
            response = _as_problem(response)
        response["API-Version"] = VERSION
        for name, value in CORS.items():
            response[name] = value
        return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    kind = of_status(response.status_code)
    kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    answer = respond(Problem(kind, kind.explanation, headers=kept))
    answer.status_code = response.status_code
    # Django logs by this mark; without it one error would stand in the log twice.
    answer._has_been_logged = getattr(response, "_has_been_logged", False)  # type: ignore[attr-defined]  # noqa: SLF001
    return answer
