"""Errors as RFC 9457 says: one shape for every error, `application/problem+json`.

Programs branch on `type` and on the `code` of each error; the sentences may change.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.urls import reverse
from rest_framework.exceptions import APIException

from nscp.kit.requests import current_id

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One type of problem: what its address in the documentation explains."""

    slug: str
    status: int
    title: str
    explanation: str

    @property
    def address(self) -> str:
        return f"{reverse('api-docs')}#problem-{self.slug}"


INVALID_PARAMETERS = Kind(
    "invalid-parameters",
    400,
    "The query has parameters that cannot be used",
    "Nothing was answered, because an answer to another question would look like one to yours. "
    "`errors` names every parameter at fault, each with a code from the list below.",
)
MALFORMED = Kind(
    "malformed-request",
    400,
    "The request cannot be read",
    "Its address or body breaks HTTP's rules or ours.",
)
NOT_AUTHENTICATED = Kind(
    "not-authenticated",
    401,
    "Who are you?",
    "This needs a login, or the one that was sent does not hold.",
)
NOT_ALLOWED = Kind(
    "not-allowed",
    403,
    "You may not do that",
    "The record is known to you, the act is not yours to do.",
)
NOT_FOUND = Kind(
    "not-found",
    404,
    "There is nothing here",
    "No such address, no such record, or none that you may see: the three answer alike.",
)
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed",
    405,
    "That method does nothing here",
    "The `Allow` header lists those that do.",
)
NOT_ACCEPTABLE = Kind(
    "not-acceptable",
    406,
    "No such format here",
    "The `Accept` header takes none of the formats that this address offers.",
)
GONE = Kind(
    "gone", 410, "This record was removed", "It was here and is not coming back: delete your copy."
)
UNSUPPORTED_MEDIA_TYPE = Kind(
    "unsupported-media-type", 415, "That kind of body is not read here", "Send JSON."
)
TOO_MANY_REQUESTS = Kind(
    "too-many-requests", 429, "Too many requests", "Wait as many seconds as `Retry-After` says."
)
INTERNAL_ERROR = Kind(
    "internal-error",
    500,
    "This went wrong on our side",
    "It is in our log under the request id that `instance` gives: quote it when you write to us.",
)

KINDS = (
    INVALID_PARAMETERS,
    MALFORMED,
    NOT_AUTHENTICATED,
    NOT_ALLOWED,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    GONE,
    UNSUPPORTED_MEDIA_TYPE,
    TOO_MANY_REQUESTS,
    INTERNAL_ERROR,
)

# The codes of single errors, as the documentation explains them.
CODES = {
    "unknown-parameter": "The address takes no parameter of this name.",
    "repeated-parameter": "This parameter takes one value, and came more than once.",
    "missing-value": "The parameter came without a value; leave it out instead.",
    "unknown-value": "The value is none of those that the parameter takes.",
    "invalid-value": "The value cannot be read as what the parameter takes.",
    "too-large": "The number is over the maximum.",
    "not-with-format": "The parameter means nothing in the format that was asked for.",
    "cursor-invalid": "The cursor is not one that this service gave out, or it was cut short.",
    "cursor-mismatch": "The cursor is of a list with other filters or another order: begin anew.",
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a request."""

    parameter: str
    code: str
    detail: str


class Problem(Exception):
    """An error that is answered as it stands."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        faults: list[Fault] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail
        self.faults, self.headers = faults or [], headers or {}


def respond(problem: Problem) -> HttpResponse:
    """The answer that tells of `problem`. It is never cached: the next try may well succeed."""
    kind = problem.kind
    body: dict[str, Any] = {
        "type": kind.address,
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "instance": current_id.get(),
    }
    if problem.faults:
        body["errors"] = [asdict(fault) for fault in problem.faults]
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=kind.status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )


def of_status(status: int) -> Kind:
    """The kind of problem that an answer with this status is."""
    known = {kind.status: kind for kind in reversed(KINDS)} | {400: MALFORMED}
    return known.get(status, MALFORMED if status < 500 else INTERNAL_ERROR)


def handler(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """What REST framework calls for an exception; None leaves it to Django, which logs it."""
    if isinstance(error, Problem):
        return respond(error)
    if isinstance(error, Http404):
        return respond(Problem(NOT_FOUND, "There is no such record, or none that you may see."))
    if isinstance(error, PermissionDenied):
        return respond(Problem(NOT_ALLOWED, str(error) or NOT_ALLOWED.explanation))
    if isinstance(error, SuspiciousOperation):
        return respond(Problem(MALFORMED, "The request breaks a limit that protects the service."))
    if isinstance(error, APIException):
        headers = {}
        if getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = error.auth_header
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait))
        return respond(Problem(of_status(error.status_code), str(error.detail), headers=headers))
    return None
