"""Checkout over REST: one purchase over many shops, once per key, all or nothing."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from marketplace.cart.models import CartLine
from marketplace.payments.models import Allocation, Payment
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.requests.models import IdempotencyKey
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.services import archive_product
from tenants.shop.order.models import Order
from tenants.shop.partner.models import StockRecord
from tenants.shop.partner.services import set_price, set_stock
from tests.api.conftest import GUEST, Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.factories.shops import get_shop

EUR = {"currency": "EUR"}


def allocated(product, retailer):
    with use_retailer(retailer):
        return StockRecord.objects.get(product__uuid=product.uuid).num_allocated or 0


def assert_nothing_placed(*pairs):
    """Neither in public nor in any shop; `pairs` are (product, retailer)."""
    assert not Purchase.objects.exists()
    assert not RetailerOrder.objects.exists()
    assert not Payment.objects.exists()
    assert not IdempotencyKey.objects.exclude(status=409).exists()
    for retailer in Retailer.objects.active():
        with use_retailer(retailer):
            assert not Order.objects.exists()
    for product, retailer in pairs:
        assert allocated(product, retailer) == 0


@pytest.fixture
def novel(books):
    return make_product(books, title="A Novel", price="12.50", stock=5)


@pytest.fixture
def beans(coffee):
    return make_product(coffee, title="Beans", price="8.00", stock=50)


@pytest.fixture
def full(api, novel, beans):
    """A guest with two novels and three bags of beans."""
    api.add(novel, 2)
    api.add(beans, 3)
    return api


def test_one_purchase_with_an_order_per_shop(full, novel, beans, books, coffee):
    answer = full.check_out()

    assert answer.status_code == 201
    body = answer.json()
    purchase = Purchase.objects.get()
    beans_order, novel_order = RetailerOrder.objects.order_by("retailer__name")
    assert body == {
        "id": str(purchase.uuid),
        "orders": [
            {
                "id": str(order.uuid),
                "number": order.number,
                "retailer": {"slug": retailer.slug, "name": retailer.name, "url": retailer.url},
                "status": "pending",
                "fulfilment": "delivery",
                "payable": {"amount": total, **EUR},
                "delivery_fee": {"amount": "0.00", **EUR},
                "discount": {"amount": "0.00", **EUR},
            }
            for order, retailer, total in (
                (beans_order, coffee, "24.00"),
                (novel_order, books, "25.00"),
            )
        ],
        "totals": [{"amount": "49.00", **EUR}],
        "payment_status": "cod_due",
        "payment_method": "cash_on_delivery",
        "payment": {
            "id": str(purchase.payment.uuid),
            "status": "cod_due",
            "method": "cash_on_delivery",
            "amount": {"amount": "49.00", **EUR},
            "client_secret": None,
            "next_action": None,
        },
        "order_token": body["order_token"],
    }
    assert novel_order.number.startswith("BOOKS-")
    assert (allocated(novel, books), allocated(beans, coffee)) == (2, 3)
    assert Payment.objects.get().money == purchase.money
    assert sum(share.amount_minor for share in Allocation.objects.all()) == 4900
    assert not CartLine.objects.exists()
    assert full.get("cart/").json()["groups"] == []


def test_a_customer_gets_no_order_token_and_uses_her_own_address(novel, customer):
    api = Api().login(customer)
    api.add(novel)
    answer = api.check_out(email="someone.else@mail.example")

    assert answer.status_code == 201
    assert answer.json()["order_token"] is None
    purchase = Purchase.objects.get()
    assert (purchase.user, purchase.email) == (customer, customer.email)


def test_only_the_named_groups_are_bought(full, novel, books):
    answer = full.check_out(retailers=["coffee"])

    assert [order["retailer"]["slug"] for order in answer.json()["orders"]] == ["coffee"]
    (group,) = full.get("cart/").json()["groups"]
    assert group["retailer"]["slug"] == "books"
    assert allocated(novel, books) == 0


def test_pickup_needs_no_address(full, books):
    answer = full.check_out(
        retailers=["books"], fulfilment={"books": "pickup"}, shipping_address=None
    )
    assert answer.status_code == 201
    assert answer.json()["orders"][0]["fulfilment"] == "pickup"
    assert Purchase.objects.get().shipping_address is None


def test_the_delivery_fee_is_added_below_the_free_limit(api, books, novel):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee="4.90", free_delivery_over="25.00")
    api.add(novel, 1)
    assert api.check_out().json()["totals"] == [{"amount": "17.40", **EUR}]
    api.add(novel, 2)
    assert api.check_out().json()["totals"] == [{"amount": "25.00", **EUR}]


@pytest.mark.parametrize(
    ("change", "status", "code", "fields"),
    [
        ({"email": ""}, 422, "email-needed", ["email"]),
        ({"email": "nobody"}, 400, "validation-error", ["email"]),
        ({"shipping_address": None}, 422, "address-needed", None),
        (
            {"shipping_address": ADDRESS | {"city": " "}},
            422,
            "address-needed",
            ["shipping_address.city"],
        ),
        (
            {"shipping_address": ADDRESS | {"country": "XX"}},
            422,
            "address-needed",
            ["shipping_address.country"],
        ),
        (
            {"shipping_address": ADDRESS | {"postcode": "9" * 21}},
            422,
            "address-needed",
            ["shipping_address.postcode"],
        ),
        (
            {"shipping_address": ADDRESS | {"phone_number": "1" * 21}},
            422,
            "address-needed",
            ["shipping_address.phone_number"],
        ),
        ({"retailers": ["nobody"]}, 422, "unknown-retailer", None),
        ({"retailers": []}, 422, "empty-cart", None),
        ({"payment_method": "barter"}, 422, "invalid", ["payment_method"]),
        ({"fulfilment": {"books": "drone"}}, 400, "validation-error", ["fulfilment.books"]),
    ],
)
def test_what_cannot_be_placed(full, novel, beans, books, coffee, change, status, code, fields):
    before = full.get("cart/").json()
    document = assert_problem(full.check_out(**change), status=status, code=code)

    if fields:
        assert list(document["errors"]) == fields
    assert full.get("cart/").json() == before
    assert_nothing_placed((novel, books), (beans, coffee))


def test_an_empty_cart_cannot_be_placed(api):
    assert_problem(api.check_out(), status=422, code="empty-cart")
    assert_nothing_placed()


def test_two_currencies_are_refused_by_name(full, tea):
    full.add(make_product(tea, price="1200"))
    document = assert_problem(full.check_out(), status=409, code="mixed-currencies")

    assert document["groups"] == {"EUR": ["books", "coffee"], "JPY": ["tea"]}
    assert_nothing_placed()
    assert full.check_out(retailers=["tea"]).json()["totals"] == [
        {"amount": "1200", "currency": "JPY"}
    ]


def change_of(api, title):
    items = [item for group in api.get("cart/").json()["groups"] for item in group["items"]]
    return next(item["id"] for item in items if item["title"] == title)


def test_a_risen_price_is_told_and_taken_when_asked_again_with_a_new_key(
    full, novel, beans, books, coffee
):
    item = change_of(full, "A Novel")
    with use_retailer(books):
        set_price(product=novel, price=Decimal("13.00"))
    key = str(uuid.uuid4())
    document = assert_problem(full.check_out(key=key), status=409, code="cart-changed")

    (change,) = document["changes"]
    assert (change["retailer"], change["item"], change["kind"]) == ("books", item, "price_rose")
    assert change["was"] == {"amount": "12.50", **EUR}
    assert change["now"] == {"amount": "13.00", **EUR}
    assert_nothing_placed((novel, books), (beans, coffee))
    repeated = assert_problem(full.check_out(key=key), status=409, code="cart-changed")
    assert repeated["changes"] == [change]
    assert_nothing_placed((novel, books), (beans, coffee))
    again = full.check_out()
    assert again.status_code == 201
    assert again.json()["totals"] == [{"amount": "50.00", **EUR}]


def test_a_dropped_price_is_passed_on(full, novel, books):
    with use_retailer(books):
        set_price(product=novel, price=Decimal("10.00"))
    assert full.check_out().json()["totals"] == [{"amount": "44.00", **EUR}]


@pytest.mark.parametrize(
    ("happen", "kind", "was", "now"),
    [
        (lambda product: set_stock(product=product, num_in_stock=0), "out_of_stock", 2, 0),
        (lambda product: set_stock(product=product, num_in_stock=1), "less_stock", 2, 1),
        (lambda product: archive_product(product=product), "archived", None, None),
    ],
    ids=["none left", "too few left", "archived"],
)
def test_stock_that_went_is_told_and_nothing_is_placed(
    full, novel, beans, books, coffee, happen, kind, was, now
):
    item = change_of(full, "A Novel")
    with use_retailer(books):
        happen(novel)
    document = assert_problem(full.check_out(), status=409, code="cart-changed")

    (change,) = document["changes"]
    assert (change["retailer"], change["item"], change["kind"]) == ("books", item, kind)
    if was is not None:
        assert (change["was"], change["now"]) == (was, now)
    assert_nothing_placed((novel, books), (beans, coffee))


def test_a_suspended_shops_group_stops_the_checkout_until_left_out(full, novel, beans, books):
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.SUSPENDED)
    document = assert_problem(full.check_out(), status=409, code="cart-changed")

    assert [change["kind"] for change in document["changes"]] == ["unavailable"]
    assert not Purchase.objects.exists()
    assert full.check_out(retailers=["coffee"]).status_code == 201


def test_on_a_shops_host_only_that_shop_can_be_bought(full, at, books, novel):
    client = at(books)
    client.cart = full.cart
    assert_problem(client.check_out(retailers=["coffee"]), status=422, code="unknown-retailer")
    assert_nothing_placed()

    answer = client.check_out()
    assert [order["retailer"]["slug"] for order in answer.json()["orders"]] == ["books"]
    assert [group["retailer"]["slug"] for group in full.get("cart/").json()["groups"]] == ["coffee"]


# --- the key ----------------------------------------------------------------------------------


def test_a_key_is_needed(full, novel, books):
    answer = full.post("checkout/", GUEST)

    assert_problem(answer, status=400, code="idempotency-key-missing")
    assert_nothing_placed((novel, books))


def test_the_same_key_gets_the_same_answer(full, novel, books):
    first, again = full.check_out(key="k"), full.check_out(key="k")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Purchase.objects.count() == 1
    assert allocated(novel, books) == 2


def test_the_same_key_with_another_body_is_refused(full):
    full.check_out(retailers=["books"], key="k")
    answer = full.check_out(retailers=["coffee"], key="k")

    assert_problem(answer, status=422, code="idempotency-key-reused")
    assert Purchase.objects.count() == 1


def test_a_key_belongs_to_its_shopper(full, novel):
    other = Api()
    other.add(novel)
    mine, theirs = full.check_out(key="k").json(), other.check_out(key="k").json()

    assert mine["id"] != theirs["id"]
    assert Purchase.objects.count() == 2


def test_a_key_belongs_to_its_host(full, at, books):
    """What the marketplace answered names orders of all shops: none of them tells another's."""
    body, key = {"retailers": ["books"]}, "k"
    assert full.check_out(key=key, **body).status_code == 201
    client = at(books)
    client.cart = full.cart

    assert_problem(client.check_out(key=key, **body), status=422, code="idempotency-key-reused")
    assert Purchase.objects.count() == 1


