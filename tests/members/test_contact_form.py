"""Writing to a member: who gets it, what the mail says, and that no address is ever shown."""

import datetime
import html
import re
import socket

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from members.services import messages
from regions.models import Change
from tests import factories as make

pytestmark = pytest.mark.django_db

PATH = "/members/city-of-ours/contact/"
WRITTEN = {
    "name": "Wanda Writer",
    "email": "wanda@example.com",
    "subject": "Water gauges",
    "text": "How do you read them?\nWe have <40>.",
    "nickname": "",
}


@pytest.fixture(autouse=True)
def _nobody_has_written_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(world):
    """Everybody of the north has an address."""
    for person in (world.dana, world.eli, world.vera, world.sam, world.nat):
        person.email = f"{person.username}@private.example"
        person.save()
    return world


@pytest.fixture
def send(client):
    """Send the form, with some of its fields otherwise."""

    def post(path=PATH, **changed):
        return client.post(path, WRITTEN | changed)

    return post


def public(member, name="Paula Public", **fields):
    return make.contact(member, name, is_public=True, consented_on=make.LONG_AGO, **fields)


def beside(answer, field):
    """The messages beside a field."""
    found = re.search(rf'<ul class="errorlist" id="id_{field}_error">(.*?)</ul>', answer.text)
    return re.findall(r"<li>(.*?)</li>", html.unescape(found[1])) if found else []


def typed(answer):
    """What stands in the fields of the form."""
    found = re.findall(
        r'<input type="(?:text|email)" name="(\w+)"(?: value="([^"]*)")?', answer.text
    )
    area = re.search(r'<textarea name="text"[^>]*>\r?\n(.*?)</textarea>', answer.text, re.DOTALL)
    fields = {name: html.unescape(value) for name, value in found}
    return fields | {"text": html.unescape(area[1]).replace("\r", "")}


# Who gets it


def test_people_who_agreed_to_be_public_get_a_mail_each(world, send, mailoutbox):
    public(world.ours)
    public(world.ours, "Peter Public")
    public(world.ours, "Nemo Nomail", email="")
    answer = send()
    assert answer.status_code == 302
    assert answer["Location"] == "/members/city-of-ours/contact/sent/"
    readers = [["paula-public@example.org"], ["peter-public@example.org"]]
    assert sorted(mail.recipients() for mail in mailoutbox) == readers


def test_without_them_those_who_keep_the_record_get_it(world, send, mailoutbox):
    send()
    readers = [["dana@private.example"], ["eli@private.example"]]
    assert sorted(mail.recipients() for mail in mailoutbox) == readers


def test_only_current_terms_of_active_people_with_an_address_count(world, send, mailoutbox):
    today = timezone.localdate()
    make.person("former", world.north, "director", ends=today, email="former@private.example")
    later = today + datetime.timedelta(days=1)
    make.person("later", world.north, "director", starts=later, email="later@private.example")
    make.person("gone", world.north, "editor", email="gone@private.example", is_active=False)
    make.person("twin", world.north, "editor", email="DANA@private.example")
    world.eli.email = ""
    world.eli.save()
    send()
    assert [mail.recipients()[0].casefold() for mail in mailoutbox] == ["dana@private.example"]


def test_a_record_that_no_coalition_keeps_is_national_staffs(world, send, mailoutbox):
    make.organization("Lone Company", kind="company")
    send("/members/lone-company/contact/")
    assert [mail.recipients() for mail in mailoutbox] == [["nat@private.example"]]


def test_where_it_would_reach_nobody_there_is_no_form_but_whom_to_ask(world, client, send):
    for person in (world.dana, world.eli):
        person.email = ""
        person.save()
    world.ours.website = "https://ours.example/"
    world.ours.save()
    world.north.website = "https://north.example/"
    world.north.save()
    answer = client.get(PATH)
    assert "A message from here would reach nobody yet" in answer.text
    assert '<form class="stack' not in answer.text
    instead = answer.text.partition('id="instead"')[2].partition("</section>")[0]
    assert re.findall(r'href="([^"]+)"', instead) == [
        "https://ours.example/",
        "https://north.example/",
        "/regions/north-alliance/",
        "/members/city-of-ours/correction/",
    ]
    late = send()
    assert "Nobody reads messages to this member any more." in late.text
    assert typed(late) == WRITTEN


# What it says


def test_the_mail_names_both_and_says_why_and_is_answered_to_the_sender(
    world, send, mailoutbox, settings
):
    public(world.ours)
    send()
    (mail,) = mailoutbox
    assert mail.subject == "To City of Ours: Water gauges"
    assert mail.from_email == settings.DEFAULT_FROM_EMAIL
    assert (mail.reply_to, mail.cc, mail.bcc) == (["wanda@example.com"], [], [])
    for part in (
        "Wanda Writer wrote this to City of Ours through the directory",
        "You get it because you agreed to be reached as a contact of City of Ours.",
        "To answer Wanda Writer (wanda@example.com), reply to this mail.",
        "How do you read them?\nWe have <40>.",
        "http://testserver/members/city-of-ours/",
    ):
        assert part in mail.body
    assert "private.example" not in mail.message().as_string()


