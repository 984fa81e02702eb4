"""Facets count right, bad values are named, and the rest of the choices still hold."""

import datetime
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from members.filters import MemberFilter, MembershipFilter
from members.models import Membership, Organization
from tests import factories as make


def members(query=""):
    rows = Organization.objects.live().visible_to(AnonymousUser())
    return MemberFilter(QueryDict(query), queryset=rows)


def names(query=""):
    return [o.name for o in members(query).qs]


def test_the_public_list_holds_current_members_only(world):
    make.membership(
        make.organization("Gone Inc", kind="company"), world.north, ends=datetime.date(2021, 1, 1)
    )
    make.organization("No Term")
    assert names() == ["City of Ours", "City of Theirs"]
    assert names("status=ended") == ["Gone Inc"]
    assert names("status=ended&status=current") == ["City of Ours", "City of Theirs", "Gone Inc"]


def test_a_repeated_parameter_is_or_and_different_ones_are_and(world):
    assert names("region=north-alliance&region=south-alliance") == [
        "City of Ours",
        "City of Theirs",
    ]
    assert names("region=north-alliance&state=TX") == []
    assert names("state=TX") == ["City of Theirs"]


def test_role_and_region_mean_one_term(world):
    """A host in the north who is a plain member in the south is no host of the south."""
    make.membership(world.ours, world.south, role="host")
    assert names("region=south-alliance&role=host") == ["City of Ours"]
    assert names("region=north-alliance&role=host") == []


def test_focus_is_own_or_through_a_coalition(world):
    assert names("focus=water") == ["City of Ours"]


def test_as_of_reads_status_on_that_day(world):
    make.membership(
        make.organization("Gone Inc", kind="company"), world.north, ends=datetime.date(2021, 1, 1)
    )
    assert names("as_of=2020-06-01") == ["City of Ours", "City of Theirs", "Gone Inc"]
    assert names("as_of=2019-06-01") == []


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("kind=compny", "kind", "“compny” is not a known value. Did you mean “company”?"),
        (
            "region=north-aliance",
            "region",
            "“north-aliance” is not a known value. Did you mean “north-alliance”?",
        ),
        ("as_of=yesterday", "as_of", "That is not a day such as 2021-10-04."),
        ("q=!!!", "q", "There is no word in that to search for."),
        ("q=" + "x" * 201, "q", "That is too long to search for: 200 characters at most."),
        (
            "region=%00",
            "region",
            "“\x00” is not a known value. Choose from: north-alliance, south-alliance.",
        ),
    ],
)
def test_a_bad_value_is_named_and_the_other_choices_hold(world, query, field, message):
    found = members(f"{query}&state=TX")
    assert [o.name for o in found.qs] == ["City of Theirs"]
    assert {name: list(errors) for name, errors in found.errors.items()} == {field: [message]}


def test_chips_take_one_choice_away(world):
    chips = members("region=north-alliance&kind=company&kind=university&page=3&utm=x").chips()
    assert [(c.label, c.query) for c in chips] == [
        ("Kind: Company", "region=north-alliance&kind=university"),
        ("Kind: University", "region=north-alliance&kind=company"),
        ("Region: North Alliance", "kind=company&kind=university"),
    ]


@pytest.mark.parametrize(
    "query", ["q=+ours+", "q=a&q=b", "as_of=2021-1-4", "kind=company&kind=company"]
)
def test_the_last_chip_takes_all_away_however_it_was_typed(world, query):
    assert [chip.query for chip in members(query).chips()] == [""]


def test_memberships_of_hidden_organizations_stay_hidden(world):
    rows = Membership.objects.visible_to(AnonymousUser())
    found = MembershipFilter(QueryDict("region=south-alliance"), queryset=rows)
    assert [t.organization.name for t in found.qs] == ["City of Theirs"]


@pytest.mark.parametrize("seed", range(5))
def test_facets_count_what_choosing_them_would_show(world, seed):
    """Each facet counts as if its own choice were open; asked of the list itself, one by one."""
    dice = random.Random(seed)
    print("seed", seed)
    areas = [world.water, make.focus_area("Energy")]
    coalitions = [world.north, world.south]
    for n in range(25):
        kind = dice.choice(Organization.Kind.values)
        county = dice.choice([make.county(), make.county("48085", "Collin County", "TX")])
        member = make.organization(f"{kind} {n}", kind=kind, county=county)
        for area in dice.sample(areas, dice.randrange(3)):
            member.carried_focus_areas.create(focus_area=area)
        for which in dice.sample(coalitions, dice.randrange(3)):
            ends = dice.choice([None, None, datetime.date(2021, 1, 1)])
            make.membership(member, which, ends=ends, role=dice.choice(["member", "host"]))
    options = {f.name: [o.value for o in f.options] for f in members().facets()}
    for _ in range(6):
        chosen = QueryDict(mutable=True)
        for name in dice.sample(sorted(options), 2):
            chosen.setlist(name, dice.sample(options[name], min(2, len(options[name]))))
        for facet in members(chosen.urlencode()).facets():
            for option in facet.options:
                alone = chosen.copy()
                alone.setlist(facet.name, [option.value])
                assert option.count == members(alone.urlencode()).qs.count(), (
                    chosen,
                    facet.name,
                    option,
                )
