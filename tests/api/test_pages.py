"""Pages lose and repeat nothing, whatever is written between them."""

import random

import pytest

from tests import factories as make
from tests.api.asking import ask, faults, local

pytestmark = pytest.mark.django_db

ORDERINGS = ["name", "-name", "population", "-population", "changed_at", "-changed_at"]


def new_place(number, dice):
    # Names that fold to the same text and populations that repeat or are unknown: ties everywhere.
    name = dice.choice(["Plano", "Pláno", "PLANO", "Aurora", "Ävon"])
    population = dice.choice([None, None, 5, 5, 70])
    return make.place(name, slug=f"place-{number}", population=population)


def follow(client, first, way, between=lambda: None):
    """Every page from `first` on, with `between` called after each."""
    pages, address = [], first
    while address:
        page = ask(client, local(address))
        pages.append([each["slug"] for each in page["results"]])
        address = page[way]
        between()
    return pages


def flat(pages):
    return [slug for page in pages for slug in page]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_forward_and_back_is_the_same_list(db, client, ordering):
    dice = random.Random(ordering)
    for number in range(11):
        new_place(number, dice)
    whole = [each["slug"] for each in ask(client, f"places/?ordering={ordering}")["results"]]
    forward = follow(client, f"places/?ordering={ordering}&limit=3", "next")
    assert (flat(forward), [len(page) for page in forward]) == (whole, [3, 3, 3, 2])
    last = ask(client, f"places/?ordering={ordering}&limit=3")
    while last["next"]:
        last = ask(client, local(last["next"]))
    back = follow(client, last["previous"], "previous")
    assert flat(reversed(back)) == whole[:9]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("way", ["next", "previous"])
def test_rows_that_come_and_go_make_no_reader_skip_or_repeat_one(db, client, seed, way):
    print("seed", seed)
    dice = random.Random(seed)
    ordering = dice.choice(ORDERINGS[:4])  # a change moves a row in the order of changes, and must
    rows = {place.slug: place for place in (new_place(n, dice) for n in range(14))}
    staying = set(rows)
    number = iter(range(100, 200))

    def others_write():
        for _ in range(dice.randrange(3)):
            if dice.random() < 0.5:
                fresh = new_place(next(number), dice)
                rows[fresh.slug] = fresh
            elif rows:
                gone = dice.choice(sorted(rows))
                rows.pop(gone).delete()
                staying.discard(gone)

    first = f"places/?ordering={ordering}&limit={dice.randrange(1, 5)}"
    seen = []
    if way == "previous":
        end = ask(client, first)
        while end["next"]:
            end = ask(client, local(end["next"]))
        seen = [each["slug"] for each in end["results"]]
        first = end["previous"]
    seen += flat(follow(client, first, way, others_write)) if first else []
    assert len(seen) == len(set(seen))
    assert staying <= set(seen)


def test_a_page_emptied_meanwhile_leads_back_to_all_that_is_left(db, client):
    rows = [make.place(name) for name in ("Ada", "Bea", "Cid")]
    first = ask(client, "places/?limit=2")
    rows[2].delete()
    empty = ask(client, local(first["next"]))
    assert (empty["results"], empty["next"]) == ([], None)
    back = ask(client, local(empty["previous"]))
    assert [each["name"] for each in back["results"]] == ["Ada", "Bea"]
    assert back["previous"] is None


def test_neighbors_stand_in_the_link_header_too(world, client):
    make.membership(make.organization("City of More"), world.north)
    first = client.get("/api/v1/members/?limit=1")
    second = client.get(first.json()["next"])
    body = second.json()
    assert second["Link"] == f'<{body["next"]}>; rel="next", <{body["previous"]}>; rel="prev"'
    assert client.get("/api/v1/members/").has_header("Link") is False


def test_a_cursor_fits_its_own_list_only(world, client):
    cursor = ask(client, "members/?limit=1")["next"].partition("cursor=")[2]
    assert ask(client, f"members/?limit=200&fields=name&cursor={cursor}")["next"] is None
    mismatch = [("cursor", "cursor-mismatch")]
    assert faults(client, f"members/?kind=company&cursor={cursor}") == mismatch
    assert faults(client, f"members/?ordering=-name&cursor={cursor}") == mismatch
    assert faults(client, f"places/?cursor={cursor}") == mismatch
    for broken in ("x", cursor[:-1], cursor[1:], f"{cursor}x", ":", "%00", "é"):
        assert faults(client, f"members/?cursor={broken}") == [("cursor", "cursor-invalid")]


def test_a_cursor_tells_no_database_key(world, client):
    make.membership(make.organization("City of More"), world.north)
    page = ask(client, "members/?limit=1")
    again = ask(client, f"members/?limit=1&ordering=name&{page['next'].partition('?')[2][8:]}")
    assert [each["slug"] for each in again["results"]] == ["city-of-ours"]
    assert f",{world.ours.pk}]" not in page["next"]
