"""The Content-Security-Policy header, with the names that Django 6 has for it built in."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Policy = Mapping[str, Sequence[str]]
View = Callable[..., HttpResponse]


def csp_override(policy: Policy) -> Callable[[View], View]:
    """Give one view a policy of its own, because it cannot live under ``settings.SECURE_CSP``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def overriding(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response._csp_override = policy  # type: ignore[attr-defined]  # noqa: SLF001
            return response

        return overriding

    return decorate


class ContentSecurityPolicy:
    """Sends ``settings.SECURE_CSP``: the browser loads and runs what the site serves, no more."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Django's own pages for a developer's mistake carry their styles inline.
        if settings.DEBUG and response.status_code in {404, 500}:
            return response
        policy: Policy = getattr(response, "_csp_override", settings.SECURE_CSP)
        if policy:
            header = "; ".join(
                " ".join([directive, *sources]) for directive, sources in policy.items()
            )
            response.headers.setdefault("Content-Security-Policy", header)
        return response
