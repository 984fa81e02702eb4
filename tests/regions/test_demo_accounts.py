"""Demo accounts: for trying out, made once, and of no use where the software is in earnest."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from regions.models import Change, Directorship, Door
from tests import factories as make

pytestmark = pytest.mark.django_db

PASSWORD = "a demo password"


@pytest.fixture
def trying_out(settings):
    settings.DEBUG = True
    settings.NSCP_DEMO_PASSWORD = ""
    make.coalition("North Alliance")
    make.coalition("South Alliance")
    return settings


def run():
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue()


def test_national_staff_and_one_director_for_each_coalition(trying_out, client):
    trying_out.NSCP_DEMO_PASSWORD = PASSWORD
    said = run()
    terms = {(t.user.username, str(t.coalition), t.role) for t in Directorship.objects.current()}
    assert terms == {
        ("national", "None", "director"),
        ("director-north-alliance", "North Alliance", "director"),
        ("director-south-alliance", "South Alliance", "director"),
    }
    for username in ("national", "director-north-alliance", "director-south-alliance"):
        [line] = [line for line in said.splitlines() if username in line]
        assert PASSWORD in line
        assert client.login(username=username, password=PASSWORD)
        assert client.get("/admin/").status_code == 200
    assert {c.change_set.door for c in Change.objects.filter(type="regions.directorship")} == {
        Door.COMMAND
    }


def test_a_random_password_is_printed_once_and_kept(trying_out, client):
    [line] = [line for line in run().splitlines() if line.strip().startswith("national")]
    password = line.split()[1]
    assert client.login(username="national", password=password)
    make.coalition("Late Alliance")
    said = run()
    assert password not in said
    assert "password as it was" in said
    assert client.login(username="national", password=password)
    [late] = [line for line in said.splitlines() if "director-late-alliance" in line]
    assert client.login(username="director-late-alliance", password=late.split()[1])


def test_a_second_run_changes_nothing(trying_out):
    trying_out.NSCP_DEMO_PASSWORD = PASSWORD
    run()
    before = list(User.objects.values()), list(Directorship.objects.values())
    position = Change.objects.first().position
    assert PASSWORD in run()
    assert (list(User.objects.values()), list(Directorship.objects.values())) == before
    assert Change.objects.first().position == position


def test_another_chosen_password_replaces_the_one_before(trying_out, client):
    run()
    trying_out.NSCP_DEMO_PASSWORD = PASSWORD
    run()
    assert client.login(username="director-south-alliance", password=PASSWORD)


def test_there_are_none_without_debug(trying_out):
    trying_out.DEBUG = False
    with pytest.raises(CommandError, match="only while DEBUG is on"):
        run()
    assert not User.objects.exists()


def test_a_demo_account_is_no_use_without_debug(trying_out, client):
    """A database that was tried out holds accounts whose password everybody may know."""
    trying_out.NSCP_DEMO_PASSWORD = PASSWORD
    run()
    assert client.login(username="national", password=PASSWORD)
    trying_out.DEBUG = False
    assert client.get("/admin/").status_code == 302  # signed in before, and no longer
    assert not client.login(username="national", password=PASSWORD)
    make.person("nat", None, "director")
    assert client.login(username="nat", password="a long password")


def test_a_persons_account_is_not_taken(trying_out):
    make.person("national")
    with pytest.raises(CommandError, match="belongs to a person"):
        run()
    assert not Directorship.objects.exists()
