"""Who sees, edits and manages which rows: asked of every scoped model."""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from members.models import Contact, Membership, Organization
from regions.models import Change, Directorship, Scoped
from tests import factories as make

SCOPED = [m for m in apps.get_models() if issubclass(m, Scoped)]
TODAY = timezone.localdate()


def labels(rows):
    return sorted(str(row) for row in rows)


def test_a_visitor_sees_what_is_public_and_edits_nothing(world):
    nobody = AnonymousUser()
    assert labels(Organization.objects.visible_to(nobody)) == ["City of Ours", "City of Theirs"]
    assert labels(Membership.objects.visible_to(nobody)) == [
        "City of Ours in North Alliance",
        "City of Theirs in South Alliance",
    ]
    assert labels(Contact.objects.visible_to(nobody)) == []
    assert labels(Change.objects.visible_to(nobody)) == []
    for model in SCOPED:
        assert not model.objects.editable_by(nobody).exists(), model
        assert not model.objects.manageable_by(nobody).exists(), model


@pytest.mark.parametrize(
    ("who", "sees", "edits", "manages"),
    [
        ("dana", 1, 1, 1),
        ("eli", 1, 1, 0),
        ("vera", 1, 0, 0),
        ("nat", 2, 2, 2),
    ],
)
def test_roles_reach_as_far_as_the_table_says(world, who, sees, edits, manages):
    person = getattr(world, who)
    counts = [
        rows.count()
        for rows in (
            Contact.objects.visible_to(person),
            Contact.objects.editable_by(person),
            Contact.objects.manageable_by(person),
        )
    ]
    assert counts == [sees, edits, manages]


def test_a_director_edits_the_own_region_in_every_model(world):
    """Whatever one may edit belongs to the own coalition: asked of each model that names one."""
    for model in SCOPED:
        if not model.scope_path:
            assert not model.objects.editable_by(world.dana).exists(), model
            continue
        foreign = model.objects.editable_by(world.dana).exclude(
            **{model.scope_path: world.north.pk}
        )
        assert list(foreign) == [], model


def test_every_model_of_ours_is_scoped():
    """A model that forgets its scope would be open to everybody who asks it."""
    internal = {"FeedPosition"}
    ours = [m for app in ("regions", "members") for m in apps.get_app_config(app).get_models()]
    assert {m.__name__ for m in ours if not issubclass(m, Scoped)} == internal


def test_rights_end_with_the_term(world):
    past = make.person("past", world.north, "director", ends=TODAY)
    last_day = make.person("last", world.north, "director", ends=TODAY + datetime.timedelta(days=1))
    future = make.person(
        "future", world.north, "director", starts=TODAY + datetime.timedelta(days=1)
    )
    assert [Organization.objects.editable_by(p).count() for p in (past, last_day, future)] == [
        0,
        1,
        0,
    ]


def test_an_inactive_account_sees_no_more_than_a_visitor(world):
    world.dana.is_active = False
    world.dana.save()
    assert not Organization.objects.editable_by(world.dana).exists()
    assert not Contact.objects.visible_to(world.dana).exists()


def test_the_people_of_an_archived_organization_are_private_again(world):
    make.contact(world.theirs, "Paula", is_public=True, consented_on=make.LONG_AGO)
    assert labels(Contact.objects.visible_to(AnonymousUser())) == ["Paula, City of Theirs"]
    world.theirs.archived_at = timezone.now()
    world.theirs.save()
    assert labels(Contact.objects.visible_to(AnonymousUser())) == []


def test_a_superuser_is_national(world):
    boss = User.objects.create_superuser("boss")
    assert Organization.objects.editable_by(boss).count() == 3


def test_two_terms_do_not_double_a_row(world):
    Directorship.objects.create(
        user=world.dana, coalition=world.south, role="editor", starts=make.LONG_AGO
    )
    assert labels(Organization.objects.editable_by(world.dana)) == [
        "City of Ours",
        "City of Theirs",
        "Hidden Company",
    ]


def test_a_row_without_a_coalition_is_national(world):
    orphan = make.organization("Orphan", kind="company")
    assert not Organization.objects.editable_by(world.dana).contains(orphan)
    assert Organization.objects.editable_by(world.nat).contains(orphan)


def test_a_director_invites_editors_but_makes_no_director(world):
    editable = Directorship.objects.editable_by(world.dana)
    assert labels(editable) == ["eli, editor of North Alliance", "vera, viewer of North Alliance"]
    assert editable.filter(Q(role="director")).count() == 0


def test_guard_refuses_a_row_that_left(world):
    world.ours.steward = world.south
    world.ours.save()
    with pytest.raises(PermissionDenied):
        Organization.objects.guard(world.dana, world.ours)
    Organization.objects.guard(world.sam, world.ours)
