"""The feed of a list: who joined, left, changed and went, to the public alone."""

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.services.organizations import archive
from regions.models import ChangeSet, acting, recording
from tests import factories as make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def parsed(client, query=""):
    answer = client.get(f"/members/changes.atom{query}")
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    return ElementTree.fromstring(answer.content)


def entries(client, query=""):
    return parsed(client, query).findall(f"{ATOM}entry")


def told(client, query=""):
    """The titles of a feed, newest first."""
    return [entry.findtext(f"{ATOM}title") for entry in entries(client, query)]


def moment(entry):
    return datetime.datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))


def by_title(client, title, query=""):
    (found,) = [e for e in entries(client, query) if e.findtext(f"{ATOM}title") == title]
    return found


def test_a_feed_has_what_every_reader_needs(world, client):
    feed = parsed(client, "?region=north-alliance")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    here = "http://testserver/members/changes.atom?region=north-alliance"
    assert links == {"alternate": "http://testserver/members/?region=north-alliance", "self": here}
    assert feed.findtext(f"{ATOM}id") == here
    assert feed.findtext(f"{ATOM}title") == "Members (Region: North Alliance): changes"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "National Smart Coalitions Partnership"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")
    assert moment(entry).tzinfo is not None
    assert entry.findtext(f"{ATOM}title") == "City of Ours joined North Alliance"
    assert entry.findtext(f"{ATOM}summary") == "Member, since January 1, 2020."
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/members/city-of-ours/"
    created = world.our_term.created_at.date()
    expected = f"tag:testserver,{created}:terms/{world.our_term.public_id}/began"
    assert entry.findtext(f"{ATOM}id") == expected


def test_who_is_only_known_since_a_day_is_not_said_to_have_joined_on_it(world, client):
    named = make.organization("Named Inc", kind="company")
    make.membership(named, world.north, starts=TODAY - DAY, starts_known=False)
    (title,) = [title for title in told(client) if title.startswith("Named Inc")]
    assert title == "Named Inc is first named in North Alliance"


def test_a_feed_until_a_day_says_so(world, client):
    said = "Who joined, who left, and whose record changed in this list of members"
    assert parsed(client).findtext(f"{ATOM}subtitle") == f"{said}."
    until = parsed(client, "?as_of=2021-10-04").findtext(f"{ATOM}subtitle")
    assert until == f"{said}, up to October 4, 2021."


def test_who_joins_and_who_leaves_is_told_newest_first(world, client):
    assert told(client) == [
        "City of Ours joined North Alliance",
        "City of Theirs joined South Alliance",
    ]
    world.our_term.ends = TODAY
    world.our_term.save()
    make.membership(world.theirs, world.north, starts=TODAY - DAY)
    assert told(client)[:2] == [
        "City of Theirs joined North Alliance",
        "City of Ours left North Alliance",
    ]
    assert by_title(client, "City of Ours left North Alliance").findtext(f"{ATOM}summary") == (
        f"Member, from January 1, 2020 until {TODAY:%B} {TODAY.day}, {TODAY:%Y}."
    )
    assert told(client, "?region=south-alliance") == ["City of Theirs joined South Alliance"]


def test_what_comes_is_told_on_its_day(world, client):
    with recording():
        make.membership(world.ours, world.south, starts=TODAY + DAY)
        world.their_term.ends = TODAY + DAY
        world.their_term.save()
    before = told(client)
    assert [title for title in before if "left" in title or title.startswith("City of Ours")] == [
        "City of Ours joined North Alliance"
    ]


def test_on_its_day_it_is_told_as_of_that_day(world, client, monkeypatch):
    make.membership(world.ours, world.south, starts=TODAY + DAY)
    world.their_term.ends = TODAY + DAY
    world.their_term.save()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *a: TODAY + DAY)
    told_then = told(client)
    assert told_then[:2] == [
        "City of Ours joined South Alliance",
        "City of Theirs left South Alliance",
    ]
    midnight = datetime.datetime.combine(TODAY + DAY, datetime.time(), datetime.UTC)
    assert moment(entries(client)[0]) == midnight


