"""Public pages are kept by their tag; what is private or sets a cookie is not."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_page_that_did_not_change_is_answered_without_its_view(
    world, client, django_assert_num_queries
):
    first = client.get("/regions/")
    assert first["Cache-Control"] == "public, max-age=60"
    with django_assert_num_queries(1):
        again = client.get("/regions/", headers={"if-none-match": f"W/{first['ETag']}"})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_a_change_renews_every_tag(world, client):
    tag = client.get("/regions/")["ETag"]
    world.ours.name = "City of Ours Renamed"
    world.ours.save()
    assert client.get("/regions/", headers={"if-none-match": tag}).status_code == 200


def test_another_query_has_another_tag(world, client):
    assert client.get("/members/")["ETag"] != client.get("/members/?kind=company")["ETag"]


def test_who_is_signed_in_gets_nothing_kept(world, client):
    client.force_login(world.dana)
    answer = client.get("/regions/")
    assert "ETag" not in answer
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", ["/join/", "/nowhere/", "/healthz"])
def test_forms_errors_and_health_are_not_kept(world, client, path):
    assert "public" not in client.get(path).get("Cache-Control", "")


def test_the_rows_alone_and_a_page_restored_from_history_have_tags_of_their_own(world, client):
    """A browser that holds the rows asks for the page with their tag."""
    restore = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    sent = [{}, {"HX-Request": "true"}, restore]
    answers = [client.get("/members/", headers=headers) for headers in sent]
    assert len({answer["ETag"] for answer in answers}) == 3
    assert ["<h1" in answer.text for answer in answers] == [True, False, True]


def test_a_redirect_is_not_kept_for_ever(world, client):
    world.ours.aliases.create(name="old-ours", kind="former_slug")
    answer = client.get("/members/old-ours/")
    assert (answer.status_code, answer["Cache-Control"]) == (301, "public, max-age=60")
