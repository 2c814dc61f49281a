"""What all operations share: addresses, methods, parameters, problem documents."""

import pytest
from django.urls import reverse
from django.urls.resolvers import RoutePattern

from api.routes import EitherSlash
from tenants.registry.models import Retailer
from tests.api.conftest import Api, assert_problem


@pytest.mark.parametrize("path", ["/api/v1/cart", "/api/v1/cart/"])
def test_both_slash_forms_answer_without_redirect(api, path):
    assert api.get(path).status_code == 200


def test_a_post_without_the_slash_keeps_its_body(api):
    answer = api.post("/api/v1/auth/login", {"identifier": "nobody@mail.example", "password": "x"})

    assert_problem(answer, status=401, code="bad-credentials")


def test_the_canonical_address_ends_in_a_slash():
    assert reverse("cart-items", "api.root") == "/api/v1/cart/items/"


def test_what_begins_otherwise_is_not_compared_with_a_route(monkeypatch):
    """A request asks some thirty routes before its own."""
    route = EitherSlash("products/<uuid:id>/", name="product")
    monkeypatch.setattr(RoutePattern, "match", lambda pattern, path: (path, (), {}))

    assert [route.match(path) for path in ("cart/", "product", "")] == [None, None, None]
    assert route.match("products/x") == ("products/x/", (), {})


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nothing/", "/api/v2/products/", "/api/v1/cart/x/"]
)
def test_an_unknown_address_is_a_problem_document(api, path, method):
    assert_problem(getattr(api, method)(path), status=404, code="not-found")


def test_a_method_that_is_not_taken_names_those_that_are(api):
    answer = api.post("cart/", {})

    assert_problem(answer, status=405, code="method-not-allowed")
    assert answer.headers["Allow"] == "GET, DELETE, HEAD, OPTIONS"


def test_an_unknown_parameter_is_refused_by_name(api):
    answer = api.get("cart/?page=2&foo=1")

    assert_problem(
        answer,
        status=400,
        code="unknown-parameter",
        errors={"foo": ["There is no such parameter."], "page": ["There is no such parameter."]},
    )


def test_parameters_of_a_write_are_refused_too(api):
    assert_problem(api.delete("cart/?all=1"), status=400, code="unknown-parameter")


def test_a_body_that_is_no_json_is_refused(api):
    answer = api.client.post("/api/v1/cart/items/", "{nope", content_type="application/json")

    assert_problem(answer, status=400, code="malformed-request")


def test_a_body_of_another_type_is_refused(api):
    answer = api.client.post("/api/v1/cart/items/", "a=1", content_type="text/plain")

    assert_problem(answer, status=415, code="unsupported-media-type")


@pytest.mark.parametrize("body", [[], "text", 7])
def test_a_body_that_is_no_object_is_refused(api, body):
    answer = api.client.post("/api/v1/cart/items/", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["type"] in ("/problems/validation-error", "/problems/malformed-request")


def test_only_json_is_answered(api):
    assert_problem(api.get("cart/", accept="text/html"), status=406, code="not-acceptable")


@pytest.mark.parametrize("accept", ["", " ", ",", "application/json, "])
def test_a_header_that_accepts_nothing_is_as_absent(api, accept):
    assert api.get("cart/", accept=accept).status_code == 200
    assert api.get("/api/schema/", accept=accept).status_code == 200


def test_messages_are_next_to_their_fields(api):
    answer = api.post("cart/items/", {"product": "x", "quantity": 0})

    assert_problem(
        answer,
        status=400,
        code="validation-error",
        errors={
            "product": ["Must be a valid UUID."],
            "quantity": ["Ensure this value is greater than or equal to 1."],
        },
    )


def test_a_callers_trace_is_taken_up(api):
    trace = "0af7651916cd43dd8448eb211c80319c"
    answer = api.get("/api/v1/nothing/", traceparent=f"00-{trace}-b7ad6b7169203331-01")

    assert_problem(answer, status=404, code="not-found", trace_id=trace)


def test_a_fault_of_ours_is_a_problem_document_that_tells_nothing(db, monkeypatch):
    def fail(shopper):
        raise RuntimeError("the secret reason")

    monkeypatch.setattr("api.v1.cart.views.services.read_cart", fail)
    answer = Api(raise_request_exception=False).get("cart/")

    assert_problem(answer, status=500, code="server-error")
    assert b"secret" not in answer.content


def test_an_unknown_host_is_a_problem_document(db):
    assert_problem(Api(host="nobody.localhost").get("cart/"), status=404, code="unknown-host")


def test_a_suspended_shop_says_when_to_come_back(books, at):
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.SUSPENDED)
    answer = at(books).get("cart/")

    assert_problem(answer, status=503, code="shop-suspended")
    assert answer.headers["Retry-After"] == "3600"


def test_a_closed_shop_is_gone(books, at):
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.CLOSED)

    assert_problem(at(books).get("cart/"), status=410, code="shop-closed")


def test_answers_carry_the_trace_of_their_log_lines(api):
    assert len(api.get("cart/").headers["X-Trace-Id"]) == 32


def test_nothing_is_asked_of_the_database_for_a_guest_without_a_cart(api, statements):
    with statements() as seen:
        api.get("cart/")
    assert seen.data == []


def test_what_is_one_persons_stays_in_no_cache(api):
    for answer in (api.get("cart/"), api.get("orders/"), api.post("auth/login/", {})):
        assert answer.headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in api.get("products/").headers


@pytest.mark.parametrize("path", ["cart/", "orders/ab0a7d0e-4bd3-4ee6-9d3f-7b0a0a0f1d5c/invoice/"])
def test_options_are_told_by_a_header_alone(api, customer, path):
    """Where only a file is answered, too."""
    bearer = api.login(customer).access
    answer = api.client.options(f"/api/v1/{path}", headers={"authorization": f"Bearer {bearer}"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert "GET" in answer.headers["Allow"]
