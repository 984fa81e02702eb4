"""One representation: what is stored is what rendering anew would give."""

import io
import json

import pytest
from django.core.management import call_command
from django.db.models import QuerySet

from members.models import Membership, Organization
from regions.models import Change
from regions.models.documents import differs, registered, type_of

pytestmark = pytest.mark.django_db


def rebuilt():
    out = io.StringIO()
    call_command("rebuild_documents", stdout=out)
    return out.getvalue().splitlines()


def test_stored_documents_are_fresh(world):
    assert [(m, r) for m in registered() for r in type_of(m).rows() if differs(r)] == []
    assert rebuilt() == [
        "focus_area: 1 documents, 0 differed.",
        "region: 2 documents, 0 differed.",
        "place: 0 documents, 0 differed.",
        "member: 3 documents, 0 differed.",
        "membership: 3 documents, 0 differed.",
    ]


def test_a_rebuild_mends_a_document_and_leaves_version_and_log(world):
    rows = QuerySet(Organization).filter(pk=world.ours.pk)
    fine = rows.get()
    rows.update(document="{}", search_text="")
    changes = Change.objects.count()
    assert "member: 3 documents, 1 differed." in rebuilt()
    mended = rows.get()
    assert (mended.document, mended.search_text, mended.version) == (
        fine.document,
        fine.search_text,
        fine.version,
    )
    assert Change.objects.count() == changes


def test_a_document_holds_nothing_private_and_nothing_of_the_day(world):
    world.ours.notes = "secret note"
    world.ours.save()
    document = Organization.objects.get(pk=world.ours.pk).document
    for private in ("secret note", "Olive Ours", "olive-ours@example.org", "555 0100", "current"):
        assert private not in document


def test_a_document_names_others_by_id_and_slug(world):
    term = json.loads(Membership.objects.get(pk=world.our_term.pk).document)
    assert term["organization"] == {"id": world.ours.public_id, "slug": "city-of-ours"}
    assert term["coalition"] == {"id": world.north.public_id, "slug": "north-alliance"}
