"""What the environment says, read strictly.

A missing or misspelled value stops the start and names its variable: guessing would go unseen.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"

# Readers never wait for a writer, and writers queue for 20 seconds instead of failing. They begin
# with the write lock: a transaction that reads first and wants it later fails without waiting.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
}


def read_file(path: Path) -> None:
    """Take values from a ``.env`` file; the real environment wins."""
    if path.is_file():
        environ.Env.read_env(path)


def text(name: str, default: str | None = None) -> str:
    """A value as it stands. Set but empty counts as not set: ``.env`` files are written so."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(
            f"Set {name} in the environment; .env.example says what it is for."
        )
    return value


def words(name: str, default: list[str] | None = None) -> list[str]:
    """A list written with commas; spaces around them do not matter."""
    value = text(name, None if default is None else ",".join(default))
    return [word.strip() for word in value.split(",") if word.strip()]


def flag(name: str, *, default: bool) -> bool:
    """Yes or no. A typing mistake is refused, because ``DEBUG=flase`` must not mean anything."""
    value = text(name, "yes" if default else "no").lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return value in YES


def number(name: str, *, default: int) -> int:
    """A whole number, zero or more."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.")
    return int(value)


def database(name: str, *, default: str) -> dict[str, Any]:
    """Django's settings for the database at a URL, on SQLite or on PostgreSQL, tuned for each.

    The folder of a SQLite file is made here, so that a new machine needs no preparation.
    """
    config: dict[str, Any] = dict(environ.Env.db_url_config(text(name, default)))
    options: dict[str, Any] = config.get("OPTIONS", {})
    if config.get("ENGINE") == SQLITE:
        if config["NAME"] != ":memory:":
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        return config | {"OPTIONS": SQLITE_OPTIONS | options}
    if config.get("ENGINE") != POSTGRESQL:
        raise ImproperlyConfigured(f"{name} has to begin with sqlite:/// or postgres://.")
    # libpq takes the folder of a local socket as its host; a URL says that quoted or in its query.
    host = unquote(config["HOST"]) or options.pop("host", "")
    return config | {
        "HOST": host,
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mail(name: str, *, default: str) -> dict[str, Any]:
    """Django's settings for sending mail by a URL.

    smtp+tls://USER:PASSWORD@HOST:587 sends it; filemail:///FOLDER makes each mail a file there.
    """
    try:
        read = environ.Env.email_url_config(text(name, default))
    except ImproperlyConfigured as error:
        raise ImproperlyConfigured(
            f"{name} has to begin with smtp://, smtp+tls://, smtp+ssl:// or filemail:///."
        ) from error
    config: dict[str, Any] = {key: value for key, value in read.items() if value}
    if config["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
        config["EMAIL_FILE_PATH"] = "/" + config["EMAIL_FILE_PATH"].lstrip("/")
    return config
