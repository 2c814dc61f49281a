"""django-oscar-api's doors: they lead through our services, and no other door is open."""

from decimal import Decimal

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order
from tenants.shop.partner.services import set_price
from tests.api.conftest import assert_problem
from tests.api.test_checkout import allocated
from tests.factories.goods import make_product

BASE = "http://books.localhost/api/v1/oscar/"
ADDRESS = {
    "title": "Mr",
    "first_name": "Henk",
    "last_name": "Van den Heuvel",
    "line1": "Roemerlaan 44",
    "line2": "",
    "line3": "",
    "line4": "Kroekingen",
    "notes": "",
    "phone_number": "+31 26 370 4887",
    "postcode": "7777KK",
    "state": "Gerendrecht",
    "country": f"{BASE}countries/NL/",
}


@pytest.fixture
def novel(books):
    return make_product(books, title="A Novel", price="12.50", stock=5)


@pytest.fixture
def door(at, books):
    return at(books)


def put(door, product, quantity=1):
    body = {"url": f"{BASE}products/{product.uuid}/", "quantity": quantity}
    answer = door.post("oscar/basket/add-product/", body)
    if answer.status_code == 200:
        door.cart = answer.headers["X-Cart-Token"]
    return answer


def check_out(door, **change):
    body = {
        "basket": f"{BASE}basket/",
        "guest_email": "henk@mail.example",
        "shipping_address": ADDRESS,
    }
    return door.post("oscar/checkout/", body | change)


def test_a_basket_is_filled_in_its_own_words(door, novel):
    answer = put(door, novel, 2)

    assert answer.status_code == 200
    assert answer.json() == {
        "id": "mine",
        "owner": None,
        "status": "Open",
        "url": f"{BASE}basket/",
        "lines": f"{BASE}basket/lines/",
        "currency": "EUR",
        "is_tax_known": True,
        "offer_discounts": [],
        "voucher_discounts": [],
        "total_excl_tax": "25.00",
        "total_excl_tax_excl_discounts": "25.00",
        "total_incl_tax": "25.00",
        "total_incl_tax_excl_discounts": "25.00",
        "total_tax": "0.00",
    }
    assert door.get("oscar/basket/").json() == answer.json()
    (line,) = door.get("oscar/basket/lines/").json()
    assert (line["product"], line["quantity"]) == (f"{BASE}products/{novel.uuid}/", 2)
    assert line["price_incl_tax"] == "25.00"


def test_a_line_is_changed_and_removed(door, novel):
    put(door, novel)
    (line,) = door.get("oscar/basket/lines/").json()
    path = line["url"].removeprefix("http://books.localhost")

    assert door.patch(path, {"quantity": 3}).json()["total_incl_tax"] == "37.50"
    assert_problem(door.patch(path, {"quantity": 6}), status=409, code="not-enough-stock")
    assert door.delete(path).status_code == 204
    assert door.get("oscar/basket/lines/").json() == []


@pytest.mark.parametrize("url", ["", "x", f"{BASE}products/17/", "javascript:alert(1)"])
def test_a_product_is_named_by_its_address(door, url):
    answer = door.post("oscar/basket/add-product/", {"url": url, "quantity": 1})

    assert_problem(answer, status=400, code="validation-error")


def test_shipping_methods_are_the_shops(door, novel):
    put(door, novel)
    methods = door.get("oscar/basket/shipping-methods/").json()

    assert [(method["code"], method["price"]["incl_tax"]) for method in methods] == [
        ("delivery", "0.00"),
        ("pickup", "0.00"),
    ]


def test_its_checkout_places_one_purchase_through_our_services(door, novel, books):
    put(door, novel, 2)
    answer = check_out(door, total="25.00")

    assert answer.status_code == 200
    order = RetailerOrder.objects.get()
    body = answer.json()
    assert body["number"] == order.number
    assert body["url"] == f"{BASE}orders/{order.uuid}/"
    assert (body["total_incl_tax"], body["currency"]) == ("25.00", "EUR")
    assert (body["status"], body["email"]) == ("pending", "henk@mail.example")
    assert body["shipping_address"]["city"] == "Kroekingen"
    assert body["shipping_address"]["country"] == "NL"
    assert Purchase.objects.count() == 1
    assert allocated(novel, books) == 2
    with use_retailer(books):
        assert Order.objects.get().uuid == order.uuid
    door.order = body["order_token"]
    assert door.post(f"orders/{order.uuid}/cancel/").status_code == 200
    assert allocated(novel, books) == 0


