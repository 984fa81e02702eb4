"""A small world for the tests: two coalitions with their people, one organization of each kind."""

import os
import shutil
from types import SimpleNamespace

import pytest
from playwright.sync_api import sync_playwright

from regions.models import recording
from tests import factories as make
from tests.site import running

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture
def world(db):
    """Two coalitions: Dana directs `north`, Eli edits it, Vera views it; Sam directs `south`.

    Nat is national. `ours` is stewarded and a member in the north, `theirs` in the south; `hidden`
    is theirs too and unpublished, so that a test that forgets a scope has something to leak.
    """
    with recording():  # one change set, rendered once: most tests ask for a world
        north = make.coalition("North Alliance", state="CO")
        south = make.coalition("South Alliance", state="TX")
        water = make.focus_area("Water")
        make.ranked(north, water)
        ours = make.organization(
            "City of Ours", steward=north, county=make.county("08001", "Adams County", "CO")
        )
        theirs = make.organization(
            "City of Theirs", steward=south, county=make.county("48085", "Collin County", "TX")
        )
        hidden = make.organization("Hidden Company", steward=south, kind="company", published=False)
        return SimpleNamespace(
            north=north,
            south=south,
            water=water,
            ours=ours,
            theirs=theirs,
            hidden=hidden,
            our_term=make.membership(ours, north),
            their_term=make.membership(theirs, south),
            hidden_term=make.membership(hidden, south),
            our_contact=make.contact(ours, "Olive Ours"),
            their_contact=make.contact(theirs, "Theo Theirs"),
            our_application=make.application(north, "Village of Maybe"),
            their_application=make.application(south, "Town of Perhaps"),
            dana=make.person("dana", north, "director"),
            eli=make.person("eli", north, "editor"),
            vera=make.person("vera", north, "viewer"),
            sam=make.person("sam", south, "director"),
            nat=make.person("nat", None, "director"),
        )


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The real site with the shipped data, for tests that read it as its users do."""
    with running(tmp_path_factory.mktemp("site")) as running_site:
        yield running_site


@pytest.fixture(scope="session")
def chromium():
    """A real Chromium from the system's packages; none is a failure, never a skip."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.fail("No Chromium on this machine (Debian: apt-get install chromium).")
    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    arguments += ["--disable-background-networking", "--disable-component-update"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
