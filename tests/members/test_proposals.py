"""Proposed corrections: what is stored, who decides, and what then stands in the record."""

import html
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Organization, Proposal, ProposedChange
from members.services import proposals
from regions.models import Change
from tests import factories as make
from tests.admin_doors import FormReader

pytestmark = pytest.mark.django_db

PATH = "/members/city-of-ours/correction/"
WHO = {"proposer_name": "Cora Correct", "proposer_email": "cora@example.com"}


@pytest.fixture(autouse=True)
def _nobody_has_proposed_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(world):
    """Ours with something in each field."""
    ours = world.ours
    ours.summary, ours.website, ours.city = "A city.\nWith gauges.", "https://ours.example", "Ours"
    ours.population, ours.population_year = 1200, 2019
    ours.save()
    return world


class Form(FormReader):
    """What a browser would send for the form of the page."""

    def __init__(self, text):
        super().__init__(None)
        self.feed(text.partition('<form class="stack')[2].join(["<form>", ""]))


def opened(client, path=PATH):
    """The fields of the form as it stands."""
    answer = client.get(path)
    assert answer.status_code == 200
    form = Form(answer.text.partition("<main")[2])
    # A browser sends line breaks as two characters.
    return {name: html.unescape(v).replace("\n", "\r\n") for name, v in form.data.items()}


@pytest.fixture
def send(client):
    """Open the form, write over some fields, and send it."""

    def post(path=PATH, **changed):
        return client.post(path, opened(client, path) | WHO | changed)

    return post


def rows(proposal):
    return {c.field: (c.before, c.proposed, c.verdict) for c in proposal.changes.all()}


def beside(answer, field):
    """The messages beside a field."""
    found = re.search(rf'<ul class="errorlist" id="id_{field}_error">(.*?)</ul>', answer.text)
    return re.findall(r"<li>(.*?)</li>", html.unescape(found[1])) if found else []


# Handing in


def test_what_differs_becomes_a_row_each_and_nothing_else(world, send):
    answer = send(name="Town of Ours", website="", population="1300", source="ours.gov/about")
    proposal = Proposal.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/corrections/{proposal.token}/"
    assert rows(proposal) == {
        "name": ("City of Ours", "Town of Ours", "pending"),
        "website": ("https://ours.example", "", "pending"),
        "population": ("1200", "1300", "pending"),
    }
    world.ours.refresh_from_db()
    assert (proposal.organization, proposal.version) == (world.ours, world.ours.version)
    said = (proposal.proposer_name, proposal.proposer_email, proposal.source, proposal.message)
    assert said == ("Cora Correct", "cora@example.com", "ours.gov/about", "")
    assert world.ours.name == "City of Ours"
    change = Change.objects.filter(type="members.proposal").get()
    assert (change.change_set.door, change.coalition) == ("page", world.north)
    assert "token" not in change.after


def test_words_alone_are_enough(world, send):
    assert send(message="It left the alliance in 2024.").status_code == 302
    proposal = Proposal.objects.get()
    assert (rows(proposal), proposal.message) == ({}, "It left the alliance in 2024.")


def test_no_difference_and_no_words_says_so(world, send):
    answer = send()
    assert answer.status_code == 200
    assert "Nothing here differs from the record, and nothing else is said" in answer.text
    assert 'value="Cora Correct"' in answer.text
    assert Proposal.objects.count() == 0


def test_a_field_that_nobody_touched_is_not_proposed_though_the_record_changed(world, client):
    data = opened(client)
    world.ours.city = "Oursville"
    world.ours.save()
    assert client.post(PATH, data | WHO | {"name": "Town of Ours"}).status_code == 302
    assert rows(Proposal.objects.get()) == {"name": ("City of Ours", "Town of Ours", "pending")}


def test_what_the_record_says_by_now_is_no_difference(world, client):
    data = opened(client)
    world.ours.city = "Oursville"
    world.ours.save()
    answer = client.post(PATH, data | WHO | {"city": "Oursville"})
    assert "Nothing here differs from the record" in answer.text
    assert Proposal.objects.count() == 0


def test_only_a_government_has_a_level_and_a_population(world, client, send):
    make.organization("Lone Company", kind="company")
    path = "/members/lone-company/correction/"
    fields = {name for name in opened(client, path) if not name.startswith("initial-")}
    assert fields & {"name", "level", "population", "population_year"} == {"name"}
    send(path, city="Denver", population="5", level="city")
    assert rows(Proposal.objects.get()) == {"city": ("", "Denver", "pending")}


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "N\nN"}, "name", "Write this on one line."),
        ({"name": "x" * 161}, "name", None),
        ({"website": "http://"}, "website", "Enter a valid URL."),
        ({"level": "empire"}, "level", None),
        ({"population": "-1"}, "population", None),
        ({"population": "99999999999999999999"}, "population", None),
        ({"population_year": "1492"}, "population_year", None),
        ({"summary": "a\x00b"}, "summary", "Null characters are not allowed."),
        ({"message": "a\x00b"}, "message", "Null characters are not allowed."),
        ({"proposer_email": "cora"}, "proposer_email", "Enter a valid email address."),
        ({"proposer_name": ""}, "proposer_name", "This field is required."),
        ({"source": "x" * 501}, "source", None),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    world, send, changed, field, message
):
    answer = send(**({"city": "Kept, typed"} | changed))
    assert answer.status_code == 200
    assert message in beside(answer, field) if message else beside(answer, field)
    assert 'value="Kept, typed"' in answer.text
    assert "City of Ours</a>" in answer.text
    assert Proposal.objects.count() == 0


