"""Categories against products: a place that changes holds nobody, and counts for the later."""

import time
from threading import Event

import pytest
from django.db import transaction

from marketplace.discovery import listing_batches, listings, projection, services
from marketplace.discovery.models import CategoryMapping, Listing, MarketCategory
from marketplace.discovery.services import differences
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Category
from tenants.shop.partner.services import set_stock
from tenants.tasks.runner import run_all
from tests.concurrency.test_sales import beside
from tests.factories.goods import make_product
from tests.factories.tasks import run_what_waits
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]
GUITARS = [["Guitars"]]


def make_many(retailer, number):
    return [make_product(retailer, categories=GUITARS, stock=1000) for _ in range(number)]


def confirm(retailer, slug="toys"):
    row = CategoryMapping.objects.filter(retailer=retailer).earliest("shop_category")
    place = MarketCategory.objects.get(slug=slug)
    services.confirm_category(retailer=retailer, shop_category=row.shop_category, category=place)


def rename(retailer, name):
    with use_retailer(retailer):
        catalogue.change_category(category=Category.objects.earliest("id"), name=name)


def restock(retailer, product, number):
    """The seconds that it takes."""
    begin = time.monotonic()
    with use_retailer(retailer):
        set_stock(product=product, num_in_stock=number)
    return time.monotonic() - begin


def places(retailer):
    return set(Listing.objects.filter(retailer=retailer).values_list("category__slug", flat=True))


@pytest.fixture
def slow_batches(monkeypatch):
    """Ten listings a transaction, each a fiftieth of a second."""
    monkeypatch.setattr(listing_batches, "AT_ONCE", 10)
    monkeypatch.setattr(listing_batches, "TURN_SIZE", 20)
    read_offers = listings.read_offers

    def slow(statement, uuids):
        if statement == projection.READ_PRODUCTS:
            time.sleep(0.02 * len(uuids))
        return read_offers(statement, uuids)

    monkeypatch.setattr(listings, "read_offers", slow)


@pytest.mark.parametrize(
    "change",
    [confirm, lambda shop: rename(shop, "Toys")],
)
def test_the_shop_goes_on_while_the_products_of_a_category_move(books, slow_batches, change):
    goods = make_many(books, 60)  # more than a second of work
    assert places(books) == {"music-instruments"}
    waits = []
    with beside(lambda: change(books)) as changing:
        while changing.is_alive():
            waits.append(restock(books, goods[0], 5))
    with beside(run_what_waits) as worker:
        while worker.is_alive():
            waits.append(restock(books, goods[len(waits) % 60], 6))
    run_what_waits()
    assert max(waits) < 0.9
    assert places(books) == {"toys"}
    assert list(differences(retailer=books)) == []


def test_a_change_waits_for_nobody_and_its_products_for_who_was_writing(books):
    make_many(books, 1)
    listed, changed = Event(), Event()

    def put_on_the_shelf():
        with transaction.atomic():
            make_many(books, 1)
            listed.set()
            assert changed.wait(10)

    with beside(put_on_the_shelf):
        assert listed.wait(10)
        begin = time.monotonic()
        confirm(books)
        assert time.monotonic() - begin < 1
        run_all()  # comes back later
        assert places(books) == {"music-instruments"}
        changed.set()
    run_what_waits()
    assert places(books) == {"toys"}
    assert list(differences(retailer=books)) == []


def test_changes_of_places_at_once_leave_one_truth(books):
    make_many(books, 3)
    for number in range(4):
        results = at_once(
            lambda number=number: rename(books, f"Guitars {number}"),
            lambda number=number: confirm(books, "toys" if number % 2 else "garden"),
            lambda: make_many(books, 1),
        )
        assert [one for one in results if isinstance(one, Exception)] == []
        run_what_waits()
        assert list(differences(retailer=books)) == []
