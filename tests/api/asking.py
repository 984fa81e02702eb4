"""Short ways to ask the API through Django's client."""

import csv
import io
import json

from nscp.api import RESOURCES

LISTS = [each.name for each in RESOURCES]


def ask(client, address, status=200, **headers):
    """The parsed JSON of an answer with the status that is expected."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = client.get(f"/api/v1/{address}", headers=named)
    assert answer.status_code == status, text(answer)
    return json.loads(text(answer))


def text(answer):
    """The body of an answer, streamed or not."""
    return answer.getvalue().decode()


def slugs(client, address):
    """The slugs in the first page of a list."""
    return [each["slug"] for each in ask(client, address)["results"]]


def faults(client, address):
    """The (parameter, code) pairs of a refused request."""
    problem = ask(client, address, 400)
    assert problem["type"] == "/api/docs/#problem-invalid-parameters"
    return [(each["parameter"], each["code"]) for each in problem["errors"]]


def table(client, address):
    """A CSV answer as a header and its rows."""
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    header, *rows = csv.reader(io.StringIO(text(answer), newline=""))
    return header, rows


def local(url):
    """An absolute address of the test server, without what `ask` adds."""
    return url.removeprefix("http://testserver/api/v1/")
