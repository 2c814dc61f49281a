"""Older names answer like their successors, and say which those are."""

import json

from django.test import RequestFactory
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from api.deprecation import alias, headers_for, superseded_by
from api.views import Endpoint

SUCCESSOR = '</api/v1/things/7/>; rel="successor-version"'


class Thing(Endpoint):
    authentication_classes = ()

    def delete(self, request, id):  # noqa: A002
        return Response({"gone": id, "sent": request.data})

    @superseded_by("things/{id}/")
    @extend_schema(operation_id="things_replace")
    def put(self, request, id):  # noqa: A002
        return Response({"put": id})


def call(pattern, method, path):
    request = RequestFactory().generic(method, path, b'{"a": 1}', "application/json")
    found = pattern.resolve(path.lstrip("/"))
    return rendered(found.func(request, *found.args, **found.kwargs))


def rendered(response):
    return response.render() if hasattr(response, "render") else response


def older(**options):
    view = Thing.as_view()
    return alias("thing/<int:id>/clear/", view, name="x", successor="things/{id}/", **options)


def test_an_alias_passes_the_request_on_and_names_its_successor():
    response = call(older(methods={"POST": "DELETE"}), "POST", "/thing/7/clear")

    assert json.loads(response.content) == {"gone": 7, "sent": {"a": 1}}
    assert response["Deprecation"] == "@1795219200"
    assert response["Link"] == SUCCESSOR


def test_a_refusal_of_an_alias_names_it_too():
    response = call(older(), "PATCH", "/thing/7/clear/")

    assert (response.status_code, response["Link"]) == (405, SUCCESSOR)


def test_an_alias_is_not_seen_by_the_document_and_keeps_the_views_exemptions():
    assert not hasattr(older().callback, "cls")
    assert older().callback.csrf_exempt


def test_a_superseded_method_says_so():
    request = RequestFactory().put("/", b"{}", "application/json")
    response = Thing.as_view()(request, id=7).render()

    assert response["Link"] == SUCCESSOR
    assert Thing.put.is_superseded


def test_the_date_is_a_structured_field():
    assert headers_for("cart/")["Deprecation"].removeprefix("@").isdigit()