def test_an_unpublished_record_is_corrected_by_nobody_else(world, client):
    path = "/members/hidden-company/correction/"
    assert client.get(path).status_code == 404
    assert client.post(path, WHO | {"name": "Seen"}).status_code == 404
    client.force_login(world.dana)
    assert client.get(path).status_code == 404


def test_robots_forgers_and_the_impatient_are_kept_out(world, client, send):
    answer = send(city="Gold", subject="robot")
    assert "A field that people do not see was filled in" in answer.text
    assert Client(enforce_csrf_checks=True).post(PATH, WHO).status_code == 403
    assert Proposal.objects.count() == 0
    for number in range(4):  # the robot's counted
        assert send(city=f"City {number}").status_code == 302
    answer = send(city="Gold")
    assert answer.status_code == 429
    assert 'value="Gold"' in answer.text
    assert Proposal.objects.count() == 4


def test_the_form_is_kept_by_nobody_and_listed_nowhere(world, client):
    answer = client.get(PATH)
    assert list(answer.cookies) == ["csrftoken"]
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "noindex"


# The private page


def test_the_status_page_is_private_and_tells_of_each_field(world, client):
    proposal = make.proposal(world.ours, message="See <here>.", name="Town of Ours", city="")
    address = f"/corrections/{proposal.token}/"
    answer = client.get(address)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "og:url" not in answer.text
    assert "Waiting for a decision." in answer.text
    assert "See &lt;here&gt;." in answer.text
    assert [w for w in ("Corinne", "corinne") if w in answer.text] == []
    proposals.decide(proposal, by=world.dana, accepted=["name"], reason="No <city> is wrong.")
    told = re.sub(r"<[^>]+>", " ", client.get(address).text)
    told = " ".join(told.split())
    assert "Name accepted It said City of Ours You propose Town of Ours" in told
    assert "City declined It said Ours You propose nothing" in told
    assert "Answer No &lt;city&gt; is wrong." in told


def test_another_token_finds_nothing(world, client):
    token = make.proposal(world.ours, city="Gold").token
    for wrong in (token[:-1], token + "A", token.swapcase(), "x", "%00"):
        assert client.get(f"/corrections/{wrong}/").status_code == 404


def test_a_record_that_is_public_no_longer_is_not_linked(world, client):
    proposal = make.proposal(world.ours, city="Gold")
    world.ours.published = False
    world.ours.save()
    answer = client.get(f"/corrections/{proposal.token}/")
    assert answer.status_code == 200
    assert 'href="/members/city-of-ours/"' not in answer.text


def test_what_proposers_write_stands_on_no_public_page(world, client):
    make.proposal(world.ours, city="Goldville", message="Whispered")
    private = ["Corinne", "Goldville", "Whispered"]
    paths = ["/", "/members/", "/members/city-of-ours/", PATH, "/search/?q=gold"]
    paths += ["/api/v1/members/city-of-ours/", "/api/v1/members/"]
    told = [(p, w) for p in paths for w in private if w in client.get(p).text]
    assert told == []


# Deciding


def test_accepted_fields_are_written_and_the_others_are_not(world):
    proposal = make.proposal(
        world.ours, name="Town of Ours", level="town", population=None, website="https://w.example"
    )
    version = Organization.objects.get(pk=world.ours.pk).version
    proposals.decide(
        proposal, by=world.dana, accepted=["name", "level", "population"], reason="Not your site."
    )
    ours = Organization.objects.get(pk=world.ours.pk)
    assert (ours.name, ours.level, ours.population) == ("Town of Ours", "town", None)
    assert (ours.website, ours.version) == ("https://ours.example", version + 1)
    assert '"Town of Ours"' in ours.document
    assert {name: verdict for name, (_, _, verdict) in rows(proposal).items()} == {
        "name": "accepted",
        "level": "accepted",
        "population": "accepted",
        "website": "declined",
    }
    assert (proposal.state, proposal.decided_by) == ("decided", world.dana)
    assert proposal.decided_at.date() == timezone.now().date()
    written = Change.objects.filter(type="members.organization").first()
    assert written.change_set == Change.objects.filter(type="members.proposal").first().change_set


