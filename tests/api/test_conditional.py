"""ETags on reads, and changes that must name what they change (RFC 9110, section 13)."""

import json

import pytest
from django.db import connection
from django.test import RequestFactory
from rest_framework.response import Response

from api.conditional import if_match
from api.views import Endpoint
from tests.factories.goods import make_product
from tests.requests.test_entity_tags import FORMS_BEHIND_A_PROXY

READS = ["products/", "categories/", "brands/", "retailers/", "retailers/books/", "cart/"]


@pytest.mark.parametrize("path", READS)
def test_a_read_has_a_tag_and_asked_with_it_no_body(api, books, path):
    first = api.get(path)
    tag = first.headers["ETag"]
    again = api.get(path, if_none_match=tag)

    assert tag.startswith('"')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "Content-Type" not in again.headers
    assert again.headers.get("Cache-Control") == first.headers.get("Cache-Control")


@pytest.mark.parametrize("known", ["*", 'W/TAG, "x"', '"x", TAG'])
def test_any_form_of_the_tag_is_known(api, books, known):
    tag = api.get("retailers/").headers["ETag"]

    assert api.get("retailers/", if_none_match=known.replace("TAG", tag)).status_code == 304


def test_another_tag_gets_the_body(api, books):
    answer = api.get("retailers/", if_none_match='"another"')

    assert answer.status_code == 200
    assert answer.json()["results"]


def test_the_tag_follows_the_content(api, books):
    path = f"products/{make_product(books).uuid}/"
    before = api.get(path).headers["ETag"]
    assert api.get(path).headers["ETag"] == before
    make_product(books)
    assert api.get(path).headers["ETag"] == before
    assert api.get("products/").headers["ETag"] != before


def test_a_read_that_names_another_state_is_refused(api, books):
    answer = api.get("retailers/", if_match='"another"')

    assert answer.status_code == 412
    assert answer.json()["type"] == "/problems/precondition-failed"
    assert api.get("retailers/", if_match="*").status_code == 200


def test_refusals_have_no_tag(api):
    assert "ETag" not in api.get("retailers/nobody/").headers


class Thing(Endpoint):
    """What a view with changes looks like."""

    authentication_classes = ()
    state = {"name": "old"}

    def get(self, request, id):  # noqa: A002
        return Response(self.state)

    @if_match
    def patch(self, request, id):  # noqa: A002
        with connection.cursor() as cursor:  # the check and the change are one transaction
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            assert cursor.fetchone()[0] >= 1
        Thing.state = request.data
        return Response(self.state)

    @if_match
    def delete(self, request, id):  # noqa: A002
        return Response(status=204)


@pytest.fixture
def call(db, monkeypatch):
    monkeypatch.setattr(Thing, "state", {"name": "old"})

    def send(method, **headers):
        made = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = json.dumps({"name": "new"})
        request = RequestFactory().generic(method, "/", body, "application/json", **made)
        response = Thing.as_view()(request, id=7)
        return response.render() if hasattr(response, "render") else response

    return send


def problem_of(response):
    return json.loads(response.content)["type"]


def test_a_change_without_the_tag_is_refused(call):
    for method in ("PATCH", "DELETE"):
        response = call(method)
        assert (response.status_code, problem_of(response)) == (
            428,
            "/problems/precondition-required",
        )
    assert Thing.state == {"name": "old"}


def test_a_change_with_an_old_tag_is_refused_and_changes_nothing(call):
    response = call("PATCH", if_match='"old"')

    assert (response.status_code, problem_of(response)) == (412, "/problems/precondition-failed")
    assert Thing.state == {"name": "old"}


def test_a_change_with_the_present_tag_is_made_once_and_answers_the_next_tag(call):
    tag = call("GET")["ETag"]
    changed = call("PATCH", if_match=tag)

    assert (changed.status_code, Thing.state) == (200, {"name": "new"})
    assert changed["ETag"] == call("GET")["ETag"] != tag
    assert call("PATCH", if_match=tag).status_code == 412


@pytest.mark.parametrize("form", FORMS_BEHIND_A_PROXY)
def test_a_change_is_made_with_the_tag_as_a_compressing_proxy_left_it(call, form):
    mark = form.replace("TAG", call("GET")["ETag"].strip('"'))

    assert call("PATCH", if_match=mark).status_code == 200
    assert (call("PATCH", if_match=mark).status_code, Thing.state) == (412, {"name": "new"})


@pytest.mark.parametrize("form", FORMS_BEHIND_A_PROXY)
def test_a_read_is_known_by_the_tag_as_a_compressing_proxy_left_it(api, books, form):
    mark = form.replace("TAG", api.get("retailers/").headers["ETag"].strip('"'))

    assert api.get("retailers/", if_none_match=mark).status_code == 304
    assert api.get("retailers/", if_match=mark).status_code == 200


def test_whoever_wants_to_overwrite_says_so(call):
    assert call("DELETE", if_match="*").status_code == 204
