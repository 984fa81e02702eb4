"""`fields` makes documents smaller, `expand` replaces references by what one may see."""

import json

import pytest

from tests import factories as make
from tests.api.asking import ask

pytestmark = pytest.mark.django_db


def stored(row):
    row.refresh_from_db()
    return json.loads(row.document)


def test_fields_keep_the_order_of_the_document(world, client):
    found = ask(client, "members/?fields=website,name&limit=1")["results"]
    assert json.dumps(found) == '[{"name": "City of Ours", "website": ""}]'


def test_fields_reach_one_level_below_also_in_lists(world, client):
    make.organization("Nobody's Own", kind="company")
    found = ask(client, "members/city-of-ours/?fields=steward.slug,memberships.role,place")
    assert found == {
        "steward": {"slug": "north-alliance"},
        "place": None,
        "memberships": [{"role": "member"}],
    }


def test_a_reference_is_replaced_by_the_stored_document(world, client):
    world.ours.place = make.place("Ours", in_county=world.ours.county)
    world.ours.save()
    found = ask(client, "members/city-of-ours/?expand=place,steward")
    assert found["steward"] == stored(world.north)
    assert found["place"] == stored(world.ours.place)
    assert ask(client, "members/city-of-ours/")["place"] == world.ours.place.slug


def test_terms_expand_to_both_their_sides(world, client):
    (found,) = ask(client, "memberships/?region=north-alliance&expand=coalition,organization")[
        "results"
    ]
    assert found["organization"] == stored(world.ours)
    assert found["coalition"] == stored(world.north)
    assert found["id"] == world.our_term.public_id


def test_what_a_reference_says_of_its_own_stays(world, client):
    (ranked,) = ask(client, "regions/north-alliance/?expand=focus_areas")["focus_areas"]
    assert ranked == {"rank": 1, **stored(world.water)}


def test_fields_of_an_expanded_record_can_be_chosen(world, client):
    found = ask(client, "members/city-of-ours/?expand=steward&fields=steward.name")
    assert found == {"steward": {"name": "North Alliance"}}


def test_what_one_may_not_see_stays_a_reference(world, client):
    client.force_login(world.vera)  # sees every term in the north, and records stewarded there
    term = make.membership(world.hidden, world.north)
    found = ask(client, f"memberships/{term.public_id}/?expand=organization,coalition")
    assert found["organization"] == {"id": world.hidden.public_id, "slug": "hidden-company"}
    assert found["coalition"] == stored(world.north)


def test_nothing_to_expand_is_nothing_wrong(world, client):
    make.membership(make.organization("Free Company", kind="company"), world.north)
    found = ask(client, "members/free-company/?expand=steward,place,focus_areas")
    assert (found["steward"], found["place"], found["focus_areas"]) == (None, None, [])
