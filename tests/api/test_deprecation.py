"""Older names answer like their successors, and say which those are."""

import json
import uuid

import pytest
from django.test import RequestFactory
from django.urls import resolve
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from api.aliases import ALIASES, views_by_route
from api.deprecation import alias, headers_for, superseded_by
from api.views import Endpoint
from marketplace.purchases.models import Purchase
from tests.api.conftest import GUEST, Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product

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


SAMPLES = {"<uuid:id>": str(uuid.uuid4()), "<slug:category>": "mugs", "<slug:slug>": "mugs"}


def address_of(entry):
    path = f"/api/{entry.address}"
    for parameter, value in SAMPLES.items():
        path = path.replace(parameter, value)
    return path


@pytest.mark.parametrize("entry", ALIASES, ids=lambda entry: entry.address)
def test_each_older_address_is_reached_and_leads_to_its_successors_own_view(entry):
    for path in (address_of(entry), address_of(entry).rstrip("/")):
        view = resolve(path, "api.root").func
        assert view.__wrapped__ is views_by_route()[entry.route]


@pytest.mark.django_db
def test_a_key_of_a_checkout_holds_at_its_older_address_too(books):
    client, key = Api(), str(uuid.uuid4())
    added = client.post("/api/cart/add", {"product": make_product(books).uuid, "quantity": 2})
    client.cart = added.json()["token"]
    body = {**GUEST, "retailers": ["books"], "payment_method": "cash_on_delivery"}
    first = client.post("checkout/", body, idempotency_key=key)
    again = client.post("/api/checkout/", body, idempotency_key=key)

    assert first.status_code == 201, first.content
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Link"] == '</api/v1/checkout/>; rel="successor-version"'
    assert Purchase.objects.count() == 1


@pytest.mark.django_db
def test_where_the_successor_is_superseded_itself_the_newest_is_named(api):
    refused = api.post("/api/orders/", {})

    assert refused["Link"] == '</api/v1/checkout/>; rel="successor-version"'


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["auth/profile/", "customers/profile/"])
def test_an_older_address_below_auth_is_open_to_no_operator_without_a_second_factor(api, path):
    api.login(make_customer(is_superuser=True))

    assert_problem(api.get(path), status=403, code="second-factor-required")


@pytest.mark.django_db
def test_a_login_by_its_older_address_is_one(api):
    """An operator who must set up a second factor gets so far, and may log out again."""
    api.login(make_customer(is_superuser=True))

    assert api.post("/api/auth/logout/", {"refresh": api.refresh}).status_code in (200, 204)


def test_the_date_is_a_structured_field():
    assert headers_for("cart/")["Deprecation"].removeprefix("@").isdigit()
