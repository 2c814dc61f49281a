"""What of a checkout is counted, by how it ends: placed, waiting, refused, repeated."""

import uuid
from decimal import Decimal
from functools import partial

import pytest

from marketplace.payments import checkout
from marketplace.purchases.models import Purchase
from marketplace.requests.models import ThrottleCount
from marketplace.settings import limits
from tenants.registry.context import use_retailer
from tenants.shop.partner.services import set_price
from tests.api import test_oscar_door as oscar
from tests.api.conftest import GUEST, Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.threads import at_once
from tests.pages.checkout import order_on_page, with_cart

TRY, ADDRESS, MAILBOX, SHOP = (
    f"checkout-{what}" for what in ("try-address", "address", "mailbox", "shop")
)
PLACED = {TRY: 1, ADDRESS: 1, MAILBOX: 1, SHOP: 1}


@pytest.fixture
def novel(books):
    return make_product(books, "Novel", price="12.50", stock=500)


@pytest.fixture
def full(api, novel):
    api.add(novel)
    return api


def counted():
    """{scope: how many} of the checkout's scopes; subjects of one scope together."""
    sums = {}
    for row in ThrottleCount.objects.filter(key__startswith="checkout-"):
        scope = row.key.partition(":")[0]
        sums[scope] = sums.get(scope, 0) + sum(row.tries)
    return sums


def test_an_order_counts_once_however_often_its_key_comes(full, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | dict.fromkeys(PLACED, (1, 3600))
    key = str(uuid.uuid4())
    answers = [full.check_out(key=key) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [201] * 4
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert counted() == PLACED
    assert Purchase.objects.count() == 1


def test_a_key_with_another_body_counts_nothing(full):
    key = str(uuid.uuid4())
    full.check_out(key=key)
    answer = full.check_out(email="other@mail.example", key=key)

    assert_problem(answer, status=422, code="idempotency-key-reused")
    assert counted() == PLACED


def test_a_refused_attempt_leaves_a_try_and_no_order(full, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {MAILBOX: (1, 3600), ADDRESS: (1, 3600)}
    for _ in range(3):
        assert full.check_out(payment_method="shells").status_code == 422
    assert counted() == {TRY: 3}
    assert full.check_out().status_code == 201
    assert counted() == PLACED | {TRY: 4}


def test_of_a_customer_as_of_a_guest(novel, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-account": (1, 3600)}
    api = Api().login(make_customer())
    api.add(novel)
    assert api.check_out(payment_method="shells").status_code == 422
    assert api.check_out().status_code == 201
    api.add(novel)
    assert api.check_out().status_code == 429


def test_a_price_that_rose_leaves_a_try_and_its_repeat_nothing(full, novel, books):
    with use_retailer(books):
        set_price(product=novel, price=Decimal("13.00"))
    key = str(uuid.uuid4())
    assert [full.check_out(key=key).status_code for _ in range(3)] == [409] * 3
    assert counted() == {TRY: 1}
    assert full.check_out().status_code == 201
    assert counted() == PLACED | {TRY: 2}


def test_refused_attempts_make_no_rush_of_guests_at_the_shop(full, novel, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {SHOP: (1, 3600)}
    for _ in range(3):
        full.check_out(payment_method="shells")
    other = Api()
    other.add(novel)
    assert other.check_out(email="other@mail.example").status_code == 201


def test_an_order_that_waits_counts_for_who_asked_and_not_at_the_shop(api, novel, settings):
    settings.GUEST_ORDER_PIECES = limits.GUEST_ORDER_PIECES
    api.add(novel, 11)
    assert api.check_out().status_code == 202
    assert counted() == {TRY: 1, ADDRESS: 1, MAILBOX: 1}


def test_attempts_are_bounded_whatever_they_end_with(full, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {TRY: (3, 3600)}
    statuses = [full.check_out(payment_method="shells").status_code for _ in range(5)]
    assert statuses == [422] * 3 + [429] * 2
    assert full.check_out().status_code == 429
    assert counted() == {TRY: 3}


def test_a_fault_of_ours_counts_no_order(full, monkeypatch):
    def fail(**arguments):
        raise RuntimeError("a fault")

    monkeypatch.setattr(checkout, "send_confirmation", fail)
    full.client.raise_request_exception = False
    assert (
        full.client.post(
            "/api/v1/checkout/",
            GUEST,
            content_type="application/json",
            headers={"x-cart-token": full.cart, "idempotency-key": "k"},
        ).status_code
        == 500
    )
    assert counted() == {TRY: 1}


def test_a_refusal_tells_how_many_orders_are_left(full, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {ADDRESS: (5, 3600)}
    answer = full.check_out(payment_method="shells")
    assert f'"{ADDRESS}";r=5' in answer["RateLimit"]


@pytest.mark.parametrize("key", [None, "k"])
def test_at_oscars_door(at, books, novel, settings, key):
    settings.API_THROTTLES = settings.API_THROTTLES | {MAILBOX: (1, 3600)}
    door = at(books)
    oscar.put(door, novel)
    keys = {"idempotency_key": key} if key else {}
    post, door.post = door.post, lambda path, body: post(path, body, **keys)

    assert oscar.check_out(door, total="1.00").status_code == 409
    assert counted() == {TRY: 1}
    repeats = 3 if key else 1
    statuses = [oscar.check_out(door).status_code for _ in range(repeats)]
    assert statuses == [200] * repeats
    assert counted() == PLACED | {TRY: 2}


def test_on_the_pages(novel, settings, db):
    settings.API_THROTTLES = settings.API_THROTTLES | {MAILBOX: (1, 3600)}
    browser = with_cart(novel)
    page = browser.get("", "/checkout")
    assert order_on_page(browser, page=page, payment_method="shells").status_code == 422
    places = {order_on_page(browser, page=page)["Location"] for _ in range(4)}

    assert len(places) == 1
    assert counted()[MAILBOX] == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_with_one_key_one_is_counted(books, settings):
    novel = make_product(books)
    settings.API_THROTTLES = settings.API_THROTTLES | {TRY: (8, 3600)}
    cart = Api()
    cart.add(novel)
    apis = [Api() for _ in range(8)]
    for api in apis:
        api.cart = cart.cart
    answers = at_once(*[partial(api.check_out, key="one") for api in apis])

    statuses = {answer.status_code for answer in answers}
    assert 201 in statuses
    assert statuses <= {201, 409}
    assert counted() == PLACED
    assert Purchase.objects.count() == 1
