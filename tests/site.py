"""The real site for a test: a database of its own, the shipped data, and a server on 127.0.0.1."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from django.conf import settings

ROOT = Path(__file__).parent.parent
PASSWORD = "a password for tests"


@dataclass
class Answer:
    """What the server said."""

    url: str
    status: int
    headers: dict[str, str]
    text: str


class Quiet(urllib.request.HTTPRedirectHandler):
    """Redirects are answers to look at, not to follow."""

    def redirect_request(self, *args, **kwargs):
        return None


@dataclass
class Site:
    """A running site."""

    base: str
    log: Path

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path, or for a whole address of this site, without following a redirect."""
        url = path if path.startswith("http") else self.base + path
        request = urllib.request.Request(url, headers=headers)
        opener = urllib.request.build_opener(Quiet)
        try:
            with opener.open(request, timeout=30) as answer:
                return Answer(
                    url, answer.status, dict(answer.headers), answer.read().decode(errors="replace")
                )
        except urllib.error.HTTPError as error:
            return Answer(
                url, error.code, dict(error.headers), error.read().decode(errors="replace")
            )


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """An empty database on the engine that the suite runs on, gone afterwards; its URL."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    name, server = f"nscp_site_{secrets.token_hex(4)}", os.environ["DATABASE_URL"]
    path, mark, query = server.partition("?")
    maintenance = psycopg2.connect(server)
    maintenance.autocommit = True
    with maintenance.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{path.rsplit('/', 1)[0]}/{name}{mark}{query}"
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
            maintenance.close()


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Site]:
    """The site with the shipped data and the demo accounts; the server ends with the block."""
    with database(folder) as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DEBUG": "1",
            "ENV_FILE": os.devnull,
            "NSCP_DEMO_PASSWORD": PASSWORD,
            "DJANGO_SETTINGS_MODULE": "nscp.settings",
        }
        manage(environment, ["migrate", "-v0"], ["load_partnership"], ["demo_accounts"])
        command = [sys.executable, "manage.py", "runserver", "--noreload"]
        with serving(command, environment, folder / "server.log") as site:
            yield site


def manage(environment: dict[str, str], *commands: list[str]) -> None:
    """Run commands of ``manage.py``, one after the other."""
    for command in commands:
        program = [sys.executable, "manage.py", *command]
        subprocess.run(program, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def serving(command: list[str], environment: dict[str, str], log: Path) -> Iterator[Site]:
    """A server on a free port of this machine, which is the last word of its command."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with log.open("w") as out:
        server = subprocess.Popen(
            [*command, address], cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            site = Site(f"http://{address}", log)
            _wait_for(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(site: Site, server: subprocess.Popen) -> None:
    for _ in range(100):
        if server.poll() is not None:
            break
        try:
            if site.get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The site did not start:\n{site.log.read_text()}")
