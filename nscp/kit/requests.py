"""What every request carries: a name of its own, and the address that it really came from."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# The log formatter has no request at hand; a context variable is per thread and per task.
current_id: ContextVar[str] = ContextVar("request_id", default="")

# Anything else could forge lines in the log of whoever trusts the header.
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestId:
    """Names each request; the same name stands on the answer, in the log and in error messages.

    A name that a proxy or client sent is kept, so that one name follows a request across machines.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        name = sent if WELL_FORMED.fullmatch(sent) else uuid.uuid4().hex
        request.id = name  # type: ignore[attr-defined]
        token = current_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            current_id.reset(token)
        response["X-Request-ID"] = name
        return response


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks, behind as many proxies as ``settings.TRUSTED_PROXIES`` says.

    Each proxy appends the address it saw. What stands further left was sent by the client, who can
    write anything.
    """
    seen = [
        part.strip()
        for part in request.headers.get("X-Forwarded-For", "").split(",")
        if part.strip()
    ]
    trusted = [*seen, request.META.get("REMOTE_ADDR", "")][-1 - settings.TRUSTED_PROXIES :]
    return str(trusted[0])
