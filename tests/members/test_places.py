"""The gazetteer as pages: the list, the page of each place, and the way from there to join."""

import random
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError

from members.models import Organization
from regions.models import Place, recording
from tests import factories as make


@pytest.fixture
def gazetteer(world):
    """A member, a place without a record, a partner (a tie), and one that nobody serves."""
    county = make.county("08001")
    make.serves(world.north, county)
    lonely = make.county("20001", "Allen County", "KS")
    rows = {
        name: make.place(name, in_county=county, population=number, population_year=2019)
        for name, number in {"Brighton": 40_000, "Ault": 1_500, "Tied": 9_000}.items()
    }
    rows["Iola"] = make.place("Iola", in_county=lonely, latitude=37.9, longitude=-95.4)
    member = make.organization("City of Brighton", place=rows["Brighton"], county=county)
    make.membership(member, world.north)
    make.membership(make.organization("Tied City", place=rows["Tied"]), world.north, role="partner")
    return rows


def listed(client, query=""):
    answer = client.get(f"/places/?{query}")
    assert answer.status_code == 200
    return [place.name for place in answer.context["page_obj"]]


def test_the_list_has_every_place_and_what_becomes_of_it(gazetteer, client):
    assert listed(client) == ["Ault", "Brighton", "Iola", "Tied"]
    text = client.get("/places/").content.decode()
    assert '<a href="/members/city-of-brighton/">A member' in text
    assert 'href="/join/?coalition=north-alliance&amp;place=ault-co"' in text
    assert "No coalition serves its county." in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("member=yes", ["Brighton"]),
        ("member=no", ["Ault", "Iola", "Tied"]),
        ("member=yes&member=no", ["Ault", "Brighton", "Iola", "Tied"]),
        ("region=north-alliance", ["Ault", "Brighton", "Tied"]),
        ("county=20001", ["Iola"]),
        ("state=KS&member=yes", []),
        ("level=town", []),
        ("q=bright", ["Brighton"]),
        ("sort=-population&region=north-alliance", ["Brighton", "Tied", "Ault"]),
        ("sort=population&region=north-alliance", ["Ault", "Tied", "Brighton"]),
    ],
)
def test_the_list_is_filtered_and_sorted(gazetteer, client, query, found):
    assert listed(client, query) == found


def test_each_facet_counts_as_if_its_own_choice_were_open(world, client):
    """Against the list itself, on random places."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    counties = [make.county("08001"), make.county("20001", "Allen County", "KS")]
    make.serves(world.north, counties[0])
    make.serves(world.south, counties[1])
    with recording():
        for number in range(25):
            county = dice.choice(counties)
            level = dice.choice(["city", "town", "village"])
            place = make.place(f"Place {number}", level, in_county=county)
            if dice.random() < 0.4:
                record = make.organization(f"Member {number}", place=place)
                make.membership(record, dice.choice([world.north, world.south]))
    choices = {
        "region": ["north-alliance", "south-alliance"],
        "member": ["yes", "no"],
        "level": ["city", "town", "village"],
        "state": ["CO", "KS"],
        "county": ["08001", "20001"],
    }
    for _ in range(6):
        chosen = {name: dice.sample(values, dice.randint(0, 2)) for name, values in choices.items()}
        facets = client.get(f"/places/?{urlencode(chosen, doseq=True)}").context["facets"]
        for facet, _, _ in facets:
            for option in facet.options:
                alone = chosen | {facet.name: [option.value]}
                query = urlencode(alone, doseq=True)
                assert option.count == len(listed(client, query)), (chosen, facet.name, option)


def test_counties_are_offered_where_they_are_few_enough_to_choose_from(gazetteer, client):
    def offered(query):
        facets = client.get(f"/places/?{query}").context["facets"]
        return {facet.name: [o.label for o in facet.options] for facet, _, _ in facets}

    assert "county" not in offered("")
    assert offered("state=KS")["county"] == ["Adams County, CO", "Allen County, KS"]


@pytest.mark.parametrize(
    "query", ["county=x", "sort=z", "member=maybe", "page=0", "q=%00", "region=%00", "county=%00"]
)
def test_nonsense_leaves_the_list_and_says_what_was_wrong(gazetteer, client, query):
    answer = client.get(f"/places/?{query}")
    assert len(answer.context["page_obj"]) == 4
    assert answer.context["errors"] or answer.context["page_message"] or query == "q=%00"


def test_the_page_of_a_place_says_what_is_known(gazetteer, client):
    county = make.county("08001")
    county.population, county.population_year = 500_000, 2023
    county.population_earlier, county.population_earlier_year = 400_000, 2010
    county.save()
    text = client.get("/places/ault-co/").content.decode()
    assert "<h1>City of Ault</h1>" in text
    assert "1,500 in 2019" in text
    assert "+1.7% a year, 2010 to 2023" in text
    assert 'href="/join/?coalition=north-alliance&amp;place=ault-co"' in text


def test_a_place_that_nobody_serves_says_which_region_is_nearest(world, gazetteer, client):
    near = make.county("20003", "Anderson County", "KS")
    near.latitude, near.longitude = 38.2, -95.3
    near.save()
    make.serves(world.south, near)
    answer = client.get("/places/iola-ks/")
    coalition, miles = answer.context["nearest"]
    assert (coalition, 15 < miles < 30) == (world.south, True)
    assert "No region serves Allen County today" in answer.content.decode()


def test_a_place_that_is_in_the_directory_leads_to_its_page_there(gazetteer, client):
    answer = client.get("/places/brighton-co/?like=growth")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/members/city-of-brighton/?like=growth",
    )
    record = Organization.objects.get(slug="city-of-brighton")
    record.published = False
    record.save()
    assert client.get("/places/brighton-co/").status_code == 200


def test_an_unknown_place_is_not_found(gazetteer, client):
    assert client.get("/places/atlantis/").status_code == 404


def test_the_form_to_join_knows_the_place(gazetteer, client):
    initial = client.get("/join/?coalition=north-alliance&place=ault-co").context["form"].initial
    assert initial == {
        "coalition": "north-alliance",
        "organization_name": "City of Ault",
        "kind": "local_government",
        "level": "city",
        "website": "",
    }
    for unknown in ("atlantis", "%00"):
        answer = client.get(f"/join/?place={unknown}")
        assert "is no place that we know" in answer.context["unknown"]["organization_name"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"population_earlier": 5}, "comes with its year"),
        ({"population_earlier_year": 2010}, "comes with its year"),
        (
            {
                "population": 9,
                "population_year": 2010,
                "population_earlier": 5,
                "population_earlier_year": 2010,
            },
            "of a year before",
        ),
    ],
)
def test_an_earlier_population_has_an_earlier_year(world, fields, said):
    place = make.place("Ault")
    for name, value in fields.items():
        setattr(place, name, value)
    with pytest.raises(ValidationError, match=said):
        place.full_clean()
    assert Place.objects.get(pk=place.pk).growth is None