def test_a_renewal_is_no_leaving(world, client):
    world.our_term.ends = TODAY - 5 * DAY
    world.our_term.save()
    make.membership(world.ours, world.north, starts=TODAY - 5 * DAY, role="host")
    assert told(client, "?region=north-alliance") == [
        "City of Ours has a new term in North Alliance",
        "City of Ours joined North Alliance",
    ]


def test_a_changed_record_is_told_by_field_and_never_by_value(world, client):
    with recording():
        world.ours.website = "https://ours.example/secret-plan"
        world.ours.notes = "between us"
        world.ours.save()
        world.ours.identifiers.create(scheme="domain", value="ours.example")
    entry = by_title(client, "City of Ours: record changed")
    assert entry.findtext(f"{ATOM}summary") == "Changed: identifiers, website."
    assert entry.find(f"{ATOM}category").get("term") == "changed"
    page = client.get("/members/changes.atom").text
    assert [word for word in ("secret-plan", "between us", "ours.example") if word in page] == []


def test_what_only_staff_see_is_no_news(world, client):
    before = client.get("/members/changes.atom").content
    with acting(user=world.dana, door="admin", reason="a phone call"):
        world.ours.notes = "Budget fight behind closed doors"
        world.ours.save()
        world.our_contact.email = "olive.private@example.org"
        world.our_contact.save()
        world.our_contact.delete()
        make.organization("Draft Village", level="village", published=False)
    assert client.get("/members/changes.atom").content == before
    with acting(user=world.dana, door="admin", reason="a phone call"):
        world.ours.summary = "A city."
        world.ours.save()
        make.contact(world.ours, "Olive Again")
    page = client.get("/members/changes.atom").text
    assert "Changed: summary." in page
    for private in ("Olive", "example.org", "dana", "phone call", "closed doors", "Draft"):
        assert private not in page


def test_an_edited_term_is_a_change_of_its_member(world, client):
    world.our_term.role = "host"
    world.our_term.save()
    entry = by_title(client, "City of Ours: record changed")
    assert entry.findtext(f"{ATOM}summary") == "Changed: memberships."


def test_a_term_taken_out_is_a_change_of_its_member(world, client):
    make.membership(world.ours, world.south).delete()
    entry = by_title(client, "City of Ours: record changed")
    assert entry.findtext(f"{ATOM}summary") == "Changed: memberships."


def test_nothing_is_told_of_the_time_before_a_member_was_shown(world, client):
    world.hidden.website = "https://hidden.example"
    world.hidden.save()
    assert [title for title in told(client) if "Hidden" in title] == []
    world.hidden.published = True
    world.hidden.save()
    assert told(client)[0] == "Hidden Company joined South Alliance"
    shown = moment(entries(client)[0])
    assert shown == ChangeSet.objects.latest("pk").at
    assert [title for title in told(client) if "Hidden Company: " in title] == []
    world.hidden.website = "https://shown.example"
    world.hidden.save()
    assert told(client)[0] == "Hidden Company: record changed"


def test_who_is_no_longer_published_is_told_without_a_name(world, client):
    world.theirs.published = False
    world.theirs.save()
    assert told(client)[0] == "A member was taken off the list"
    assert "Theirs" not in client.get("/members/changes.atom").text
    entry = entries(client)[0]
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/members/"
    assert told(client, "?state=TX&q=theirs&region=south-alliance&focus=water") == []
    assert told(client, "?state=TX&q=theirs&region=south-alliance") == [
        "A member was taken off the list"
    ]
    for other in ("?state=CO", "?region=north-alliance", "?q=ours", "?role=host", "?kind=company"):
        assert "A member was taken off the list" not in told(client, other)


