"""A small world for the tests: two coalitions with their people, one organization of each kind."""

from types import SimpleNamespace

import pytest

from tests import factories as make


@pytest.fixture
def world(db):
    """Two coalitions; Dana directs `north`, Eli edits it, Vera views it; Sam directs `south`; Nat is national.

    `ours` is stewarded and a member in the north, `theirs` in the south; `hidden` is theirs too
    and unpublished, so that a test that forgets a scope has something to leak.
    """
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
