"""The page of a member: what it tells, what it keeps to itself, and where old addresses lead."""

import datetime
import html
import re

import pytest
from django.utils import timezone

from regions.models import CoalitionFocusArea
from tests import factories as make

pytestmark = pytest.mark.django_db


def words(answer):
    """What a reader sees of the page itself, without tags."""
    main = answer.text.partition('<main id="main" tabindex="-1">')[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def merge(row, into):
    row.merged_into, row.archived_at = into, timezone.now()
    row.save()


def archive(row, on=datetime.datetime(2024, 5, 6, 12, tzinfo=datetime.UTC)):
    row.archived_at = on
    row.save()


def test_the_page_tells_what_and_where_it_is(world, client):
    ours = world.ours
    ours.summary, ours.website = "A city of gauges.", "https://www.ours.example/"
    ours.population, ours.population_year = 12345, 2019
    ours.source, ours.source_note = "Census 2019", "Two sources disagree on its size."
    ours.save()
    answer = client.get("/members/city-of-ours/")
    told = words(answer)
    assert answer.text.count("<h1") == 1
    for text in (
        "Members Local government City of Ours City in Adams County, Colorado Not yet verified",
        "A city of gauges. Write to them ours.example Compare with others Places like this vCard",
        "County Adams County State Colorado Population 12,345 (2019)",
        "Two sources disagree on its size. Source of the record: Census 2019",
        "Whom to write to Nobody has agreed to be named here yet. Write to them : the message",
        "Kept by North Alliance . Is something wrong? Suggest a correction",
    ):
        assert text in told


def test_a_verified_record_says_when(world, client):
    world.ours.verified_on = datetime.date(2026, 3, 2)
    world.ours.save()
    told = words(client.get("/members/city-of-ours/"))
    assert "Verified on March 2, 2026 Write to them" in told
    assert (
        "Verified on March 2, 2026 by the people of North Alliance, who keep this record." in told
    )
    assert "Not yet verified" not in told


def test_a_record_that_is_not_verified_says_what_that_means(world, client):
    told = words(client.get("/members/city-of-ours/"))
    assert (
        "Not yet verified Nobody of City of Ours, nor of those who keep this record, has confirmed "
        "it yet: it says what the sources say, as of their dates." in told
    )
    make.organization("Lone Company", kind="company", verified_on=datetime.date(2026, 3, 2))
    told = words(client.get("/members/lone-company/"))
    assert "by the partnership’s staff, who keep this record." in told


def located(world, **fields):
    """Ours, in a county of the north that the atlas knows, at a point that is known."""
    make.serves(world.north, make.county(), make.county("08013", "Boulder County"))
    for name, value in ({"latitude": 39.9, "longitude": -104.8} | fields).items():
        setattr(world.ours, name, value)
    world.ours.save()


def test_a_small_map_shows_the_member_in_its_region(world, client):
    located(world)
    answer = client.get("/members/city-of-ours/")
    (shown,) = re.findall(
        r'<figure class="map-frame locator">(.*?)</figure>', answer.text, re.DOTALL
    )
    assert 'aria-label="Map: City of Ours in the region of North Alliance"' in shown
    assert (shown.count("<circle"), shown.count('class="county')) == (1, 2)
    (x, y) = re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', shown)[0]
    (width, height) = re.findall(r'viewBox="0 0 (\d+) (\d+)"', shown)[0]
    assert 0 < float(x) < int(width)
    assert 0 < float(y) < int(height)
    assert "Adams County, in the region of" in shown


@pytest.mark.parametrize("fields", [{"latitude": None, "longitude": None}, {"county_id": "48085"}])
def test_without_a_point_or_a_region_there_is_no_map_but_words(world, client, fields):
    located(world, **fields)
    answer = client.get("/members/city-of-ours/")
    assert "locator" not in answer.text.partition("<main")[2]
    name = "Collin County" if "county_id" in fields else "Adams County"
    assert f"City in {name}, Colorado" in words(answer)


def test_where_two_coalitions_serve_the_county_the_map_is_the_stewards(world, client):
    make.serves(make.coalition("Another Alliance"), make.county())
    located(world)
    assert "region of North Alliance" in client.get("/members/city-of-ours/").text


def test_the_page_sets_no_cookie_and_may_be_kept(world, client):
    answer = client.get("/members/city-of-ours/?as_of=2021-01-01")
    assert list(answer.cookies) == []
    assert (answer["Cache-Control"], bool(answer["ETag"])) == ("public, max-age=60", True)


def test_another_day_shows_the_statuses_and_topics_of_that_day(world, client):
    world.our_term.ends = datetime.date(2022, 1, 1)
    world.our_term.save()
    make.membership(world.ours, world.south, starts=datetime.date(2023, 1, 1))
    make.ranked(world.south, make.focus_area("Roads"))
    then = client.get("/members/city-of-ours/?as_of=2021-06-01")
    told = words(then)
    assert "This is the directory of June 1, 2021" in told
    assert "North Alliance Member since January 1, 2020, until January 1, 2022" in told
    assert "South Alliance Member upcoming from January 1, 2023" in told
    assert "Through North Alliance Water" in told
    assert "Through South Alliance" not in told
    assert "Former terms" not in told
    today = words(client.get("/members/city-of-ours/"))
    assert "Through South Alliance Roads" in today
    assert "Former terms North Alliance" in today
    before = words(client.get("/members/city-of-ours/?as_of=2019-12-31"))
    assert "North Alliance Member upcoming from January 1, 2020" in before
    assert "No source names what it worked on then." in before


def test_links_stay_on_the_day(world, client):
    located(world, city="Oursville")
    answer = client.get("/members/city-of-ours/?as_of=2021-06-01")
    main = answer.text.partition("<main")[2].partition("</main>")[0].replace("&amp;", "&")
    listed = ("/members/?", "/regions/", "/focus-areas/")
    links = [link for link in re.findall(r'href="([^"]+)"', main) if link.startswith(listed)]
    assert [link for link in links if "as_of=2021-06-01" not in link] == []
    assert {link.partition("?")[0] for link in links} == {
        "/members/",
        "/regions/north-alliance/",
        "/focus-areas/water/",
    }


def test_what_is_no_day_shows_today_and_says_so(world, client):
    answer = client.get("/members/city-of-ours/?as_of=soon")
    assert "“soon”: That is not a day such as 2021-10-04." in words(answer)
    assert "North Alliance Member since January 1, 2020" in words(answer)


def test_it_leads_to_forms_and_files_of_its_own(world, client):
    answer = client.get("/members/city-of-ours/")
    for path in (
        "/members/city-of-ours/contact/",
        "/members/city-of-ours/correction/",
        "/members/city-of-ours/card.vcf",
        "/members/compare/?member=city-of-ours",
    ):
        assert f'href="{path}"' in answer.text
        assert client.get(path).status_code == 200


def test_places_like_it_stand_on_the_page_of_a_government_alone(world, client):
    assert 'id="peers"' in client.get("/members/city-of-ours/").text
    make.organization("Lone Company", kind="company")
    assert 'id="peers"' not in client.get("/members/lone-company/").text


def test_each_term_tells_role_dates_and_source(world, client):
    world.our_term.ends = datetime.date(2022, 1, 1)
    world.our_term.save()
    make.membership(
        world.ours,
        world.north,
        starts=datetime.date(2022, 1, 1),
        role="partner",
        source="example.org/news",
        as_of="2022",
        starts_known=False,
    )
    make.membership(world.ours, world.south, starts=datetime.date(2999, 1, 1))
    told = words(client.get("/members/city-of-ours/"))
    current, _, former = told.partition("Former terms")
    assert (
        "North Alliance Partner known since 2022 The source states a tie, not a membership. "
        "Source: example.org/news, which speaks of 2022"
    ) in current
    assert "South Alliance Member upcoming from January 1, 2999 No source" in current
    assert former.startswith(" North Alliance Member from January 1, 2020 until January 1, 2022")


def test_a_member_of_no_coalition_is_told_how_to_apply(world, client):
    world.our_term.ends = datetime.date(2022, 1, 1)
    world.our_term.save()
    answer = client.get("/members/city-of-ours/")
    assert "It belongs to no coalition today." in words(answer)
    assert "It belonged to no coalition on that day." not in words(answer)
    assert 'href="/join/?organization=city-of-ours"' in answer.text


def test_focus_areas_are_its_own_and_its_coalitions(world, client):
    data, roads = make.focus_area("Data"), make.focus_area("Roads")
    world.ours.carried_focus_areas.create(focus_area=data)
    CoalitionFocusArea.objects.create(coalition=world.north, focus_area=roads, rank=2)
    make.ranked(world.south, data)
    told = words(client.get("/members/city-of-ours/"))
    assert "Its own Data Through North Alliance Water Roads" in told
    assert "Through South Alliance" not in told


def test_other_names_and_numbers_lead_to_their_issuers(world, client):
    ours = world.ours
    ours.aliases.create(name="Ourstown", kind="former_name")
    ours.aliases.create(name="Oursville")
    ours.aliases.create(name="old-ours", kind="former_slug")
    for scheme, value in {
        "census_geoid": "0812345",
        "ror": "https://ror.org/03efmqc40",
        "ipeds": "123456",
        "uei": "ABCDEFGH1234",
        "domain": "ours.gov",
    }.items():
        ours.identifiers.create(scheme=scheme, value=value)
    answer = client.get("/members/city-of-ours/")
    assert "Also known as Oursville Ourstown (former name)" in words(answer)
    assert "old-ours" not in answer.text
    facts = answer.text.partition('id="facts"')[2]
    assert re.findall(r'<dd><a href="([^"]+)" rel="external">', facts) == [
        "https://data.census.gov/profile?g=160XX00US0812345",
        "https://ours.gov/",
        "https://nces.ed.gov/collegenavigator/?id=123456",
        "https://ror.org/03efmqc40",
    ]
    assert "UEI ABCDEFGH1234" in words(answer)


def test_only_public_contacts_stand_on_the_page_whoever_looks(world, client):
    world.ours.notes = "Do not tell."
    world.ours.save()
    public = make.contact(
        world.ours, "Paul Public", is_public=True, consented_on=make.LONG_AGO, title="Clerk"
    )
    private = [world.our_contact.name, world.our_contact.email, world.our_contact.phone, "Do not"]
    public.phone = "+1 555 0199"
    public.save()
    for user in (None, world.dana, world.nat):
        if user:
            client.force_login(user)
        answer = client.get("/members/city-of-ours/")
        assert [text for text in private if text in answer.text] == []
        assert "Paul Public Clerk paul-public@example.org +1 555 0199" in words(answer)


def test_an_unpublished_member_has_a_page_for_its_own_region_alone(world, client):
    path = "/members/hidden-company/"
    assert client.get(path).status_code == 404
    client.force_login(world.dana)
    assert client.get(path).status_code == 404
    client.force_login(world.sam)
    assert "Not published" in words(client.get(path))


def test_an_unknown_member_is_not_found(world, client):
    assert client.get("/members/city-of-nowhere/").status_code == 404


def test_merged_records_lead_to_the_last_survivor(world, client):
    last = make.organization("City of Last")
    merge(world.theirs, last)
    merge(world.ours, world.theirs)
    for slug in ("city-of-ours", "city-of-theirs"):
        for page in ("", "contact/", "correction/"):
            answer = client.get(f"/members/{slug}/{page}")
            assert (answer.status_code, answer["Location"]) == (
                301,
                f"/members/city-of-last/{page}",
            )


def test_a_merge_into_what_nobody_may_see_is_gone(world, client):
    merge(world.ours, world.hidden)
    answer = client.get("/members/city-of-ours/")
    assert answer.status_code == 410
    assert "Hidden" not in answer.text


def test_a_former_address_leads_on(world, client):
    world.ours.aliases.create(name="town-of-ours", kind="former_slug")
    world.hidden.aliases.create(name="secret-company", kind="former_slug")
    answer = client.get("/members/town-of-ours/")
    assert (answer.status_code, answer["Location"]) == (301, "/members/city-of-ours/")
    assert client.get("/members/secret-company/").status_code == 404


def test_an_archived_record_is_gone_and_says_since_when(world, client):
    archive(world.ours)
    answer = client.get("/members/city-of-ours/")
    assert answer.status_code == 410
    assert "City of Ours is no longer listed" in words(answer)
    assert "on May 6, 2024" in words(answer)


def test_an_archived_record_that_was_never_public_stays_unknown(world, client):
    archive(world.hidden)
    assert client.get("/members/hidden-company/").status_code == 404


def test_a_new_record_at_an_archived_address_is_shown(world, client):
    archive(world.ours)
    make.organization("City of Ours, Refounded", slug="city-of-ours")
    answer = client.get("/members/city-of-ours/")
    assert answer.status_code == 200
    assert words(answer).startswith("Members Local government City of Ours, Refounded")
