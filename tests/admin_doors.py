"""What the tests of the admin share: addresses, forms as a browser sends them, the database."""

from html.parser import HTMLParser

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Max
from django.urls import reverse

from members.models import (
    Application,
    Contact,
    Identifier,
    Membership,
    Organization,
    OrganizationAlias,
    OrganizationFocusArea,
    Proposal,
    ProposedChange,
)
from regions.models import (
    Change,
    ChangeSet,
    Coalition,
    CoalitionAlias,
    CoalitionCounty,
    CoalitionFocusArea,
    County,
    Directorship,
    FocusArea,
    Leader,
    Place,
    State,
)
from tests import factories as make

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)


def url(model_or_row, door, *args):
    """The address of a door: of a model's list, or of one row's page."""
    meta = model_or_row._meta
    key = [] if isinstance(model_or_row, type) else [model_or_row.pk]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{door}", args=[*key, *args])


class FormReader(HTMLParser):
    """Collects what a browser would send for the form with an id."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.data = form_id, False, {}
        self._select = self._area = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id
        name = attrs.get("name")
        if not self.inside:
            return
        if tag == "input" and name:
            box = attrs.get("type") in {"checkbox", "radio"}
            if (not box or "checked" in attrs) and attrs.get("type") != "submit":
                self.data[name] = attrs.get("value", "on" if box else "")
        elif tag == "select":
            self._select = name
            self.data[name] = ""
        elif tag == "option" and self._select and "selected" in attrs:
            self.data[self._select] = attrs.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.data[name] = ""

    def handle_data(self, data):
        if self._area:
            self.data[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            # A browser drops the first line break, which Django's template always writes.
            self.data[self._area] = self.data[self._area].removeprefix("\n").removeprefix("\r\n")
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self.inside = False


def form_on(client, address, model):
    """The fields of a model's form on a page, as they stand."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    reader = FormReader(f"{model._meta.model_name}_form")
    reader.feed(answer.content.decode())
    return reader.data


def errors(answer):
    """Every message of the form on the page, and of its inlines."""
    told = [[one] if isinstance(one, str) else list(one) for one in answer.context["errors"]]
    return [message for messages in told for message in messages]


def everything():
    """Every row of every table of ours, and the accounts: to compare before and after."""
    models = [m for app in ("regions", "members") for m in apps.get_app_config(app).get_models()]
    rows = {m: list(m._base_manager.order_by("pk").values()) for m in models}
    people = User.objects.order_by("pk").values("username", "password", "is_staff", "is_superuser")
    return {**rows, User: list(people), "last": Change.objects.aggregate(Max("position"))}


def everyones(world):
    """One row of each registered model as (ours, theirs, hidden): of the north, and of the south.

    `theirs` everybody may see, `hidden` nobody but its own people; None where there is no such row.
    """
    make.serves(world.north, make.county())
    make.serves(world.south, make.county("48085", "Collin County", "TX"))
    make.ranked(world.south, world.water)
    place = make.place()
    for coalition in (world.north, world.south):
        CoalitionAlias.objects.create(coalition=coalition, name=f"Also {coalition}")
        Leader.objects.create(
            coalition=coalition,
            name=f"Chair of {coalition}",
            title="Chair",
            as_of="2021",
            source="t",
        )
    for number, member in enumerate((world.ours, world.theirs, world.hidden)):
        Identifier.objects.create(organization=member, scheme="domain", value=f"m{number}.example")
        OrganizationAlias.objects.create(organization=member, name=f"Alias {number}")
        OrganizationFocusArea.objects.create(organization=member, focus_area=world.water)
    for member, name in ((world.ours, "Nora North"), (world.hidden, "Sorrel South")):
        make.proposal(member, proposer_name=name, website="https://right.example/")
    public = make.contact(world.theirs, "Paula Public", is_public=True, consented_on=make.LONG_AGO)

    def of_coalitions(model):
        return [model.objects.get(coalition=c) for c in (world.north, world.south)] + [None]

    def of_organizations(model):
        members = (world.ours, world.theirs, world.hidden)
        return [model.objects.get(organization=member) for member in members]

    def latest(coalition):
        return Change.objects.filter(coalition=coalition).first()

    return {
        State: [None, State.objects.first(), None],
        County: [None, County.objects.first(), None],
        Place: [None, place, None],
        FocusArea: [None, world.water, None],
        CoalitionCounty: [None, CoalitionCounty.objects.first(), None],
        Coalition: [world.north, world.south, None],
        CoalitionAlias: of_coalitions(CoalitionAlias),
        CoalitionFocusArea: of_coalitions(CoalitionFocusArea),
        Leader: of_coalitions(Leader),
        Directorship: [world.vera.directorships.get(), None, world.sam.directorships.get()],
        Organization: [world.ours, world.theirs, world.hidden],
        Identifier: of_organizations(Identifier),
        OrganizationAlias: of_organizations(OrganizationAlias),
        OrganizationFocusArea: of_organizations(OrganizationFocusArea),
        Contact: [world.our_contact, public, world.their_contact],
        Membership: [world.our_term, world.their_term, world.hidden_term],
        Application: [world.our_application, None, world.their_application],
        Proposal: [world.ours.proposals.get(), None, world.hidden.proposals.get()],
        ProposedChange: [
            world.ours.proposals.get().changes.get(),
            None,
            world.hidden.proposals.get().changes.get(),
        ],
        Change: [latest(world.north), None, latest(world.south)],
        ChangeSet: [None, None, ChangeSet.objects.first()],
        User: [None, None, world.sam],
    }
