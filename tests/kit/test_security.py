"""Every page carries the strict policy, save the one that brings its own."""

import pytest
from django.http import HttpResponse

from nscp.kit.security import ContentSecurityPolicy, csp_override

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def answer(rf, view):
    return ContentSecurityPolicy(view)(rf.get("/"))


@pytest.mark.django_db
def test_the_admin_carries_the_strict_policy(client):
    assert client.get("/admin/login/")["Content-Security-Policy"] == STRICT


def test_a_view_may_bring_a_policy_of_its_own(rf):
    @csp_override({"default-src": ["'none'"], "img-src": ["'self'", "data:"]})
    def view(request):
        return HttpResponse()

    policy = answer(rf, view)["Content-Security-Policy"]
    assert policy == "default-src 'none'; img-src 'self' data:"


def test_an_empty_policy_sends_none(rf):
    response = answer(rf, csp_override({})(lambda request: HttpResponse()))
    assert "Content-Security-Policy" not in response


@pytest.mark.parametrize(("debug", "carries"), [(False, True), (True, False)])
def test_only_pages_for_developers_go_without(rf, settings, debug, carries):
    settings.DEBUG = debug
    response = answer(rf, lambda request: HttpResponse(status=500))
    assert ("Content-Security-Policy" in response) is carries