def test_a_corrected_request_may_use_its_key_again(full):
    assert full.check_out(shipping_address=None, key="k").status_code == 422
    assert full.check_out(key="k").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_a_double_submit_places_one_purchase():
    books = get_shop("books")
    novel = make_product(books, price="12.50", stock=5)
    customer = make_customer()
    Api().login(customer).add(novel, 2)
    access = Api().login(customer).access
    barrier = threading.Barrier(8)

    def submit(number):
        client = Api()
        client.access = access
        barrier.wait(20)
        try:
            return client.check_out(key="k")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(submit, range(8)))
    placed = [answer.json() for answer in answers if answer.status_code == 201]
    told = [answer.json()["type"] for answer in answers if answer.status_code != 201]
    assert placed
    assert all(body == placed[0] for body in placed)
    assert set(told) <= {"/problems/idempotency-key-in-flight"}
    assert Purchase.objects.count() == RetailerOrder.objects.count() == 1
    assert allocated(novel, books) == 2


# --- what it costs ----------------------------------------------------------------------------


def lines(retailers, each):
    return [make_product(retailer, price="10") for retailer in retailers for _ in range(each)]


def test_one_shop_and_two_lines_cost_at_most_sixty_statements(api, books, statements):
    for product in lines([books], 2):
        api.add(product)
    with statements() as seen:
        assert api.check_out().status_code == 201
    assert len(seen.data) <= 60, "\n".join(seen.data)


def test_three_shops_cost_at_most_a_hundred_and_forty_statements(
    api, books, coffee, tea, statements
):
    Retailer.objects.filter(pk=tea.pk).update(currency="EUR")
    tea.refresh_from_db()
    for product in lines([books, coffee, tea], 2):
        api.add(product)
    with statements() as seen:
        assert api.check_out().status_code == 201
    assert len(seen.data) <= 140, "\n".join(seen.data)