def test_pickup_needs_no_address(door, novel):
    put(door, novel)
    answer = check_out(door, shipping_method_code="pickup", shipping_address={})

    assert (answer.status_code, answer.json()["shipping_code"]) == (200, "pickup")


def test_a_second_submit_finds_an_empty_basket(door, novel):
    put(door, novel)

    assert check_out(door).status_code == 200
    assert_problem(check_out(door), status=422, code="empty-cart")
    assert Purchase.objects.count() == 1


def test_with_a_key_the_repeat_gets_the_same_answer(door, novel):
    put(door, novel)
    body = {
        "basket": f"{BASE}basket/",
        "guest_email": "a@mail.example",
        "shipping_address": ADDRESS,
    }
    first, again = (door.post("oscar/checkout/", body, idempotency_key="k") for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Purchase.objects.count() == 1


def test_a_risen_price_is_told_and_taken_when_asked_again(door, novel, books):
    put(door, novel)
    with use_retailer(books):
        set_price(product=novel, price=Decimal("13.00"))
    body = {
        "basket": f"{BASE}basket/",
        "guest_email": "a@mail.example",
        "shipping_address": ADDRESS,
    }

    for _ in range(2):
        answer = door.post("oscar/checkout/", body, idempotency_key="k")
        (change,) = assert_problem(answer, status=409, code="cart-changed")["changes"]
        assert change["now"] == {"amount": "13.00", "currency": "EUR"}
    assert not Purchase.objects.exists()
    assert door.post("oscar/checkout/", body).status_code == 200
    assert Purchase.objects.get().total == Decimal("13.00")


def test_without_a_key_a_risen_price_is_told_once(door, novel, books):
    put(door, novel)
    with use_retailer(books):
        set_price(product=novel, price=Decimal("13.00"))

    assert_problem(check_out(door), status=409, code="cart-changed")
    assert not Purchase.objects.exists()
    assert check_out(door).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"basket": f"{BASE}baskets/1/"}, 403, "not-allowed"),
        ({"total": "1.00"}, 409, "total-differs"),
        ({"guest_email": ""}, 422, "email-needed"),
        ({"shipping_address": ADDRESS | {"line4": ""}}, 422, "address-needed"),
        ({"shipping_method_code": "free"}, 400, "validation-error"),
    ],
)
def test_what_its_checkout_refuses(door, novel, books, change, status, code):
    put(door, novel)
    before = door.get("oscar/basket/").json()

    assert_problem(check_out(door, **change), status=status, code=code)
    assert not Purchase.objects.exists()
    assert allocated(novel, books) == 0
    assert door.get("oscar/basket/").json() == before


@pytest.mark.parametrize("path", ["basket/", "basket/lines/", "basket/shipping-methods/"])
def test_the_marketplaces_host_has_no_such_door(api, path):
    assert_problem(api.get(f"oscar/{path}"), status=404, code="not-found")


CLOSED = [
    "",
    "baskets/",
    "baskets/1/",
    "lines/",
    "orders/1/",
    "ranges/",
    "partners/",
    "stockrecords/1/",
    "users/1/",
    "useraddresses/",
    "admin/products/",
    "admin/orders/",
    "admin/categories-bulk/",
]


@pytest.mark.parametrize("path", CLOSED)
def test_doors_that_are_closed(door, path):
    for answer in (door.get(f"oscar/{path}"), door.post(f"oscar/{path}", {})):
        assert_problem(answer, status=404, code="not-found")


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            callback = pattern.callback
            yield getattr(callback, "cls", getattr(callback, "view_class", callback))


@pytest.mark.parametrize("urlconf", ["marketplace.urls.market", "marketplace.urls.retailer"])
def test_no_view_of_django_oscar_api_is_routed_anywhere(urlconf):
    found = {view.__module__ for view in views(get_resolver(urlconf).url_patterns)}

    assert "api.v1.checkout.views" in found
    assert not {module for module in found if module.startswith("oscarapi")}
