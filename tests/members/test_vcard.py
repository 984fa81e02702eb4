"""The vCard of a member: what address books read of it, and what it keeps to itself."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from members import vcard
from tests import factories as make

ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def unescaped(value):
    out, signs = "", iter(value)
    for sign in signs:
        if sign == "\\":
            after = next(signs)
            out += "\n" if after == "n" else after
        else:
            out += sign
    return out


def cards(answer):
    """Each card as (property without its parameters, value) pairs."""
    lines = unfolded(answer.content.decode())
    pairs = [tuple(line.split(":", 1)) for line in lines if line]
    found = []
    for name, value in pairs:
        if name == "BEGIN":
            found.append({})
        found[-1][name.partition(";")[0]] = value
    return found


@given(line=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
def test_a_line_is_folded_within_75_octets_and_unfolds_to_itself(line):
    pieces = vcard.folded(line).encode().split(b"\r\n")
    assert max(len(piece) for piece in pieces) <= 75
    first, *further = [piece.decode() for piece in pieces]  # each one whole characters
    assert [piece[0] for piece in further] == [" "] * len(further)
    assert first + "".join(piece[1:] for piece in further) == line


@given(text=ANYTHING)
def test_an_escaped_text_is_one_line_and_comes_back(text):
    line = vcard.escaped(text)
    assert line.isprintable()
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    assert unescaped(line) == "".join(s for s in kept if s == "\n" or s.isprintable())


@pytest.mark.django_db
def test_a_card_of_the_organization_and_one_of_each_person(world, client):
    ours = world.ours
    ours.name, ours.city = "City of Ours, Cañon; North", "Ours"
    ours.website, ours.latitude, ours.longitude = "https://ours.gov/a,b", 39.9, -104.85
    ours.save()
    ours.refresh_from_db()
    make.contact(
        ours,
        "Paula van Public",
        title="Clerk; IT",
        phone="+1 303 555 0199",
        is_public=True,
        consented_on=make.LONG_AGO,
    )
    answer = client.get("/members/city-of-ours/card.vcf")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/vcard; charset=utf-8",
        'attachment; filename="city-of-ours.vcf"',
    )
    shared = {
        "BEGIN": "VCARD",
        "VERSION": "3.0",
        "ORG": "City of Ours\\, Cañon\\; North",
        "URL": "https://ours.gov/a,b",
        "ADR": ";;;Ours;CO;;United States",
        "GEO": "39.900000;-104.850000",
        "SOURCE": "http://testserver/members/city-of-ours/card.vcf",
        "REV": ours.changed_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "END": "VCARD",
    }
    assert cards(answer) == [
        shared
        | {
            "N": ";;;;",
            "FN": "City of Ours\\, Cañon\\; North",
            "X-ABShowAs": "COMPANY",
            "CATEGORIES": "Local government",
            "UID": ours.public_id,
        },
        shared
        | {
            "N": "Public;Paula van;;;",
            "FN": "Paula van Public",
            "TITLE": "Clerk\\; IT",
            "EMAIL": "paula-van-public@example.org",
            "TEL": "+1 303 555 0199",
        },
    ]


@pytest.mark.django_db
def test_what_nobody_knows_is_left_out(db, client):
    make.organization("Acme", kind="company")
    names = set(cards(client.get("/members/acme/card.vcf"))[0])
    assert names.isdisjoint({"URL", "ADR", "GEO", "EMAIL", "TEL", "TITLE"})


@pytest.mark.django_db
def test_a_line_break_in_a_value_begins_no_line(world, client):
    world.ours.name = "City\r\nEMAIL:evil@example.org\nof\x0bOurs"
    world.ours.save()
    (card,) = cards(client.get("/members/city-of-ours/card.vcf"))
    assert card["FN"] == "City\\nEMAIL:evil@example.org\\nofOurs"
    assert "EMAIL" not in card


@pytest.mark.django_db
def test_private_people_and_notes_are_on_no_card_whoever_asks(world, client):
    world.ours.notes = "Do not tell."
    world.ours.save()
    private = [world.our_contact.name, world.our_contact.email, "555 0100", "Do not"]
    for user in (None, world.dana, world.nat):
        if user:
            client.force_login(user)
        text = client.get("/members/city-of-ours/card.vcf").content.decode()
        assert [value for value in private if value in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["card.vcf", "card.png"])
def test_a_file_answers_as_its_page_does(world, client, name):
    assert client.get(f"/members/hidden-company/{name}").status_code == 404
    assert client.get(f"/members/nobody/{name}").status_code == 404
    world.ours.merged_into, world.ours.archived_at = world.theirs, timezone.now()
    world.ours.save()
    moved = client.get(f"/members/city-of-ours/{name}")
    assert (moved.status_code, moved["Location"]) == (301, f"/members/city-of-theirs/{name}")
    world.theirs.archived_at = timezone.now()
    world.theirs.save()
    gone = client.get(f"/members/city-of-theirs/{name}")
    assert (gone.status_code, gone.templates[0].name) == (410, "members/member_gone.html")
    client.force_login(world.sam)
    assert client.get(f"/members/hidden-company/{name}").status_code == 200
