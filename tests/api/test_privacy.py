"""No anonymous answer of any resource, format or search holds a private value."""

import itertools

import pytest

from nscp.api import RESOURCES
from tests import factories as make
from tests.api.asking import LISTS, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def secrets(world):
    """Values that are in the database and that nobody outside may read."""
    world.ours.notes = "Call the mayor before noon"
    world.ours.save()
    world.hidden.summary = "A merger that nobody knows of"
    world.hidden.save()
    make.place("Brighton")
    hidden_only = make.focus_area("Water Plus")
    values = [
        world.ours.notes,
        world.hidden.name,
        world.hidden.slug,
        world.hidden.public_id,
        world.hidden.summary,
        world.hidden_term.public_id,
        world.our_application.organization_name,
        world.our_application.contact_name,
        world.our_application.contact_email,
        world.our_application.token,
        world.dana.username,
    ]
    for contact in (world.our_contact, world.their_contact):
        values += [contact.name, contact.email, contact.phone]
    assert hidden_only.pk
    return [value.casefold() for value in values]


def addresses():
    for resource in RESOURCES:
        everything = ",".join(resource.expansions)
        queries = [
            "",
            "count=exact",
            "ordering=-changed_at",
            *(f"format={name}" for name in resource.formats),
            *([f"expand={everything}"] if everything else []),
        ]
        if "status" in resource.filter_fields:
            queries.append("status=current&status=ended&status=upcoming")
        yield from (f"{resource.name}/?{query}" for query in queries)


@pytest.mark.parametrize("address", [*addresses()])
def test_lists_and_files(secrets, client, address):
    answer = client.get(f"/api/v1/{address}")
    body = text(answer).casefold()
    assert (answer.status_code, len(body) > 50) == (200, True)
    assert [value for value in secrets if value in body] == []


def test_records_searches_and_refusals(world, secrets, client):
    keys = [world.hidden.slug, world.hidden.public_id, world.hidden_term.public_id]
    asked = [f"{name}/{key}/" for name, key in itertools.product(LISTS, keys)]
    asked += [f"members/?q={word}" for word in ("hidden", "merger", "mayor", "olive", "dana")]
    asked += [f"memberships/?organization={key}" for key in ("hidden-compan", "hidden-company")]
    asked += ["regions/south-alliance/", "members/city-of-ours/?expand=steward,focus_areas"]
    for address in asked:
        body = text(client.get(f"/api/v1/{address}")).casefold()
        told = [value for value in secrets if value in body and value not in address]
        assert (address, told) == (address, [])


def test_the_values_would_be_noticed(world, secrets, client):
    client.force_login(world.sam)
    body = text(client.get("/api/v1/members/")).casefold()
    assert [value for value in secrets if value in body] != []
