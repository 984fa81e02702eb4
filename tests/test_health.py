"""The probes, and the pages for what goes wrong."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.template import TemplateDoesNotExist
from django.test import RequestFactory

from nscp import views


def broken(*args, **kwargs):
    raise OperationalError("the server is gone")


def test_healthz_asks_no_database(client):
    # Without the fixture `db`, pytest-django refuses every query.
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"ok\n", {})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_is_never_kept(client, db, path):
    assert "no-store" in client.get(path)["Cache-Control"]


def test_readyz_is_ok_when_the_database_is_as_the_release_expects(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_names_the_migrations_that_wait(client, db):
    recorder = MigrationRecorder(connection)
    newest = max(name for app, name in recorder.applied_migrations() if app == "members")
    recorder.record_unapplied("members", newest)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (503, f"migration: members.{newest}\n")


def test_readyz_says_that_the_database_does_not_answer_and_no_more(client, db, monkeypatch):
    monkeypatch.setattr(views, "MigrationExecutor", broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database: no answer\n")


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (views.bad_request, 400),
        (views.forbidden, 403),
        (views.not_found, 404),
        (views.broken, 500),
    ],
)
def test_an_error_page_needs_no_database_and_has_one_heading(handler, status):
    # Without the fixture `db`, pytest-django refuses every query.
    answer = handler(RequestFactory().get("/nowhere/"))
    assert (answer.status_code, answer.content.decode().count("<h1")) == (status, 1)


def test_a_refusal_says_why(rf):
    answer = views.forbidden(rf.get("/"), PermissionError("That is another region's."))
    assert "That is another region&#x27;s." in answer.content.decode()


def test_a_program_reads_of_an_error_as_of_any_other(rf):
    answer = views.not_found(rf.get("/api/v1/nothing/"))
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_words_are_left_where_even_the_error_page_fails(rf, monkeypatch):
    def missing(*args):
        raise TemplateDoesNotExist("500.html")

    monkeypatch.setattr(views.loader, "render_to_string", missing)
    answer = views.broken(rf.get("/"))
    assert (answer.status_code, b"<h1>" in answer.content) == (500, True)
