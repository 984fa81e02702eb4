"""What forms offer to choose from: pickers and autocomplete."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from members.models import Application, Contact, Membership, Organization, OrganizationFocusArea
from regions.models import ChangeSet, Coalition, Directorship
from tests import factories as make
from tests.admin_doors import REGISTERED, everyones, form_on, url

pytestmark = pytest.mark.django_db

PEOPLE = ["vera", "eli", "dana", "sam", "nat"]
ONLY_DIRECTORS_ADD = {"CoalitionAlias", "CoalitionCounty", "CoalitionFocusArea", "Leader"}
ONLY_DIRECTORS_ADD |= {"Application", "Directorship"}


def autocomplete(client, model, field, term=""):
    meta = model._meta
    asked = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": field}
    return client.get(reverse("admin:autocomplete"), {**asked, "term": term})


@pytest.mark.parametrize("who", PEOPLE)
def test_autocomplete_of_every_foreign_key(who, world, client):
    """Coalitions one may act for, organizations one may see, owned rows one may change; no more."""
    everyones(world)
    client.force_login(getattr(world, who))
    acts_for = {"vera": set(), "sam": {world.south}, "nat": {world.north, world.south}}
    fields = [f for m in REGISTERED for f in m._meta.concrete_fields if f.is_relation]
    asked = 0
    for field in fields:
        target = field.remote_field.model
        if target not in admin.site._registry or target is User:
            continue
        answer = autocomplete(client, field.model, field.name)
        if answer.status_code == 403:
            assert target is ChangeSet
            assert who != "nat"
            continue
        offered = {row["id"] for row in answer.json()["results"]}
        asked += 1
        if target is Coalition:
            own = acts_for.get(who, {world.north})
            own = set() if who == "eli" and field.model.__name__ in ONLY_DIRECTORS_ADD else own
            own = set() if not getattr(field.model, "edit_roles", ()) else own
            assert offered == {str(c.pk) for c in own}, field
        if target is Organization and field.model in {Membership, Application}:
            hidden = [world.hidden] if who in {"sam", "nat"} else []
            assert offered == {str(o.pk) for o in (world.ours, world.theirs, *hidden)}, field
        if target is Organization and field.model is Contact:
            own = {"vera": [], "sam": [world.theirs, world.hidden]}.get(who, [world.ours])
            own = [world.ours, world.theirs, world.hidden] if who == "nat" else own
            assert offered == {str(o.pk) for o in own}, field
    assert asked > 15


def test_autocomplete_offers_no_archived_organization_and_no_account(world, client):
    world.theirs.archived_at = timezone.now()
    world.theirs.save()
    client.force_login(world.dana)
    answer = autocomplete(client, Membership, "organization", "city")
    assert [row["text"] for row in answer.json()["results"]] == ["City of Ours"]
    assert autocomplete(client, Directorship, "user").status_code == 403


def test_the_person_picker_shows_username_and_full_name_alone(world, client):
    make.person("jo", email="jo@private.example", first_name="Jo", last_name="Doe")
    client.force_login(world.dana)
    page = client.get(url(Directorship, "add")).content.decode()
    assert "jo – Jo Doe" in page
    assert "private.example" not in page


def test_a_row_keeps_what_it_names_though_it_is_offered_no_longer(world, client):
    """An own term of an organization that its steward hid since is still corrected."""
    term = make.membership(world.theirs, world.north)
    world.theirs.published = False
    world.theirs.save()
    client.force_login(world.dana)
    data = form_on(client, url(term, "change"), Membership)
    assert client.post(url(term, "change"), {**data, "role": "host"}).status_code == 302
    term.refresh_from_db()
    assert term.role == "host"


def test_a_retired_focus_area_is_offered_no_longer(world, client):
    world.water.retired_on = timezone.localdate() - datetime.timedelta(days=1)
    world.water.save()
    client.force_login(world.dana)
    assert autocomplete(client, OrganizationFocusArea, "focus_area").json()["results"] == []
