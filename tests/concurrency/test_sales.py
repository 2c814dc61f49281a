"""Offers against products, prices and checkouts: whoever is later, lists show what stands."""

import time
from contextlib import contextmanager
from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from marketplace.discovery import listing_batches, locks, sales, tasks
from marketplace.discovery.models import Sale
from marketplace.discovery.services import differences
from marketplace.payments.checkout import Placed
from tenants.registry.context import use_retailer
from tenants.shop.offer.services import end_offer
from tenants.shop.partner.services import set_price
from tenants.tasks.runner import run_all
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, terms
from tests.factories.orders import check_out
from tests.factories.tasks import run_what_waits
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]
ROUNDS = 4


def reprice(retailer, product, price):
    with use_retailer(retailer):
        set_price(product=product, price=price)


def end(retailer, offer):
    with use_retailer(retailer):
        end_offer(offer=offer)


@contextmanager
def beside(call):
    """`call` runs in a thread with a connection of its own until it ends."""

    def run():
        try:
            call()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    try:
        yield thread
    finally:
        thread.join()


def time_checkout(product):
    """The seconds that a checkout takes."""
    shopper = fill_cart(product.uuid)
    begin = time.monotonic()
    check_out(shopper)
    return time.monotonic() - begin


def make_many(retailer, number):
    """As many that a task writes them, ten a transaction that lasts a fifth of a second longer."""
    return [make_product(retailer, price=str(10 + place), stock=1000) for place in range(number)]


@pytest.fixture
def slow_batches(monkeypatch):
    monkeypatch.setattr(listing_batches, "AT_ONCE", 10)
    monkeypatch.setattr(listing_batches, "TURN_SIZE", 20)
    work_out = sales.work_out

    def slow(uuids, **options):
        time.sleep(0.2 * len(uuids) / 10)
        return work_out(uuids, **options)

    monkeypatch.setattr(sales, "work_out", slow)


def test_checkouts_go_on_while_a_sale_of_many_products_is_written(books, slow_batches):
    goods = make_many(books, 100)  # two seconds of work
    begin = time.monotonic()
    with beside(lambda: make_offer(books, given=terms(percent="10"))):
        waits = [time_checkout(product) for product in goods[::25]]
    assert max(waits) < 1
    assert not Sale.objects.exists()
    with beside(run_what_waits) as worker:
        while worker.is_alive():
            waits += [time_checkout(product) for product in goods[::25]]
    assert time.monotonic() - begin > 2
    assert len(waits) > 8
    assert max(waits) < 1
    assert Sale.objects.count() == 100
    assert list(differences(retailer=books)) == []


def test_a_checkout_of_many_products_waits_for_one_batch_not_for_each(books, slow_batches):
    goods = make_many(books, 100)
    make_offer(books, given=terms(percent="10"))
    shopper = fill_cart(*(product.uuid for product in goods[::4]))
    with beside(run_what_waits):
        time.sleep(0.3)
        begin = time.monotonic()
        check_out(shopper)
        assert time.monotonic() - begin < 1
    assert list(differences(retailer=books)) == []


def test_offers_products_and_prices_that_come_while_a_sale_is_written_count(books, slow_batches):
    goods = make_many(books, 60)
    offer = make_offer(books, given=terms(percent="10"))
    with beside(run_what_waits):
        for number in range(4):
            make_product(books, price="20.00")
            reprice(books, goods[number * 15], Decimal(100 + number))
            end(books, make_offer(books, given=terms(percent="50", products=goods[number:50])))
    run_what_waits()
    assert list(differences(retailer=books)) == []
    assert Sale.objects.filter(ends_at__year=9999).count() == 64
    end(books, offer)
    run_what_waits()
    assert not Sale.objects.exists()


def test_an_offer_waits_for_nobody_and_its_sales_for_who_was_writing(books, slow_batches):
    """A product that was put on the shelf before the offer stood is seen after its commit."""
    make_many(books, 15)
    listed, offered = Event(), Event()

    def put_on_the_shelf():
        with transaction.atomic():
            make_product(books, price="20.00")
            listed.set()
            assert offered.wait(10)
            time.sleep(1.5)

    with beside(put_on_the_shelf):
        assert listed.wait(10)
        begin = time.monotonic()
        make_offer(books, given=terms(percent="10"))
        assert time.monotonic() - begin < 1
        offered.set()
        assert locks.list_writers(books)
        run_all()  # comes back later
        assert not Sale.objects.exists()
    run_what_waits()
    assert Sale.objects.count() == 16
    assert list(differences(retailer=books)) == []


def test_a_turn_of_the_task_is_bounded_and_the_next_goes_on_below_it(books, slow_batches):
    make_many(books, 45)
    offer = make_offer(books, given=terms(percent="10"))
    with use_retailer(books):
        tasks.follow_offers.call(promotions=[str(offer.uuid)])
    assert Sale.objects.count() == 20
    highest = sorted(str(uuid) for uuid in books.listings.values_list("uuid", flat=True))[-20:]
    assert sorted(str(sale.listing_id) for sale in Sale.objects.all()) == highest
    run_what_waits()
    assert Sale.objects.count() == 45


def test_a_product_or_price_that_comes_with_an_offer_knows_of_it(books):
    known = make_product(books, price="10.00")
    for number in range(1, ROUNDS + 1):
        results = at_once(
            lambda: make_offer(books, given=terms(percent="10")),
            lambda: make_product(books, price="20.00"),
            lambda number=number: reprice(books, known, Decimal(10 + number)),
        )
        assert [one for one in results if isinstance(one, Exception)] == []
        run_what_waits()
        assert list(differences(retailer=books)) == []
        assert Sale.objects.filter(ends_at__year=9999).count() == number + 1


def test_an_offer_ends_while_its_goods_are_bought(books):
    goods = [make_product(books, price="10.00") for _ in range(2)]
    for _ in range(ROUNDS):
        offer = make_offer(books, given=terms(percent="10"))
        shopper = fill_cart(goods[0].uuid)
        ended, bought = at_once(
            lambda offer=offer: end(books, offer),
            lambda shopper=shopper: check_out(shopper),
        )
        assert ended is None
        # Dearer than shown when the offer was quicker to end: then nothing is placed.
        assert isinstance(bought, Placed) or type(bought).__name__ == "Changed"
        run_what_waits()
        assert list(differences(retailer=books)) == []
        assert not Sale.objects.exists()
