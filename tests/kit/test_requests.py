"""Each request has a name in the answer and in the log, and an address that it cannot forge."""

import json
import logging
import re
import sys

import pytest
from django.http import HttpResponse

from nscp.kit.logs import JsonFormatter
from nscp.kit.requests import RequestId, client_address, current_id


def named(rf, sent=None):
    """The name that a view sees, and the one that the answer bears."""
    seen = []

    def view(request):
        seen.append((request.id, current_id.get()))
        return HttpResponse()

    headers = {} if sent is None else {"X-Request-ID": sent}
    response = RequestId(view)(rf.get("/", headers=headers))
    ((on_request, in_log),) = seen
    assert on_request == in_log == response["X-Request-ID"]
    return on_request


def test_a_well_formed_name_follows_the_request(rf):
    assert named(rf, "proxy-1.2026_A") == "proxy-1.2026_A"
    assert current_id.get() == ""


@pytest.mark.parametrize(
    "sent", [None, "", "short", "x" * 65, "two words here", "line\nbreak-here"]
)
def test_anything_else_gets_a_fresh_name(rf, sent):
    name = named(rf, sent)
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert named(rf, sent) != name


def test_a_failing_view_leaves_no_name_behind(rf):
    def view(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        RequestId(view)(rf.get("/"))
    assert current_id.get() == ""


@pytest.mark.parametrize(
    ("proxies", "address"),
    [(0, "10.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9"), (3, "1.2.3.4"), (9, "1.2.3.4")],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_saw(
    rf, settings, proxies, address
):
    settings.TRUSTED_PROXIES = proxies
    forwarded = {"X-Forwarded-For": "1.2.3.4, 203.0.113.9, 198.51.100.7"}
    request = rf.get("/", headers=forwarded, REMOTE_ADDR="10.0.0.1")
    assert client_address(request) == address


def test_without_the_header_the_address_is_the_connection(rf, settings):
    settings.TRUSTED_PROXIES = 1
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.1")) == "10.0.0.1"


def test_a_log_line_is_one_json_object_with_the_name_of_its_request(rf):
    lines = []

    def view(request):
        try:
            raise ValueError("first\nsecond")
        except ValueError:
            record = logging.getLogger("nscp.test").makeRecord(
                "nscp.test", logging.ERROR, __file__, 1, "Cañon %s", ("City",), sys.exc_info()
            )
        lines.append(JsonFormatter().format(record))
        return HttpResponse()

    RequestId(view)(rf.get("/", headers={"X-Request-ID": "abcdefgh"}))
    (text,) = lines
    line = json.loads(text)
    assert "\n" not in text
    assert (line["level"], line["logger"], line["message"], line["request"]) == (
        "ERROR",
        "nscp.test",
        "Cañon City",
        "abcdefgh",
    )
    assert line["exception"].endswith("ValueError: first\nsecond")


@pytest.mark.django_db
def test_the_line_on_a_page_that_is_not_there_bears_the_name_too(client, caplog):
    client.get("/nothing-here/", headers={"X-Request-ID": "abcdefgh"})
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert json.loads(JsonFormatter().format(record))["request"] == "abcdefgh"