def test_who_keeps_the_record_is_told_so(world, send, mailoutbox):
    send()
    assert "You get it because you keep the record of City of Ours" in mailoutbox[0].body


def test_nothing_of_it_is_kept(world, send):
    before = Change.objects.count()
    assert send().status_code == 302
    assert Change.objects.count() == before


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
@pytest.mark.parametrize("field", ["name", "subject", "email"])
def test_no_line_of_the_head_can_be_added(world, send, mailoutbox, field, end):
    answer = send(**{field: f"{WRITTEN[field]}{end}Bcc: victim@example.com"})
    assert answer.status_code == 200
    assert beside(answer, field)
    assert mailoutbox == []


def test_a_name_of_several_lines_in_the_record_adds_none_either(world, send, mailoutbox):
    world.ours.name = "City\r\nBcc: victim@example.com"
    world.ours.save()
    send()
    head = mailoutbox[0].message()
    assert (head["Bcc"], head["Subject"]) == (
        None,
        "To City Bcc: victim@example.com: Water gauges",
    )


# What goes wrong


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(world, send, mailoutbox):
    answer = send(email="wanda", subject="", name="W\x00anda")
    assert answer.status_code == 200
    assert beside(answer, "email") == ["Enter a valid email address."]
    assert beside(answer, "subject") == ["This field is required."]
    assert "Null characters are not allowed." in beside(answer, "name")
    assert typed(answer)["text"] == WRITTEN["text"]
    assert mailoutbox == []


@pytest.fixture
def refusing_server(settings):
    """A mail server that is not there."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = bound.getsockname()
        yield


def test_a_mail_server_that_refuses_is_told_and_nothing_is_lost(
    world, send, refusing_server, caplog
):
    answer = send()
    assert answer.status_code == 200
    assert "could not be handed to the mail server, so nobody has got it." in answer.text
    assert typed(answer) == WRITTEN
    assert "private.example" not in answer.text
    assert "A message to city-of-ours was not sent: ConnectionRefusedError" in caplog.text
    assert "private.example" not in caplog.text


def test_the_sixth_message_within_an_hour_waits_and_loses_nothing(world, send, mailoutbox, client):
    for _ in range(5):
        assert send().status_code == 302
    answer = send()
    assert answer.status_code == 429
    assert 3590 <= int(answer["Retry-After"]) <= 3601
    assert "5 messages have come from your network within the hour." in answer.text
    assert typed(answer) == WRITTEN
    assert len(mailoutbox) == 10
    assert client.post(PATH, WRITTEN, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_filled_trap_sends_nothing_and_costs_a_person_nothing(world, send, mailoutbox):
    answer = send(nickname="Wanda")
    assert answer.status_code == 200
    assert "A field that people do not see was filled in" in answer.text
    assert typed(answer) == WRITTEN
    assert mailoutbox == []
    assert send().status_code == 302


def test_a_forged_form_is_refused(world, mailoutbox):
    assert Client(enforce_csrf_checks=True).post(PATH, WRITTEN).status_code == 403
    assert mailoutbox == []


# What is shown


def test_the_form_is_kept_by_nobody_and_listed_nowhere(world, client):
    answer = client.get(PATH)
    assert list(answer.cookies) == ["csrftoken"]
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text


def test_thanks_can_be_loaded_again_without_sending_again(world, client, mailoutbox):
    for _ in range(2):
        answer = client.get("/members/city-of-ours/contact/sent/")
        assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert list(answer.cookies) == []
    assert mailoutbox == []


def test_an_unpublished_member_is_written_to_by_nobody_else(world, client, send, mailoutbox):
    path = "/members/hidden-company/contact/"
    assert client.get(path).status_code == 404
    assert send(path).status_code == 404
    assert client.get("/members/hidden-company/contact/sent/").status_code == 404
    assert mailoutbox == []


@pytest.mark.parametrize("own", [False, True])
def test_no_private_address_stands_in_any_answer(world, client, send, settings, own):
    """Of people who keep the record, of private contacts, and of those who get the mail."""
    if own:
        public(world.ours)
    private = ["private.example", world.our_contact.email, world.our_contact.name]
    private += ["Paula", "paula-public"]
    answers = [
        client.get(PATH),
        send(),
        client.get("/members/city-of-ours/contact/sent/"),
        send(email="x"),
        send(nickname="robot"),
    ]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    answers.append(send())
    answers += [send() for _ in range(4)]
    answers.append(Client(enforce_csrf_checks=True).post(PATH, WRITTEN))
    assert [a.status_code for a in answers[:6]] == [200, 302, 200, 200, 200, 200]
    assert {a.status_code for a in answers[6:]} == {200, 429, 403}
    told = [
        (number, word)
        for number, answer in enumerate(answers)
        for word in private
        if word in answer.text or word in str(answer.headers)
    ]
    assert told == []
    assert messages.readers_of(world.ours).addresses == (
        ("paula-public@example.org",) if own else ("dana@private.example", "eli@private.example")
    )
