"""Several writers at once: no overlapping terms, no gap and no repeat in the order of changes."""

import datetime
import json
import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from members.models import Membership, Organization
from regions.models import Change, Coalition, FeedPosition, recording
from tests import factories as make

WRITERS = 6


def together(*acts):
    """Run the acts at one moment, each on a connection of its own; return what came of it."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            start.wait(timeout=20)
            outcomes[number] = act()
        except (ValidationError, IntegrityError) as refused:
            outcomes[number] = type(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_of_writers_that_overlap_one_wins():
    which, member = make.coalition(), make.organization()

    def join(number):
        starts = datetime.date(2020, 1, 1 + number)
        return lambda: (
            Membership.objects.create(organization=member, coalition=which, starts=starts).pk
        )

    outcomes = together(*(join(number) for number in range(WRITERS)))
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_writers_of_one_record_all_stand_in_its_document():
    member = make.organization()

    def add(number):
        value = f"d{number}.example"
        return lambda: member.identifiers.create(scheme="domain", value=value).value

    added = together(*(add(number) for number in range(WRITERS)))
    document = json.loads(Organization.objects.get(pk=member.pk).document)
    assert [each["value"] for each in document["identifiers"]] == sorted(added)
    assert document["version"] == 1 + WRITERS


@pytest.mark.django_db(transaction=True)
def test_positions_are_the_order_of_commits_without_gaps():  # noqa: C901  one story
    """A reader that polls never meets a position below one that it has already seen."""
    make.coalition()
    start, seen, done = FeedPosition.current(), [], threading.Event()

    def write(number):
        def act():
            for turn in range(5):
                try:
                    with recording():
                        make.organization(f"Company {number} {turn}", kind="company")
                        if turn == 2:
                            raise KeyError  # a writer that fails leaves no hole
                except KeyError:
                    pass
            return number

        return act

    def read():
        while True:
            last = done.is_set()
            known = set(seen)
            for position in Change.objects.order_by("position").values_list("position", flat=True):
                if position not in known:
                    assert not seen or position > seen[-1], (position, seen[-1])
                    seen.append(position)
            if last:
                connection.close()
                return

    problems = []

    def guarded():
        try:
            read()
        except AssertionError as problem:
            problems.append(problem)

    reader = threading.Thread(target=guarded)
    reader.start()
    assert together(*(write(number) for number in range(WRITERS))) == list(range(WRITERS))
    done.set()
    reader.join(timeout=60)
    assert problems == []
    assert seen[-WRITERS * 4 :] == list(range(start + 1, start + 1 + WRITERS * 4))
    assert FeedPosition.current() == start + WRITERS * 4


@pytest.mark.django_db(transaction=True)
def test_who_holds_the_position_keeps_other_writers_waiting():
    """A load reads first what staff has edited; nobody edits behind its back."""
    make.coalition()
    written = threading.Event()

    def write():
        make.organization("Later", kind="company")
        written.set()
        connection.close()

    writer = threading.Thread(target=write)
    with transaction.atomic():
        FeedPosition.hold()
        writer.start()
        assert not written.wait(timeout=1)
    writer.join(timeout=60)
    assert Organization.objects.get().name == "Later"


@pytest.mark.django_db(transaction=True)
def test_a_failed_statement_inside_leaves_the_rest_usable():
    which = make.coalition()
    with recording():
        make.organization("Kept", kind="company")
        with pytest.raises(IntegrityError), transaction.atomic():
            Organization(name="X", slug="kept", kind="company").save()
        make.serves(which, make.county())
    assert Organization.objects.count() == 1
    assert Coalition.objects.get().document.count("Adams County") == 1


@pytest.mark.django_db(transaction=True)
def test_who_renders_a_record_holds_up_nobody_who_refers_to_it(monkeypatch):
    """Foreign keys are checked at the commit, which already holds the last position.

    Were the record locked whole by a writer that waits for a position, neither could go on.
    """
    which = make.coalition()
    taken, take = threading.Event(), FeedPosition.take
    renders = threading.local()

    def in_the_worst_order(count):
        if hasattr(renders, "last"):
            taken.wait(timeout=1)  # on SQLite the other has not begun
            return take(count)
        first = take(count)
        taken.set()
        time.sleep(0.3)
        return first

    def rename():
        renders.last = True
        return which.aliases.create(name="Another").pk

    monkeypatch.setattr(FeedPosition, "take", in_the_worst_order)
    outcomes = together(rename, lambda: make.organization(steward=which).pk)
    assert [type(outcome) for outcome in outcomes] == [int, int]
