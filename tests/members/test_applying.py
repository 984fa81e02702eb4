"""Asking to join: what is stored, what is refused, and who sees it."""

import datetime
import html
import re

import pytest
from django.core.cache import cache
from django.test import Client

from members.models import Application
from members.services import applications
from regions.models import Change
from tests import factories as make

pytestmark = pytest.mark.django_db

FILLED_IN = {
    "coalition": "north-alliance",
    "organization_name": "Village of New",
    "kind": "local_government",
    "level": "village",
    "website": "new.example",
    "contact_name": "Noor New",
    "contact_title": "Clerk",
    "contact_email": "noor@new.example",
    "message": "Water gauges,\nand more.",
    "subject": "",
}


@pytest.fixture(autouse=True)
def _nobody_has_applied_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def send(client):
    """Send the form, with some of its fields otherwise."""

    def post(**changed):
        return client.post("/join/", FILLED_IN | changed)

    return post


def typed(answer):
    """What stands in the text fields of the form."""
    found = re.findall(
        r'<input type="(?:text|email)" name="(\w+)"(?: value="([^"]*)")?', answer.text
    )
    return {name: html.unescape(value) for name, value in found}


def beside(answer, field):
    """The messages beside a field."""
    found = re.search(rf'<ul class="errorlist" id="id_{field}_error">(.*?)</ul>', answer.text)
    return re.findall(r"<li>(.*?)</li>", html.unescape(found[1])) if found else []


def test_an_application_is_stored_for_the_chosen_coalition(world, send):
    answer = send()
    application = Application.objects.get(organization_name="Village of New")
    assert answer.status_code == 302
    assert answer["Location"] == f"/join/status/{application.token}/"
    stored = {name: getattr(application, name) for name in FILLED_IN if name != "subject"}
    assert stored == {
        **{name: value for name, value in FILLED_IN.items() if name != "subject"},
        "coalition": world.north,
        "website": "https://new.example",
    }
    assert (application.state, application.organization) == ("open", None)
    change = Change.objects.filter(type="members.application").first()
    assert (change.change_set.door, change.change_set.actor) == ("page", None)


def test_a_member_is_known_by_its_name_however_it_is_written(world, send):
    send(organization_name="CITY  of Óurs", level="city")
    assert Application.objects.get(contact_name="Noor New").organization == world.ours


