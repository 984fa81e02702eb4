"""The whole suite on both engines: ``python -m tests [arguments of pytest]``.

The last line says which engines ran, because a suite that left one out looks as green as one that
did not.
"""

import os
import signal
import sqlite3
import subprocess
import sys

import psycopg2

from tests import postgres


def passes(title: str, url: str, arguments: list[str]) -> bool:
    """Run the suite on the database at ``url``; an empty one is the default, SQLite."""
    print(f"== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "auto", *arguments]
    return subprocess.call(command, env={**os.environ, "DATABASE_URL": url}) == 0


def main(arguments: list[str]) -> int:
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # so that a private server is stopped then too
    engines = {}
    title = f"SQLite {sqlite3.sqlite_version}"
    engines[title] = passes(title, "", arguments)
    missing = ""
    try:
        with postgres.database() as url:
            title = f"PostgreSQL {version(url)}"
            engines[title] = passes(title, url, arguments)
    except postgres.Unavailable as problem:
        missing = f", PostgreSQL did NOT run: {problem}"
    outcome = ", ".join(
        f"{title} {'passed' if passed else 'FAILED'}" for title, passed in engines.items()
    )
    print(f"Engines: {outcome}{missing}", flush=True)
    in_ci = os.environ.get("CI", "") not in {"", "0", "false"}
    return 0 if all(engines.values()) and not (missing and in_ci) else 1


def version(url: str) -> str:
    """What the server calls itself, without the name of whoever packed it."""
    try:
        connection = psycopg2.connect(url)
    except psycopg2.OperationalError as problem:
        raise postgres.Unavailable(" ".join(str(problem).split())) from problem
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    connection.close()
    return str(row[0]).split()[0] if row else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
