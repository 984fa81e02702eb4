"""A PostgreSQL for one run of the tests: the one at TEST_DATABASE_URL, else a private server.

``python -m tests.postgres COMMAND...`` runs a command with DATABASE_URL pointing at it. The private
server is made of whatever binaries the machine has, lives in a temporary folder, listens on a
socket there alone, and is gone afterwards.
"""

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

USUAL_PLACES = [
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
]

# Nothing here has to survive a power cut.
HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Unavailable(Exception):
    """There is no PostgreSQL to be had, and why."""


def binaries() -> Path:
    """The folder of ``initdb``: $PG_BIN, else what is on the path, else the newest found."""
    folders = [Path(os.environ["PG_BIN"])] if "PG_BIN" in os.environ else []
    if pg_config := shutil.which("pg_config"):
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(told.stdout.strip()))
    for pattern in USUAL_PLACES:
        found = Path("/").glob(pattern.lstrip("/"))
        folders += sorted(
            found,
            key=lambda path: [int(part) for part in re.findall(r"\d+", str(path))],
            reverse=True,
        )
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise Unavailable("no server binaries on this machine (Debian: apt-get install postgresql)")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a private server and give its URL. It takes about a second to start."""
    programs = binaries()
    # Not $TMPDIR: the path of a socket may be some 100 bytes long.
    folder = tempfile.mkdtemp(prefix="nscp-pg-", dir="/tmp")
    other_user = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        other_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    # Names then sort by code point, as they do in SQLite.
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": folder, "LC_ALL": locale}

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(programs / program), "-D", f"{folder}/data", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
            **other_user,
        )
        if done.returncode:
            said = " ".join(Path(log.name).read_text(errors="replace").split())
            raise Unavailable(f"{program} failed: {said[-500:]}")

    try:
        with Path(folder, "commands.log").open("w") as log:
            run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
            options = f"-k {folder} -c listen_addresses= {HASTE}"
            run("pg_ctl", "-w", "-l", f"{folder}/server.log", "-o", options, "start")
            try:
                yield f"postgres://postgres@/postgres?host={folder}"
            finally:
                run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database() -> Iterator[str]:
    """Give the URL of a PostgreSQL database for tests, or raise ``Unavailable``."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
    else:
        with server() as url:
            yield url


def main(command: list[str]) -> int:
    """Run a command on PostgreSQL; exit with its code, or with 3 where there is no PostgreSQL."""
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # so that the server is stopped then too
    try:
        with database() as url:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    except Unavailable as problem:
        print(f"PostgreSQL did NOT run: {problem}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
