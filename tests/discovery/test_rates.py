"""Rates: where they come from, what is refused, how listings follow, who hears of old ones."""

import json
import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from marketplace.discovery import jobs, rates
from marketplace.discovery.models import ExchangeRate, Listing
from tenants.kernel.rates import Rates, reference_rates
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db


def table(day=None, **per_euro):
    day = day or timezone.now().date()
    return {"base": "EUR", "date": str(day), "rates": per_euro or {"JPY": 160.5}}


@contextmanager
def serving(body, *, status=200, headers=(), pause=0.0, pieces=1):
    """A server on loopback that answers everything alike; gives its address and what it saw."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append((self.path, connection.in_atomic_block))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            try:
                for _ in range(pieces):
                    self.wfile.write(body)
                    self.wfile.flush()
                    time.sleep(pause)
            except OSError:
                pass

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/rates.json", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def yen():
    return ExchangeRate.objects.get(currency="JPY")


def comparable(product):
    return Listing.objects.values_list("comparable", "comparable_max").get(uuid=product.uuid)


def test_a_prepared_database_has_the_rates_of_the_repository():
    known = dict(ExchangeRate.objects.values_list("currency", "per_euro"))
    assert known == reference_rates().per_euro | {"EUR": Decimal(1)}
    assert {rate.day for rate in ExchangeRate.objects.all()} == {reference_rates().day}


def test_a_listing_has_its_price_in_euro(books, tea):
    assert comparable(make_product(books, price="12.50")) == (Decimal("12.5"), Decimal("12.5"))
    worth = round(Decimal(1200) / yen().per_euro, 9)
    assert comparable(make_product(tea, price="1200")) == (worth, worth)
    assert comparable(make_product(tea, price=None)) == (None, None)


def test_new_rates_reach_the_listings(tea, check, settings):
    product = make_product(tea, price="1605")
    with serving(json.dumps(table()).encode()) as (settings.RATES_URL, seen):
        call_command("refresh_rates")
    assert [path for path, _ in seen] == ["/rates.json"]
    assert yen().per_euro == Decimal("160.5")
    assert yen().day == timezone.now().date()
    assert comparable(product) == (Decimal(10), Decimal(10))
    check(tea)


def test_the_chore_fetches_them_and_those_of_before_stay_where_none_are_named(tea, settings):
    product = make_product(tea, price="1605")
    before = yen().per_euro
    jobs.refresh_rates()
    assert yen().per_euro == before
    with serving(json.dumps(table()).encode()) as (settings.RATES_URL, _):
        jobs.refresh_rates()
    assert comparable(product) == (Decimal(10), Decimal(10))


@pytest.mark.world
@pytest.mark.parametrize(
    ("body", "answer", "why"),
    [
        (b"<html>no</html>", {}, "no JSON"),
        (b"{}", {"status": 500}, "the answer is 500"),
        (b"", {"status": 302, "headers": [("Location", "http://127.0.0.1:1/")]}, "is 302"),
        (b"[" * 8192, {"pieces": 100}, "more than 100000 bytes"),
        (json.dumps(table(day=date(2999, 1, 1))).encode(), {}, "to come"),
        (json.dumps(table(JPY=1.6)).encode(), {}, "JPY would go from"),
        (json.dumps(table(JPY=160.5, USD=-1)).encode(), {}, "USD is out of bounds"),
    ],
)
def test_a_hostile_answer_changes_nothing(tea, settings, caplog, body, answer, why):
    before = list(ExchangeRate.objects.order_by("currency").values())
    with serving(body, **answer) as (settings.RATES_URL, _):
        with pytest.raises(CommandError, match=f"The rates of before stay: .*{why}"):
            call_command("refresh_rates")
        jobs.refresh_rates()
    assert list(ExchangeRate.objects.order_by("currency").values()) == before
    assert "The rates are not taken" in caplog.text


def test_an_answer_that_drips_is_left(settings, monkeypatch):
    monkeypatch.setattr(rates, "LONGEST_SECONDS", 0.2)
    with serving(b" " * 8192, pause=0.1, pieces=50) as (settings.RATES_URL, _):
        began = time.monotonic()
        with pytest.raises(rates.RatesRefused, match="takes more than"):
            rates.refresh_rates()
    assert time.monotonic() - began < 3


def test_nobody_answers(settings):
    settings.RATES_URL = "http://127.0.0.1:9/rates.json"
    with pytest.raises(CommandError, match="The rates of before stay"):
        call_command("refresh_rates")


def test_rates_of_the_same_day_or_older_are_not_taken():
    for days in (1, 0):
        day = reference_rates().day - timedelta(days=days)
        assert rates.store_rates(Rates(day, {"JPY": Decimal(170)})) == 0
    assert yen().per_euro == reference_rates().per_euro["JPY"]


def test_an_operator_may_take_a_file_that_says_much_else(tmp_path, settings):
    file = tmp_path / "rates.json"
    file.write_text(json.dumps(table(JPY=1.6)))
    call_command("refresh_rates", file=file)
    assert yen().per_euro == Decimal("1.6")


def test_without_an_address_the_command_says_what_to_do():
    with pytest.raises(CommandError, match="RATES_URL is not set"):
        call_command("refresh_rates")


def test_a_rate_says_where_it_is_from(db):
    today = timezone.now().date()
    for day, source in ((today - timedelta(days=1), "the first"), (today, "the second")):
        rates.store_rates(Rates(day, {"JPY": Decimal("160.5")}, source), is_trusted=True)

    assert ExchangeRate.objects.get(currency="JPY").source == "the second"


def test_listings_follow_some_at_a_time(tea, monkeypatch):
    goods = [make_product(tea, price=str(price)) for price in (321, 642, 963)]
    monkeypatch.setattr(rates, "BATCH", 2)
    rates.store_rates(Rates(timezone.now().date(), {"JPY": Decimal("160.5")}))
    assert list(rates.align_batches(rates.ALIGN_LISTINGS)) == [2, 1, 0]
    assert [comparable(one)[0] for one in goods] == [Decimal(2), Decimal(4), Decimal(6)]
    assert rates.align_listings() == 0


def test_who_wrote_by_the_former_rates_is_found_for_a_day(tea):
    product = make_product(tea, price="1605")
    rates.store_rates(Rates(timezone.now().date(), {"JPY": Decimal("160.5")}))
    rates.align_listings()
    Listing.objects.filter(uuid=product.uuid).update(comparable=9)
    jobs.follow_rates()
    assert comparable(product) == (Decimal(10), Decimal(10))
    ExchangeRate.objects.update(written_at=timezone.now() - timedelta(days=2))
    Listing.objects.filter(uuid=product.uuid).update(comparable=9)
    jobs.follow_rates()  # settled: nobody is left who could have
    assert comparable(product)[0] == Decimal(9)


def test_old_rates_are_told_of_currencies_that_open_shops_use(client, tea, caplog):
    ExchangeRate.objects.update(day=timezone.now().date() - timedelta(days=7))
    assert rates.check_rates() == {"ok": True, "old": {}}
    day = timezone.now().date() - timedelta(days=8)
    ExchangeRate.objects.update(day=day)
    assert rates.check_rates() == {"ok": False, "old": {"JPY": str(day)}}
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["rates"] == {"ok": False, "old": {"JPY": str(day)}}
    jobs.refresh_rates()
    assert f"Prices are compared at rates older than 7 days: JPY of {day}" in caplog.text