def test_a_filter_cannot_feel_its_way_through_what_was_written_since(world, client):
    world.theirs.published = False
    world.theirs.save()
    with recording():
        world.theirs.name = "Secret Merger"
        world.theirs.save()
        make.membership(world.theirs, world.north, role="host")
    assert told(client, "?q=secret") == []
    assert told(client, "?region=north-alliance&state=TX") == []
    assert told(client, "?role=host") == []


def test_who_was_never_published_is_never_told_of(world, client):
    world.hidden.archived_at = timezone.now()
    world.hidden.save()
    assert told(client, "?kind=company") == []


def test_an_archived_member_keeps_the_name_that_its_address_tells(world, client):
    world.their_term.ends = TODAY
    world.their_term.save()
    archive(world.theirs, by=world.sam)
    assert told(client, "?region=south-alliance") == ["City of Theirs was taken off the list"]
    entry = entries(client, "?region=south-alliance")[0]
    assert entry.findtext(f"{ATOM}summary") == "Its record was archived."
    assert client.get(entry.find(f"{ATOM}link").get("href")).status_code == 410


def test_who_left_the_region_that_works_on_it_was_in_the_list_of_a_focus_area(world, client):
    world.our_term.ends = TODAY
    world.our_term.save()
    assert "City of Ours left North Alliance" in told(client, "?focus=water")
    assert [title for title in told(client, "?focus=water") if "Theirs" in title] == []


def test_ids_stay_and_times_never_go_back(world, client):
    """A start that is put right keeps its entry, and moves it to when that was said."""
    seen = {}

    def look():
        for entry in entries(client):
            key = entry.findtext(f"{ATOM}id")
            assert moment(entry) >= seen.get(key, moment(entry))
            seen[key] = moment(entry)
        return set(seen)

    first = look()
    for starts in (TODAY - DAY, TODAY - 400 * DAY, TODAY):
        world.our_term.starts = starts
        world.our_term.save()
        assert look() == first
    world.ours.name = "City of Ours and Others"
    world.ours.save()
    assert len(look() - first) == 1


def test_a_feed_is_short(world, client):
    with recording():
        for number in range(60):
            member = make.organization(f"Town {number:02}")
            make.membership(member, world.north, starts=TODAY - number * DAY)
    assert len(entries(client)) == 50


def test_as_of_a_day_it_ends_there(world, client):
    assert told(client, "?as_of=2021-10-04") == []  # nothing was in the directory on that day
    assert len(told(client, f"?as_of={TODAY + 400 * DAY}")) == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?kind=compny", "kind: “compny” is not a known value. Did you mean “company”?"),
        ("?as_of=soon", "as_of: That is not a day such as 2021-10-04."),
        ("?regoin=x", "There is no parameter “regoin” here. Did you mean “region”?"),
        ("?q=%00", "q: Null characters are not allowed."),
        ("?page=2", "There is no parameter “page” here."),
    ],
)
def test_a_bad_choice_is_refused_in_plain_words(world, client, query, said):
    answer = client.get(f"/members/changes.atom{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert said in answer.text


def test_a_search_for_what_xml_cannot_hold_makes_a_feed(world, client):
    feed = parsed(client, "?q=%01%3Cb%3E%26+%EF%BF%BF")
    assert feed.findtext(f"{ATOM}title") == "Members (Search:  <b>&  ): changes"


def test_an_unchanged_feed_is_not_sent_again(world, client):
    first = client.get("/members/changes.atom?state=CO")
    headers = {"If-None-Match": first["ETag"]}
    assert client.get("/members/changes.atom?state=CO", headers=headers).status_code == 304
    world.ours.website = "https://ours.example"
    world.ours.save()
    again = client.get("/members/changes.atom?state=CO", headers=headers)
    assert (again.status_code, again["ETag"] == first["ETag"]) == (200, False)


def test_a_feed_costs_the_same_with_more_rows(world, client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/members/changes.atom?kind=local_government")
        return len(queries)

    one = cost()
    with transaction.atomic():
        for number in range(3):
            member = make.organization(f"Town {number}")
            make.membership(member, world.north)
            member.website = "https://town.example"
            member.save()
    assert cost() == one
