"""Many writers at once: no deadlock reaches anybody, and discovery equals the shops afterwards."""

import random
import threading
import time
from decimal import Decimal

import pytest
from django.db import OperationalError, connection, transaction

from marketplace.discovery import listings, services
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import CategoryMapping, Listing, MarketCategory
from marketplace.discovery.queries import list_listings
from tenants.kernel.errors import Refusal
from tenants.registry import services as registry
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Category, Product
from tenants.shop.partner import services as partner
from tenants.shop.partner.models import StockRecord
from tests.factories.goods import make_product
from tests.factories.tasks import run_what_waits

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]
THREADS = 16
WORDS = ["blue", "red", "oak", "tin", "mug", "lamp", "kettle", "tea"]


class Writer(threading.Thread):
    """Changes the same few products as everyone else until `until`."""

    def __init__(self, seed, slugs, until):
        super().__init__()
        self.chance = random.Random(seed)
        self.slugs = slugs
        self.until = until
        self.failures = []
        self.done = 0

    def run(self):
        try:
            while time.monotonic() < self.until:
                self.write()
        finally:
            connection.close()

    def write(self):
        edit = self.chance.choice(EDITS)
        try:
            shop = Retailer.objects.get(slug=self.chance.choice(self.slugs))
            with use_retailer(shop):
                edit(self.chance, shop)
            self.done += 1
        except Refusal:
            self.done += 1
        except Exception as error:
            self.failures.append(f"{edit.__name__}: {error!r}")


def any_product(chance):
    return chance.choice(list(Product.objects.filter(structure="standalone").order_by("id")))


def retitle(chance, shop):
    title = " ".join(chance.choices(WORDS, k=3)) + str(chance.randrange(10**9))
    catalogue.change_product(product=any_product(chance), title=title)


def create(chance, shop):
    category = chance.choice(list(Category.objects.order_by("id")))
    title = f"New {chance.randrange(10**9)}"
    catalogue.create_product(title=title, price=Decimal(3), stock=4, categories=[category])


def reprice(chance, shop):
    partner.set_price(product=any_product(chance), price=Decimal(chance.randrange(100)))


def restock(chance, shop):
    partner.set_stock(product=any_product(chance), num_in_stock=chance.randrange(5, 50))


def archive(chance, shop):
    product = any_product(chance)
    catalogue.archive_product(product=product)
    catalogue.restore_product(product=product)


def rename_category(chance, shop):
    category = chance.choice(list(Category.objects.order_by("id")))
    catalogue.change_category(category=category, name=chance.choice(WORDS))


def confirm(chance, shop):
    row = CategoryMapping.objects.filter(retailer=shop).order_by("?").first()
    place = chance.choice(list(MarketCategory.objects.order_by("id")))
    services.confirm_category(retailer=shop, shop_category=row.shop_category, category=place)


@transaction.atomic
def allocate(chance, shop):
    """As a checkout does: stock of several products in order, then their listings."""
    records = list(StockRecord.objects.select_related("product").order_by("id"))
    chosen = chance.sample(records, 3)
    ids = sorted(record.pk for record in chosen)
    partner.lock_records(ids)
    partner.reserve(quantities=dict.fromkeys(ids, 1))
    listings.write_offers(retailer=shop, products=[one.product.uuid for one in chosen])
    partner.release(quantities=dict.fromkeys(ids, 1))
    listings.write_offers(retailer=shop, products=[one.product.uuid for one in chosen])


def rewrite(chance, shop):
    """As an import does: many listings in one batch."""
    uuids = list(Product.objects.exclude(structure="child").values_list("uuid", flat=True))
    chance.shuffle(uuids)
    listings.write_listings(retailer=shop, products=uuids)


def suspend(chance, shop):
    registry.suspend(retailer=shop, reason="storm")
    registry.resume(retailer=shop)


def read(chance, shop):
    list_listings(ListingFilters(search=chance.choice(WORDS)))


EDITS = [
    *[retitle] * 4, *[reprice] * 4, *[restock] * 4, *[allocate] * 4, *[read] * 2,
    create, archive, rename_category, confirm, rewrite, suspend,
]  # fmt: skip


def storm(slugs, seconds):
    until = time.monotonic() + seconds
    writers = [Writer(seed, slugs, until) for seed in range(THREADS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return [one for writer in writers for one in writer.failures], sum(one.done for one in writers)


@pytest.fixture
def stocked(books, coffee):
    for shop in (books, coffee):
        for number in range(12):
            make_product(shop, title=f"Mug {number}", categories=[["Home", "Mugs"]])
    return [books, coffee]


def weather(stocked, check, seconds):
    failures, done = storm([shop.slug for shop in stocked], seconds)
    assert failures == [], "\n".join(failures)
    assert done > THREADS
    run_what_waits()
    check(*Retailer.objects.filter(slug__in=[shop.slug for shop in stocked]))


@pytest.mark.world
def test_a_gust_of_mixed_writes(stocked, check):
    weather(stocked, check, 5)


@pytest.mark.storm
def test_a_minute_of_mixed_writes(stocked, check):
    weather(stocked, check, 60)


def in_thread(work):
    """Start it with a connection of its own; `join` and look at `.failure`."""

    class Worker(threading.Thread):
        failure = None

        def run(self):
            try:
                work()
            except Exception as error:
                self.failure = error
            finally:
                connection.close()

    worker = Worker()
    worker.start()
    return worker


def test_two_changes_of_one_product_are_both_listed(books, check):
    """One changes the text and waits before its commit, the other the price meanwhile."""
    product = make_product(books, title="Old", price="1.00")

    def reprice():
        with use_retailer(books):
            partner.set_price(product=product, price=Decimal(7))

    with transaction.atomic(), use_retailer(books):
        catalogue.change_product(product=product, title="New")
        other = in_thread(reprice)
        other.join(0.5)
        assert other.is_alive()  # it waits for the listing
    other.join()
    assert other.failure is None
    listing = Listing.objects.get(uuid=product.uuid)
    assert (listing.title, listing.price) == ("New", Decimal(7))
    check(books)


def test_a_product_made_while_its_category_is_renamed_has_the_new_name(books, check):
    make_product(books, categories=[["Mugs"]])

    def create():
        with use_retailer(books):
            category = Category.objects.get()
            catalogue.create_product(title="Late", price=Decimal(1), categories=[category])

    with transaction.atomic(), use_retailer(books):
        catalogue.change_category(category=Category.objects.get(), name="Cups")
        other = in_thread(create)
        other.join(0.5)
        assert other.is_alive()
    other.join()
    assert other.failure is None
    assert Listing.objects.get(title="Late").shop_categories == ["Cups"]
    check(books)


def test_a_deadlock_would_be_seen_by_this_storm(books):
    """Two who lock two rows crosswise: PostgreSQL ends one, and the thread reports it."""
    rows = [make_product(books).uuid for _ in range(2)]
    barrier = threading.Barrier(2)

    def cross(first, second):
        with transaction.atomic():
            Listing.objects.select_for_update().get(uuid=first)
            barrier.wait()
            Listing.objects.select_for_update().get(uuid=second)

    workers = [in_thread(lambda: cross(*rows)), in_thread(lambda: cross(*reversed(rows)))]
    for worker in workers:
        worker.join()
    assert [type(one.failure) for one in workers if one.failure] == [OperationalError]
