"""What Lighthouse says of the site on a phone: ``python -m tests.lighthouse [ADDRESS...]``.

Accessibility, best practices and SEO have to be 100; performance, the median of some runs because
machines are noisy, at least 95; and no page may ask another site for anything. Lighthouse is a
program for Node.js: it is installed by npm into a folder that git ignores, in this version alone,
because scores of two versions cannot be compared.
"""

import argparse
import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.site import ROOT, manage, serving

VERSION = "12.8.2"
FOLDER = ROOT / "var" / f"lighthouse-{VERSION}"
OLDEST_NODE = (18, 20)
ADDRESSES = [
    "/",
    "/regions/north-texas-innovation-alliance/",
    "/members/",
    "/members/city-of-plano/",
    "/coverage/",
]
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless=new",
    "--no-first-run",
    "--disable-gpu",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
]
PATIENCE = 180  # seconds for one run; a page takes about ten
ATTEMPTS = 3  # a busy machine loses the record of a visit now and then


class Missing(Exception):
    """A program that this needs and the machine lacks."""


class Finding(NamedTuple):
    """Something that keeps a page from its score."""

    address: str
    what: str


class Programs(NamedTuple):
    """What looks at the pages."""

    node: str
    lighthouse: Path
    browser: str

    def versions(self) -> str:
        node, browser = _said(self.node, "--version"), _said(self.browser, "--version")
        return f"Lighthouse {VERSION}, mobile; Node.js {node.removeprefix('v')}; {browser}"


def programs() -> Programs:
    """Find Node.js and a browser, and install Lighthouse where it is not yet."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Missing("Node.js with npm is not on this machine (Debian: apt-get install npm).")
    version = _said(node, "--version").removeprefix("v")
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_NODE:
        raise Missing(f"Lighthouse needs Node.js {OLDEST_NODE[0]}.{OLDEST_NODE[1]}, not {version}.")
    named = [os.environ.get("CHROME_PATH", ""), *BROWSERS]
    browser = next(filter(None, map(shutil.which, filter(None, named))), None)
    if not browser:
        raise Missing("No Chromium on this machine (Debian: apt-get install chromium).")
    package = FOLDER / "node_modules" / "lighthouse"
    if not (package / "package.json").exists():
        print(f"Installing Lighthouse {VERSION} into {FOLDER.relative_to(ROOT)} ...", flush=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-package-lock", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        command = [npm, "install", "--prefix", str(FOLDER), *quiet, f"lighthouse@{VERSION}"]
        if subprocess.run(command, cwd=FOLDER, check=False).returncode:
            shutil.rmtree(FOLDER, ignore_errors=True)
            raise Missing("npm could not install Lighthouse; what it said stands above.")
    return Programs(node, package / "cli" / "index.js", browser)


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


@contextlib.contextmanager
def production() -> Iterator[str]:
    """The site as it runs in production, with the shipped data, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="nscp-lighthouse-") as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "DEBUG": "0",
            "HTTPS": "0",  # there is no certificate for this machine
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "nscp.settings",
        }
        collect = ["collectstatic", "--no-input", "-v0"]
        manage(environment, collect, ["migrate", "-v0"], ["load_partnership"])
        gunicorn = [sys.executable, "-m", "gunicorn", "nscp.wsgi", "--threads", "8", "--bind"]
        with serving(gunicorn, environment, folder / "server.log") as site:
            yield site.base


def report(found: Programs, url: str, categories: list[str]) -> dict[str, Any]:
    """One run over one page, as Lighthouse writes it down."""
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    command = [
        found.node,
        str(found.lighthouse),
        url,
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={' '.join(flags)}",
    ]
    process = subprocess.Popen(
        command,
        env={**os.environ, "CHROME_PATH": found.browser},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # it starts a browser, which has to end with it
    )
    try:
        out, problems = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return {"runtimeError": {"message": f"no answer within {PATIENCE} seconds"}}
    try:
        return json.loads(out)
    except ValueError:
        return {"runtimeError": {"message": problems.strip()[-500:] or "it said nothing"}}


def scores(runs: list[dict[str, Any]]) -> dict[str, float]:
    """The score of each category, 0 to 100: the median of the runs that have it."""
    found = {}
    for category in LEAST:
        said = [run["categories"][category] for run in runs if category in run["categories"]]
        # Without a score, an audit could not be done; that is no pass.
        found[category] = median(round(100 * (one["score"] or 0)) for one in said)
    return found


def failing(run: dict[str, Any], category: str) -> Iterator[str]:
    """The audits that cost a category its points, by name."""
    for reference in run["categories"][category]["auditRefs"]:
        audit = run["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
            value = f" ({audit['displayValue']})" if audit.get("displayValue") else ""
            yield f"{category}: {reference['id']}: {audit['title']}{value}"


def judged(address: str, url: str, runs: list[dict[str, Any]]) -> Iterator[Finding]:
    """What is wrong with a page; nothing where it is as it should be."""
    for category, score in scores(runs).items():
        if score < LEAST[category]:
            wanted = f"{category} is {score:g}, not {LEAST[category]}"
            reasons = failing(next(r for r in runs if category in r["categories"]), category)
            yield from (Finding(address, line) for line in (wanted, *reasons))
    own = urlsplit(url).netloc
    for request in _requests(runs[0]):
        asked = urlsplit(request["url"])
        if asked.scheme in {"http", "https"} and asked.netloc != own:
            yield Finding(address, f"asks another site: {request['url']}")


def _requests(run: dict[str, Any]) -> list[dict[str, Any]]:
    return run["audits"]["network-requests"]["details"]["items"]


def main(arguments: list[str]) -> int:
    """Print a line for each page and what is wrong with it; fail if anything is."""
    parser = argparse.ArgumentParser(prog="./dev lighthouse", description=__doc__.split("\n")[0])
    parser.add_argument("addresses", nargs="*", metavar="ADDRESS", default=ADDRESSES)
    parser.add_argument("--site", metavar="URL", help="a running site, instead of one of its own")
    parser.add_argument("--runs", type=int, default=3, help="of which performance is the median")
    chosen = parser.parse_args(arguments)
    try:
        found = programs()
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 1
    with contextlib.nullcontext(chosen.site) if chosen.site else production() as base:
        where = base if chosen.site else "the shipped data, in production settings"
        print(f"{found.versions()}\n{where}; speed is the median of {chosen.runs}\n")
        titles = ("speed", "access", "practice", "SEO", "requests", "KB")
        print("".join(f"{title:>10}" for title in titles), " address")
        findings = []
        for address in chosen.addresses:
            findings += _look(found, base.rstrip("/"), address, max(1, chosen.runs))
    for finding in findings:
        print(f"{finding.address}  {finding.what}", file=sys.stderr)
    return 1 if findings else 0


def _look(found: Programs, base: str, address: str, count: int) -> list[Finding]:
    """Look at one page and print its line. Only performance differs from run to run."""
    runs = []
    for number in range(count):
        categories = ["performance"] if number else list(LEAST)
        for _ in range(ATTEMPTS):
            run = report(found, base + address, categories)
            if not (error := run.get("runtimeError")):
                break
        else:
            print(f"{'no answer':>60}  {address}", flush=True)
            return [Finding(address, f"could not be looked at: {error['message']}")]
        runs.append(run)
    asked = _requests(runs[0])
    size = sum(request.get("transferSize", 0) for request in asked) / 1024
    figures = [*scores(runs).values(), len(asked), round(size)]
    print("".join(f"{figure:>10g}" for figure in figures), f" {address}", flush=True)
    return list(judged(address, base, runs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
