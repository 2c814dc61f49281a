"""Web processes hear of what becomes of a shop, and do not wait until they have forgotten."""

import time

import pytest

from tenants.registry import services
from tests.outages.served import served

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]


def seconds_until(client, shop, status):
    began = time.monotonic()
    while client.ask(shop.host, "/robots.txt").status != status:
        assert time.monotonic() < began + 20
        time.sleep(0.01)
    return time.monotonic() - began


def test_no_process_lags_after_suspend_and_resume(books):
    with served() as first, served() as second:
        for client in (first, second):
            seconds_until(client, books, 200)
        for change, status in (
            (lambda: services.suspend(retailer=books, reason="stock-taking"), 503),
            (lambda: services.resume(retailer=books), 200),
        ):
            change()
            assert max(seconds_until(client, books, status) for client in (first, second)) < 1