def test_declining_needs_a_reason_and_accepting_all_does_not(world):
    proposal = make.proposal(world.ours, name="Town of Ours", city="Gold")
    for accepted in ([], ["name"], ["summary"]):
        with pytest.raises(ValidationError, match="Give a reason"):
            proposals.decide(proposal, by=world.dana, accepted=accepted, reason=" ")
    proposals.decide(proposal, by=world.dana, accepted=["name", "city"])
    assert Organization.objects.get(pk=world.ours.pk).city == "Gold"


def test_words_are_answered_with_words(world):
    proposal = make.proposal(world.ours, message="The mayor has changed.")
    with pytest.raises(ValidationError, match="Give a reason"):
        proposals.decide(proposal, by=world.dana)
    proposals.decide(proposal, by=world.dana, reason="Thank you, noted.")
    assert (proposal.state, proposal.reason) == ("decided", "Thank you, noted.")


def test_a_field_that_moved_is_refused_with_its_three_values(world):
    proposal = make.proposal(world.ours, city="Gold", name="Town of Ours")
    world.ours.city = "Silver"
    world.ours.save()
    with pytest.raises(ValidationError) as refused:
        proposals.decide(proposal, by=world.dana, accepted=["city", "name"])
    (message,) = refused.value.messages
    assert message.startswith("City: the record has changed since this was proposed. It said")
    assert "“Ours”, “Gold” is proposed, and it says “Silver” by now." in message
    ours = Organization.objects.get(pk=world.ours.pk)
    assert (ours.name, ours.city) == ("City of Ours", "Silver")
    proposals.decide(proposal, by=world.dana, accepted=["name"], reason="Silver it is.")
    ours = Organization.objects.get(pk=world.ours.pk)
    assert (ours.name, ours.city) == ("Town of Ours", "Silver")


def test_what_was_put_right_by_hand_meanwhile_is_accepted_all_the_same(world):
    proposal = make.proposal(world.ours, city="Gold")
    world.ours.city = "Gold"
    world.ours.save()
    proposals.decide(proposal, by=world.dana, accepted=["city"])
    assert rows(proposal) == {"city": ("Ours", "Gold", "accepted")}


def test_a_value_that_the_record_refuses_changes_nothing(world):
    proposal = make.proposal(world.ours, city="Gold", level="town")
    world.ours.refresh_from_db()
    world.ours.kind, world.ours.level = "company", ""
    world.ours.population = None
    world.ours.save()
    with pytest.raises(ValidationError):
        proposals.decide(proposal, by=world.dana, accepted=["city", "level"])
    assert Organization.objects.get(pk=world.ours.pk).city == "Ours"
    assert Proposal.objects.open().contains(proposal)


def test_into_an_archived_record_nothing_is_written(world):
    proposal = make.proposal(world.ours, city="Gold")
    world.ours.archived_at = timezone.now()
    world.ours.save()
    with pytest.raises(ValidationError, match="archived or merged"):
        proposals.decide(proposal, by=world.dana, accepted=["city"])
    proposals.decide(proposal, by=world.dana, reason="It is gone.")
    assert proposal.state == "decided"


def test_it_is_decided_once(world):
    proposal = make.proposal(world.ours, city="Gold")
    proposals.decide(proposal, by=world.eli, accepted=["city"])
    with pytest.raises(ValidationError, match="already decided"):
        proposals.decide(proposal, by=world.dana, reason="No.")
    assert rows(proposal)["city"][2] == "accepted"


@pytest.mark.parametrize(
    ("who", "may"), [("vera", False), ("eli", True), ("dana", True), ("sam", False), ("nat", True)]
)
def test_the_people_who_keep_the_record_decide(world, who, may):
    proposal = make.proposal(world.ours, city="Gold")
    by = getattr(world, who)
    if may:
        proposals.decide(proposal, by=by, accepted=["city"])
    else:
        with pytest.raises(Proposal.DoesNotExist):
            proposals.decide(proposal, by=by, accepted=["city"])
    assert (Organization.objects.get(pk=world.ours.pk).city == "Gold") == may


# Truths


def test_one_row_for_a_field_and_only_what_differs(world):
    proposal = make.proposal(world.ours, city="Gold")
    for wrong in ({"field": "city"}, {"field": "name", "before": "x", "proposed": "x"}):
        row = ProposedChange(proposal=proposal, **({"before": "a", "proposed": "b"} | wrong))
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.parametrize("fields", [{"state": "decided"}, {"decided_at": timezone.now()}])
def test_a_decision_says_who_and_when(world, fields):
    proposal = make.proposal(world.ours, city="Gold")
    for name, value in fields.items():
        setattr(proposal, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save()


def test_the_page_costs_the_same_with_more_fields(world, client):
    def cost(**wanted):
        address = f"/corrections/{make.proposal(world.ours, **wanted).token}/"
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    assert cost(city="Gold") == cost(name="Town of Ours", level="town", website="")