def test_an_unpublished_organization_is_not_found_by_its_name(world, send):
    send(organization_name="Hidden Company", kind="company", level="")
    assert Application.objects.get(contact_name="Noor New").organization is None


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(world, send):
    answer = send(contact_email="noor", organization_name="", website="http://")
    assert answer.status_code == 200
    assert beside(answer, "contact_email") == ["Enter a valid email address."]
    assert beside(answer, "organization_name") == ["This field is required."]
    assert beside(answer, "website") == ["Enter a valid URL."]
    assert typed(answer) == {
        "organization_name": "",
        "website": "http://",
        "contact_name": "Noor New",
        "contact_title": "Clerk",
        "contact_email": "noor",
        "subject": "",
    }
    assert "Water gauges,\nand more.</textarea>" in answer.text.replace("\r", "")
    assert '<option value="north-alliance" selected>' in answer.text
    assert '<option value="village" selected>' in answer.text
    assert Application.objects.filter(contact_name="Noor New").count() == 0


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"level": ""}, "level", "Say what kind of government it is."),
        ({"kind": "company"}, "level", "Only a local government is one of these: leave it empty."),
        (
            {"kind": "cult"},
            "kind",
            "Select a valid choice. cult is not one of the available choices.",
        ),
        (
            {"coalition": "west"},
            "coalition",
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        ({"coalition": "north\x00"}, "coalition", None),
        ({"contact_name": "N\x00or"}, "contact_name", "Null characters are not allowed."),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(world, send, changed, field, message):
    answer = send(**changed)
    assert answer.status_code == 200
    assert beside(answer, field)[:1] == [message] if message else beside(answer, field)
    assert Application.objects.filter(contact_email="noor@new.example").count() == 0


def test_a_second_open_application_is_refused_in_words(world, send):
    send()
    again = send(organization_name="village of NEW", contact_name="Nils New")
    assert again.status_code == 200
    assert beside(again, "organization_name") == [
        "An application under this name is already open here."
    ]
    assert typed(again)["contact_name"] == "Nils New"
    assert Application.objects.filter(organization_key="village of new").count() == 1
    assert send(coalition="south-alliance").status_code == 302


def test_a_filled_trap_stores_nothing_and_costs_a_person_nothing(world, send):
    answer = send(subject="Buy gauges")
    assert answer.status_code == 200
    assert "A field that people do not see was filled in" in answer.text
    assert typed(answer)["contact_name"] == "Noor New"
    assert typed(answer)["subject"] == ""
    assert Application.objects.filter(contact_name="Noor New").count() == 0
    assert send().status_code == 302


def test_the_trap_is_kept_from_people(world, client):
    form = client.get("/join/").text
    (trap,) = re.findall(r'<div class="trap">(.*?)</div>', form)
    assert '<label for="id_subject">Leave this field empty</label>' in trap
    assert 'autocomplete="off"' in trap
    assert 'tabindex="-1"' in trap


def test_the_sixth_application_within_an_hour_waits_and_loses_nothing(world, send):
    for number in range(5):
        assert send(organization_name=f"Village {number}").status_code == 302
    answer = send()
    assert answer.status_code == 429
    assert 3590 <= int(answer["Retry-After"]) <= 3601
    assert "Please send this one again in 6" in answer.text
    assert typed(answer)["contact_name"] == "Noor New"
    assert Application.objects.filter(organization_name="Village of New").count() == 0


def test_a_mistake_is_not_counted_and_other_addresses_are_free(world, send, client):
    for _ in range(8):
        assert send(contact_email="noor").status_code == 200
    for number in range(6):
        send(organization_name=f"Village {number}")
    elsewhere = client.post("/join/", FILLED_IN, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


def test_a_forged_form_is_refused(world):
    assert Client(enforce_csrf_checks=True).post("/join/", FILLED_IN).status_code == 403
    assert Application.objects.filter(contact_name="Noor New").count() == 0


def test_the_form_sets_the_cookie_against_forgery_alone(world, client):
    assert list(client.get("/join/").cookies) == ["csrftoken"]


def test_the_address_fills_in_what_it_names(world, client):
    answer = client.get("/join/?coalition=south-alliance&organization=city-of-ours")
    assert '<option value="south-alliance" selected>' in answer.text
    assert '<option value="local_government" selected>' in answer.text
    assert '<option value="city" selected>' in answer.text
    assert typed(answer)["organization_name"] == "City of Ours"


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        (
            "coalition=north-aliance",
            "coalition",
            "There is no coalition “north-aliance”. Did you mean North Alliance?",
        ),
        ("coalition=x", "coalition", "There is no coalition “x”. Choose one from the list."),
        (
            "organization=hidden-company",
            "organization_name",
            "“hidden-company” is not in the directory: type the name.",
        ),
        (
            "organization=%00",
            "organization_name",
            "“\x00” is not in the directory: type the name.",
        ),
    ],
)
def test_what_the_address_names_in_vain_is_told_beside_the_field(
    world, client, query, field, message
):
    answer = client.get(f"/join/?{query}")
    assert answer.status_code == 200
    (note,) = re.findall(rf'<p class="error" id="id_{field}_note">(.*?)</p>', answer.text)
    assert html.unescape(note) == message
    assert "Hidden Company" not in answer.text


def test_the_status_page_is_private(world, client):
    answer = client.get(f"/join/status/{world.our_application.token}/")
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "Waiting for a decision." in answer.text
    assert "Village of Maybe" in answer.text
    private = ["Ada Applicant", "ada@example.org"]
    assert [text for text in private if text in answer.text] == []


def test_another_token_finds_nothing(world, client):
    token = world.our_application.token
    for wrong in (token[:-1], token + "A", token.swapcase(), "x"):
        assert client.get(f"/join/status/{wrong}/").status_code == 404


def test_the_status_page_tells_of_approval_and_leads_to_the_member(world, client):
    application = world.our_application
    starts = datetime.date(2026, 1, 1)
    applications.approve(application, by=world.dana, starts=starts, reason="Welcome.")
    answer = client.get(f"/join/status/{application.token}/")
    assert "Approved." in answer.text
    assert "<dt>Reason</dt><dd>Welcome.</dd>" in answer.text
    assert "<dt>Member from</dt><dd>January 1, 2026</dd>" in answer.text
    (link,) = re.findall(r'class="button" href="([^"]+)"', answer.text)
    assert client.get(link).status_code == 200


def test_the_status_page_tells_why_it_was_declined(world, client):
    application = world.our_application
    applications.decline(application, by=world.dana, reason="Outside <our> counties.")
    answer = client.get(f"/join/status/{application.token}/")
    assert "Declined." in answer.text
    assert "<dd>Outside &lt;our&gt; counties.</dd>" in answer.text


def test_a_member_that_is_not_public_is_not_linked(world, client):
    application = make.application(world.south, "Hidden Company", kind="company", level="")
    application.organization, application.state = world.hidden, "approved"
    application.membership = world.hidden_term
    application.save()
    answer = client.get(f"/join/status/{application.token}/")
    assert answer.status_code == 200
    assert "/members/hidden-company/" not in answer.text


def test_what_applicants_write_stands_on_no_other_page(world, client):
    private = ["Village of Maybe", "Ada Applicant", "ada@example.org"]
    for path in ("/", "/regions/north-alliance/", "/members/", "/search/?q=maybe", "/join/"):
        answer = client.get(path)
        assert [text for text in private if text in answer.text] == [], path
