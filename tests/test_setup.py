"""A new machine: loud settings, commands that explain themselves, locks without an address."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
LOCKS = sorted(BASE.glob("requirements*.txt"))
PRODUCTION = {
    "SECRET_KEY": "k3yF0rTh1sTestAlone-LongEnough_ForTheCheckOfDeployment-9087",
    "ALLOWED_HOSTS": "directory.example.org",
    "DATABASE_URL": "sqlite://:memory:",
}


def manage(*arguments, **environment):
    """Run manage.py with nothing but ``environment``, as a server would."""
    alone = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE,
        env=alone,
        capture_output=True,
        text=True,
        check=False,
    )


def dev(*arguments):
    return subprocess.run(
        ["sh", "dev", *arguments], cwd=BASE, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(name):
    done = manage("check", **{**PRODUCTION, name: ""})
    assert done.returncode == 1
    assert f"ImproperlyConfigured: Set {name} in the environment" in done.stderr


def test_production_passes_the_checks_of_a_deployment():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_developer_needs_no_variable_but_debug():
    done = manage("check", DEBUG="1", DATABASE_URL="sqlite://:memory:")
    assert (done.returncode, done.stderr) == (0, "")


def test_debug_is_off_unless_asked_for():
    code = "from django.conf import settings; print(settings.DEBUG, settings.SECURE_SSL_REDIRECT)"
    done = manage("shell", "--verbosity", "0", "--command", code, **PRODUCTION)
    assert done.stdout.split() == ["False", "True"]


def test_help_names_every_command():
    done = dev("help")
    assert done.returncode == 0
    listed = re.findall(r"^\./dev (\w+)", done.stdout, re.MULTILINE)
    dispatched = re.findall(r"^  (\w+)\)", (BASE / "dev").read_text(), re.MULTILINE)
    assert listed == [*dispatched, "help"]


def test_an_unknown_command_shows_the_help_and_fails():
    done = dev("biuld")
    assert done.returncode == 2
    assert done.stderr == dev("help").stdout


def test_the_locks_hold_hashes_and_no_address():
    assert [lock.name for lock in LOCKS] == [
        "requirements-lint.txt",
        "requirements-test.txt",
        "requirements.txt",
    ]
    for lock in LOCKS:
        text = lock.read_text()
        packages = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)
        hashed = re.findall(r"^[a-z0-9-]+==[^\n]+\\\n    --hash=sha256:", text, re.MULTILINE)
        assert len(packages) == len(hashed) > 0
        assert re.findall(r"://|--index|--find-links| @ ", text) == []


def test_the_locks_agree_with_each_other():
    versions = {}
    for lock in LOCKS:
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(), re.MULTILINE):
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_dependency_is_in_its_lock():
    project = tomllib.loads((BASE / "pyproject.toml").read_text())
    wanted = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-test.txt": project["dependency-groups"]["test"],
        "requirements-lint.txt": project["dependency-groups"]["lint"],
    }
    for lock, dependencies in wanted.items():
        text = (BASE / lock).read_text()
        names = [re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in dependencies]
        assert [name for name in names if f"\n{name}==" not in f"\n{text}"] == []


def test_every_variable_that_settings_read_is_explained():
    source = (BASE / "nscp" / "settings.py").read_text()
    read = re.findall(r'env\.(?:text|words|flag|number|database|mail)\(\s*"(\w+)"', source)
    explained = re.findall(r"^(\w+)=", (BASE / ".env.example").read_text(), re.MULTILINE)
    assert sorted(read) == sorted(explained)
