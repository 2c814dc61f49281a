"""A lock held on one shop's stock, and a dozen checkouts there: it costs that shop alone."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from marketplace.purchases.models import RetailerOrder
from tenants.registry.gate import STUCK_SECONDS
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product, read_stock
from tests.outages.locking import locked_stock
from tests.outages.served import served

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]

CHECKOUTS = 12
LOCK_SECONDS = 4


def wait_until_some_wait(count):
    deadline = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] >= count:
                return
            time.sleep(0.02)
    raise AssertionError("no checkout waits for the lock")


@pytest.mark.parametrize("at", ["shop", "market"])
def test_the_others_are_served_and_the_retries_place_once(books, coffee, at):
    product = make_product(books, stock=50)
    beside = make_product(coffee, stock=50)
    host = books.host if at == "shop" else "localhost"
    others = [
        (coffee.host, "/healthz"),
        (coffee.host, "/"),
        (coffee.host, "/api/v1/products/"),
        ("localhost", "/"),
    ]

    with served(REQUEST_LOCK_SECONDS=str(LOCK_SECONDS)) as site:

        def fill_cart():
            body = {"product": str(product.uuid), "quantity": 1}
            return site.ask(host, "/api/v1/cart/items/", body=body).json()["token"]

        def put_beside():
            body = {"product": str(beside.uuid), "quantity": 1}
            return site.ask("localhost", "/api/v1/cart/items/", body=body)

        def check_out(order):
            token, key = order
            body = {
                "email": f"guest-{key}@example.com",
                "shipping_address": ADDRESS,
                "payment_method": "cash_on_delivery",
            }
            path = "/api/v1/checkout/"
            return site.ask(host, path, body=body, X_Cart_Token=token, Idempotency_Key=key)

        orders = [(fill_cart(), str(uuid4())) for _ in range(CHECKOUTS)]
        usual = {place: max(site.ask(*place).seconds for _ in range(2)) for place in others}
        with ThreadPoolExecutor(CHECKOUTS) as pool:
            with locked_stock(books, product):
                asked = [pool.submit(check_out, order) for order in orders]
                wait_until_some_wait(1)
                time.sleep(STUCK_SECONDS + 0.1)  # until then it may be a mere burst
                for place in others:
                    answer = site.ask(*place)
                    assert answer.status == 200, (place, answer.body)
                    assert answer.seconds < max(1.0, 2 * usual[place]), place
                assert [put_beside().status for _ in range(4)] == [201] * 4
                refused = [each.result() for each in asked]
            assert {answer.status for answer in refused} == {503}
            assert {answer.json()["type"] for answer in refused} == {"/problems/busy"}
            assert {answer.headers["Retry-After"] for answer in refused} == {"2"}
            assert RetailerOrder.objects.count() == 0
            assert read_stock(books, product) == (50, 0)

            waits = sorted(answer.seconds for answer in refused)
            assert waits[0] < LOCK_SECONDS / 2  # the excess did not wait for the lock

            for order in orders:
                assert [check_out(order).status for _ in range(2)] == [201, 201]
    assert RetailerOrder.objects.count() == CHECKOUTS
    assert read_stock(books, product) == (50, CHECKOUTS)
