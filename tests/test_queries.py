"""Each list costs the same number of queries with one row and with three."""

import datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regions.models import Coalition
from tests import factories as make

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/regions/",
    "/regions/first-alliance/",
    "/regions/first-alliance/?as_of=2020-06-01",
    "/members/",
    "/members/?q=city&status=current&status=ended",
    "/members/changes.atom",
    "/members/changes.atom?focus=topic-1&region=first-alliance&state=CO",
    "/members/embed/",
    "/members/history/",
    "/members/history/?by=kind&from=2020-06-01&region=first-alliance&focus=topic-1",
    "/members/city-1/",
    "/members/city-1/?as_of=2020-06-01",
    "/members/city-1/contact/",
    "/members/city-1/correction/",
    "/coverage/",
    "/coverage/?format=csv",
    "/focus-areas/",
    "/focus-areas/topic-1/",
    "/places/",
    "/places/?q=place&member=no&state=CO",
    "/places/spot-1-co/",
    "/members/compare/?member=city-1",
    "/search/?q=city",
    "/join/",
    "/card.png",
    "/regions/first-alliance/card.png",
    "/members/city-1/card.png",
    "/members/city-1/card.vcf",
    "/sitemap.xml",
    "/robots.txt",
    *(
        f"/api/v1/{resource}/?format={shape}"
        for resource in ("regions", "members", "memberships", "focus-areas", "places")
        for shape in ("json", "csv")
    ),
    "/api/v1/members/?format=geojson",
    "/api/v1/members/?count=exact",
    "/api/v1/members/?expand=steward",
    "/api/v1/memberships/?expand=organization,coalition",
]
ADMIN = [
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for model in apps.get_models()
    if admin.site.is_registered(model)
]


@pytest.fixture
def grow(db):
    """Add one more of everything; each organization with all it can own."""
    first = make.coalition("First Alliance")

    def add(number):
        county = make.county(f"0800{number}", f"County {number}")
        which = first if number == 1 else make.coalition(f"Alliance {number}")
        make.serves(first, county)
        area = make.focus_area(f"Topic {number}")
        make.ranked(first, area, rank=number)
        first.aliases.create(name=f"Also {number}")
        first.leaders.create(name=f"Leader {number}", title="Director", as_of="2021", source="test")
        place = make.place(f"Place {number}", in_county=county, latitude=39.0, longitude=-104.0)
        make.place(f"Spot {number}", in_county=county, latitude=39.0, longitude=-104.0)
        member = make.organization(
            f"City {number}",
            steward=which,
            county=county,
            place=place,
            latitude=39.0 + number,
            longitude=-104.0,
        )
        member.identifiers.create(scheme="domain", value=f"city{number}.gov")
        member.aliases.create(name=f"C{number}")
        member.carried_focus_areas.create(focus_area=area)
        make.contact(member, f"Person {number}", is_public=True, consented_on=make.LONG_AGO)
        make.membership(member, first, starts=make.LONG_AGO, ends=datetime.date(2021, 1, 1))
        make.membership(member, first, starts=datetime.date(2022, 1, 1))
        if which != first:
            make.membership(member, which)
        make.application(which, f"Town {number}")
        make.person(f"person{number}", which, "director")

    return add


def cost(client, path):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        getattr(answer, "content", None) or b"".join(getattr(answer, "streaming_content", []))
    assert answer.status_code == 200, path
    return len(queries), [q["sql"][:200] for q in queries.captured_queries]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_list_costs_the_same_with_more_rows(grow, client, path):
    grow(1)
    one, _ = cost(client, path)
    grow(2)
    grow(3)
    three, said = cost(client, path)
    assert three == one, "\n".join(said)


@pytest.mark.parametrize("path", ADMIN)
@pytest.mark.parametrize("who", ["national", "director"])
def test_an_admin_list_costs_the_same_with_more_rows(grow, client, path, who):
    grow(1)
    which = None if who == "national" else Coalition.objects.get()
    client.force_login(make.person("reader", which, "director"))
    if client.get(path).status_code == 403:
        return  # national staff's alone; who may open what is asked in test_admin_scope.py
    one, _ = cost(client, path)
    grow(2)
    grow(3)
    three, said = cost(client, path)
    assert three == one, "\n".join(said)


def test_the_start_page_of_the_admin_costs_the_same_with_more_rows(grow, client):
    grow(1)
    client.force_login(make.person("nat", None, "director"))
    client.get("/admin/")
    one, _ = cost(client, "/admin/")
    grow(2)
    grow(3)
    three, said = cost(client, "/admin/")
    assert three == one, "\n".join(said)
