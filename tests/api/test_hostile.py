"""Nothing that a client can send makes a fault of ours."""

import uuid
from urllib.parse import quote

import pytest

from tests.api.conftest import Api, assert_problem
from tests.factories.goods import make_product

NASTY = [
    None,
    "",
    "\x00",
    "a\x00b",
    "\ud800",
    "x" * 5000,
    "' OR 1=1 --",
    "{{7*7}}",
    -1,
    2**31,
    2**63,
    10**400,
    1e308,
    True,
    [],
    {},
    [[[[]]]],
    {"a": {"b": None}},
    "٣",
    "é" * 300,
]
FIELDS = {
    "auth/register/": {"email": "a@mail.example", "password": "a long enough password"}
    | dict.fromkeys(["phone", "first_name", "last_name"], ""),
    "auth/login/": {"identifier": "a@mail.example", "password": "x"},
    "auth/refresh/": {"refresh": "x"},
    "auth/logout/": {"refresh": "x"},
    "cart/items/": {"product": str(uuid.uuid4()), "quantity": 1},
    "checkout/": {
        "retailers": ["books"],
        "email": "a@mail.example",
        "shipping_address": {},
        "fulfilment": {},
        "payment_method": "cash_on_delivery",
    },
}
QUERIES = {
    "products/": [
        "search",
        "category",
        "brand",
        "price_min",
        "price_max",
        "in_stock",
        "retailer",
        "ordering",
        "cursor",
        "page_size",
    ],
    "search/": ["search", "cursor"],
    "brands/": ["search", "cursor", "page_size"],
    "retailers/": ["search", "cursor", "page_size"],
}


@pytest.fixture
def shopper(books):
    api = Api(raise_request_exception=False)
    api.add(make_product(books, stock=None))
    return api


def refused_or_answered(answer):
    assert answer.status_code < 500, answer.content
    return True


@pytest.mark.parametrize("path", FIELDS)
def test_bodies(shopper, path, settings):
    settings.API_THROTTLES = dict.fromkeys(settings.API_THROTTLES, (10000, 900))
    for field in FIELDS[path]:
        for value in NASTY:
            body = FIELDS[path] | {field: value}
            assert refused_or_answered(shopper.post(path, body, idempotency_key=str(uuid.uuid4())))


@pytest.mark.parametrize("field", ["first_name", "city", "country", "postcode", "phone_number"])
def test_addresses(shopper, books, field):
    address = dict.fromkeys(["first_name", "last_name", "line1", "city", "postcode"], "x")
    for value in NASTY:
        body = {
            "email": "a@mail.example",
            "shipping_address": address | {"country": "DE"} | {field: value},
        }
        answer = shopper.post("checkout/", body, idempotency_key=str(uuid.uuid4()))
        assert refused_or_answered(answer)
        if answer.status_code == 201:
            shopper.add(make_product(books))


def test_quantities(shopper):
    item = shopper.get("cart/").json()["groups"][0]["items"][0]["id"]
    for value in NASTY:
        assert refused_or_answered(shopper.patch(f"cart/items/{item}/", {"quantity": value}))
        assert refused_or_answered(shopper.patch("cart/groups/books/", {"fulfilment": value}))


@pytest.mark.parametrize("path", QUERIES)
def test_parameters(shopper, path):
    for name in QUERIES[path]:
        for value in [
            "\x00",
            "x" * 5000,
            "-1",
            "9" * 400,
            "٣",
            "NaN",
            "1e999",
            "%",
            "'",
            "\\",
            "é",
        ]:
            assert refused_or_answered(shopper.get(f"{path}?{name}={quote(value)}"))
        assert refused_or_answered(shopper.get(f"{path}?{name}=%ff%fe&{name}="))


@pytest.mark.parametrize("header", ["authorization", "x-cart-token", "x-order-token"])
def test_headers(shopper, header):
    for value in ["", "Bearer", "Bearer  ", "\xff\xfe", "x" * 5000, "a:b:c", "é"]:
        for path in ("cart/", "orders/"):
            assert refused_or_answered(shopper.get(path, **{header.replace("-", "_"): value}))


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"[" * 100_000, b'{"a":' * 5000, b"null", b"", b"NaN"]
)
def test_bodies_that_are_no_json(shopper, body):
    for path in FIELDS:
        answer = shopper.client.post(
            f"/api/v1/{path}",
            body,
            content_type="application/json",
            headers={"idempotency-key": "k"},
        )
        assert refused_or_answered(answer)
        assert answer.status_code in (400, 401, 422)


@pytest.mark.parametrize("path", ["products/%00/", "categories/%00/", "retailers/..%2f/", "%ff/"])
def test_paths(shopper, path):
    assert refused_or_answered(shopper.get(path))


def test_a_body_may_be_large_but_not_too_large(shopper):
    answer = shopper.post("auth/login/", {"identifier": "x" * 1_100_000, "password": "x"})

    assert_problem(answer, status=413, code="body-too-large")
