"""503 with Retry-After instead of an error, for programs and for people; and nothing half done."""

import logging
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.requests.models import IdempotencyKey, ThrottleCount
from tenants.postgresql.limits import Limits
from tenants.registry import limits
from tenants.registry.gate import Full, Gate
from tenants.registry.outages import log
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, read_stock
from tests.outages.locking import locked_stock
from tests.pages.browser import Browser, hidden, shown_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]


@pytest.fixture(autouse=True)
def short_limits(monkeypatch):
    monkeypatch.setattr(limits, "REQUEST", Limits(statement=5, lock=1, idle=5))
    monkeypatch.setattr(log, "_lines", {})


def quiet_client(**options):
    return Client(raise_request_exception=False, **options)


def check_out(client, host, token, key):
    return client.post(
        "/api/v1/checkout/",
        {"email": "ada@mail.example", "shipping_address": ADDRESS},
        content_type="application/json",
        headers={"host": host, "x-cart-token": token, "idempotency-key": key},
    )


@pytest.mark.parametrize("everywhere", [False, True])
def test_a_checkout_that_meets_a_lock_places_nothing_and_its_key_is_free(
    books, coffee, everywhere, caplog
):
    product = make_product(books)
    token = fill_cart(product.uuid, *([make_product(coffee).uuid] if everywhere else [])).token
    host, key = ("localhost" if everywhere else books.host), str(uuid4())

    with locked_stock(books, product):
        answer = check_out(quiet_client(), host, token, key)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/busy"
    assert answer.json()["instance"] == "/api/v1/checkout/"
    assert Purchase.objects.count() == 0
    assert IdempotencyKey.objects.count() == 0
    assert read_stock(books, product) == (10, 0)
    written = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.name for record in written] == ["galleria.outages"]
    assert written[0].exc_info is None

    retried = [check_out(quiet_client(), host, token, key) for _ in range(2)]
    assert [answer.status_code for answer in retried] == [201, 201]
    assert retried[0].json() == retried[1].json()
    assert RetailerOrder.objects.count() == (2 if everywhere else 1)
    assert read_stock(books, product) == (10, 1)


@pytest.mark.parametrize(
    "scope",
    [
        "checkout-mailbox",
        "checkout-address",
        "checkout-try-address",
    ],
)
def test_who_repeats_a_checkout_while_a_lock_is_held_uses_up_no_orders(books, settings, scope):
    settings.API_THROTTLES = settings.API_THROTTLES | {scope: (1, 3600)}
    product = make_product(books)
    token, key = fill_cart(product.uuid).token, str(uuid4())
    with locked_stock(books, product):
        answers = [check_out(quiet_client(), books.host, token, key) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [503] * 3
    assert not ThrottleCount.objects.exists()
    assert check_out(quiet_client(), books.host, token, key).status_code == 201


def test_repeats_that_meet_a_lock_make_no_rush_of_guests_at_the_shop(books, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-shop": (1, 3600)}
    product, pin = make_product(books), make_product(books)
    token, key = fill_cart(product.uuid).token, str(uuid4())
    with locked_stock(books, product):
        assert check_out(quiet_client(), books.host, token, key).status_code == 503
        other = fill_cart(pin.uuid).token
        assert check_out(quiet_client(), books.host, other, str(uuid4())).status_code == 201


def test_a_checkout_on_the_pages_shows_a_page(books, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-mailbox": (1, 3600)}
    product = make_product(books)
    browser = Browser()
    browser.at(books.slug).raise_request_exception = False
    browser.post(books.slug, "/cart/items", {"product": product.uuid})
    page = browser.get(books.slug, "/checkout")
    data = {"key": hidden(page, "key"), "chosen": "1", "shops": ["books"]}
    data |= {"email": "ada@mail.example"} | ADDRESS | shown_in(page)

    with locked_stock(books, product):
        answer = browser.post(books.slug, "/checkout", data)

    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert answer["Content-Type"].startswith("text/html")
    assert "One moment, please" in answer.content.decode()
    assert Purchase.objects.count() == 0

    answer = browser.post(books.slug, "/checkout", data)
    assert answer.status_code == 302
    assert Purchase.objects.count() == 1


def test_a_connection_that_is_ended_in_the_middle_of_a_checkout(books, monkeypatch, settings):
    """The key cannot be freed over a dead connection; the retry finds it unlocked and goes on."""
    from marketplace.payments import checkout

    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-mailbox": (1, 3600)}
    product = make_product(books)
    token, key = fill_cart(product.uuid).token, str(uuid4())
    place = checkout.placement.place_purchase

    def die_meanwhile(**arguments):
        place(**arguments)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(checkout.placement, "place_purchase", die_meanwhile)
    answer = check_out(quiet_client(), books.host, token, key)
    monkeypatch.undo()

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")
    assert Purchase.objects.count() == 0
    answers = [check_out(quiet_client(), books.host, token, key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Purchase.objects.count() == 1
    assert read_stock(books, product) == (10, 1)


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/api/v1/products/", "application/problem+json")]
)
@pytest.mark.parametrize("host", ["localhost", "books.localhost"])
def test_who_finds_no_place_is_told_at_once(books, monkeypatch, host, path, kind):
    def refuse(self, name, room, visit):
        raise Full(name)

    monkeypatch.setattr(Gate, "_take", refuse)
    answer = Client(headers={"host": host}).get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert answer["Content-Type"].startswith(kind)
    assert Client(headers={"host": host}).get("/healthz").status_code == 200
