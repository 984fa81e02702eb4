"""A list has the same members as a page, a file, an answer of the API, a frame and a feed."""

import csv
import datetime
import io
import json
import re
from unittest.mock import patch
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from members.lists.public import belonging, public_list
from members.views import lists
from members.views.directory import MemberList
from regions.models import recording
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAYS = [TODAY + datetime.timedelta(days=n) for n in (-900, -400, -1, 0, 1, 300)]
ROLES = ("member", "host", "corporate_partner")
STATUSES = ("current", "upcoming", "ended")
ATOM = "{http://www.w3.org/2005/Atom}"

terms = some.lists(
    some.tuples(
        some.sampled_from(["north-alliance", "south-alliance"]),
        some.sampled_from(DAYS[:5]),
        some.sampled_from([None, *DAYS[1:]]),
        some.sampled_from(ROLES),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda term: term[0],
)
members = some.lists(
    some.fixed_dictionaries(
        {
            # Names that fold to the same text: what ties in every order still has one.
            "name": some.sampled_from(["Acme", "Ácme", "Town of Ash", "Ash Water", "Zeta"]),
            "kind": some.sampled_from(["local_government", "company", "university"]),
            "state": some.sampled_from([None, "CO", "TX"]),
            "population": some.sampled_from([None, 5, 70]),
            "point": some.sampled_from([None, (39.7, -105.0), (33.0, -96.7)]),
            "published": some.sampled_from([True, True, True, False]),
            "focus": some.sampled_from([(), ("water",), ("energy", "water")]),
            "terms": terms,
        }
    ),
    min_size=3,
    max_size=9,
)
CHOICES = {
    "q": some.sampled_from(["a", "ash", "ACME", "town ash", "colorado", "!!!"]),
    "kind": some.lists(some.sampled_from(["company", "university", "compny"]), max_size=2),
    "state": some.lists(some.sampled_from(["CO", "TX", "ZZ"]), max_size=2),
    "region": some.lists(some.sampled_from(["north-alliance", "nowhere"]), max_size=2),
    "focus": some.lists(some.sampled_from(["water", "energy"]), max_size=2),
    "role": some.lists(some.sampled_from(ROLES), min_size=1, max_size=2),
    "status": some.lists(some.sampled_from(STATUSES), min_size=1, max_size=3),
    "as_of": some.sampled_from([*map(str, DAYS), "soon", ""]),
}
SORTS = ["name", "-name", "population", "-population", "-changed_at", "size"]


@some.composite
def choices(draw):
    """A few choices, some of them slips: under many at once hardly any list has a member."""
    names = draw(some.lists(some.sampled_from(sorted(CHOICES)), max_size=2, unique=True))
    chosen = {name: draw(CHOICES[name]) for name in names}
    sort = draw(some.sampled_from([None, *SORTS]))
    return {**chosen, "sort": sort} if sort else chosen


def fill(wanted):
    with recording():
        north, south = make.coalition("North Alliance"), make.coalition("South Alliance")
        areas = {slug: make.focus_area(slug.title()) for slug in ("water", "energy")}
        make.ranked(north, areas["water"])
        by_slug = {"north-alliance": north, "south-alliance": south}
        for number, one in enumerate(wanted):
            government = one["kind"] == "local_government"
            latitude, longitude = one["point"] or (None, None)
            member = make.organization(
                one["name"],
                kind=one["kind"],
                slug=f"member-{number}",
                state=make.state(one["state"]) if one["state"] else None,
                population=one["population"] if government else None,
                latitude=latitude,
                longitude=longitude,
                published=one["published"],
            )
            for slug in one["focus"]:
                member.carried_focus_areas.create(focus_area=areas[slug])
            for which, starts, ends, role in one["terms"]:
                later = ends if ends and ends > starts else None
                make.membership(member, by_slug[which], starts=starts, ends=later, role=role)


def local(address):
    return address.removeprefix("http://testserver")


def text(client, address):
    answer = client.get(local(address))
    assert answer.status_code == 200, (address, answer.getvalue()[:500])
    return answer.getvalue().decode()


def on_pages(client, address):
    """The members that the pages of a list name, and what the first page says of its uses."""
    found, first = [], client.get(address)
    for number in range(1, first.context["page_obj"].paginator.num_pages + 1):
        page = client.get(f"{address}{'&' if '?' in address else '?'}page={number}").text
        found += re.findall(r'class="member-name"[^>]*>\s*(?:<a )?[^>]*/members/([^/"]+)/', page)
        found += re.findall(r'<a class="member-name" href="/members/([^/"]+)/', page)
    return found, first.context.get("uses")


def in_json(client, address):
    found = []
    while address:
        page = json.loads(text(client, address))
        found += [member["slug"] for member in page["results"]]
        address = page["next"]
    return found


def in_files(client, uses):
    """The members in each file, by its name, and in JSON with pages of three."""
    files = {file.name: file.address for file in uses.files}
    rows = csv.DictReader(io.StringIO(text(client, files["CSV"]), newline=""))
    features = json.loads(text(client, files["GeoJSON"]))["features"]
    return {
        "CSV": [row["slug"] for row in rows],
        "GeoJSON": [feature["properties"]["slug"] for feature in features],
        "JSON Lines": [
            json.loads(line)["slug"] for line in text(client, files["JSON Lines"]).splitlines()
        ],
        "JSON": in_json(client, files["JSON"].replace("limit=200", "limit=3")),
        "curl": in_json(client, re.search(r'"(http[^"]+)"', uses.curl)[1]),
    }


def in_feed(client, address):
    """The members that a feed says have joined."""
    feed = ElementTree.fromstring(text(client, address))
    return {
        entry.find(f"{ATOM}link").get("href").rstrip("/").rsplit("/", 1)[1]
        for entry in feed.iter(f"{ATOM}entry")
        if entry.find(f"{ATOM}category").get("term") == "joined"
    }


@given(wanted=members, chosen=choices())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_format_has_the_members_of_its_page_in_its_order(client, wanted, chosen):
    pages = patch.object(MemberList, "paginate_by", 3), patch.object(lists, "ON_A_PAGE", 3)
    with transaction.atomic(), pages[0], pages[1]:
        fill(wanted)
        address = f"/members/?{urlencode(chosen, doseq=True)}"
        shown, uses = on_pages(client, address)
        assert len(shown) == uses.count
        assert in_files(client, uses) == dict.fromkeys(
            ["CSV", "GeoJSON", "JSON Lines", "JSON", "curl"], shown
        )
        assert on_pages(client, local(uses.embed))[0] == shown
        assert on_pages(client, local(uses.permanent))[0] == shown
        transaction.set_rollback(True)


@given(wanted=members, chosen=choices())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_feed_speaks_of_the_members_that_are_or_were_in_its_list(client, wanted, chosen):
    open_to_all = {"as_of": str(TODAY), "status": STATUSES, "focus": []}
    with transaction.atomic():
        fill(wanted)
        page = client.get(f"/members/?{urlencode(chosen, doseq=True)}")
        feed = page.context["uses"].feed
        begun = {**chosen, **open_to_all, "status": ["current", "ended"]}
        ever, _ = on_pages(client, f"/members/?{urlencode(begun, doseq=True)}")
        joined = in_feed(client, feed)
        working = page.context["filter"].chosen.get("focus")
        assert joined <= set(ever) if working else joined == set(ever)
        if "upcoming" not in chosen.get("status", []) and "as_of" not in chosen:
            assert {member.slug for member in page.context["filter"].qs} <= joined
        if not working:
            rows, _ = belonging(public_list(page.wsgi_request.GET))
            every = urlencode({**chosen, **open_to_all}, doseq=True)
            everybody, _ = on_pages(client, f"/members/?{every}")
            assert sorted(row.slug for row in rows) == sorted(everybody)
        transaction.set_rollback(True)
