"""Counts of categories and shops: kept by whoever writes listings, never counted over them."""

import threading
import time
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from marketplace.discovery import counts, jobs, listings, queries, services
from marketplace.discovery.facets import facets
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import CategoryCount, CategoryMapping, Listing, MarketCategory
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Product
from tenants.shop.partner import services as partner
from tests.factories.goods import make_product
from tests.factories.listings import listed_by_category
from tests.factories.meetings import PATIENCE
from tests.factories.statements import count_statements


def rows():
    fields = ("retailer__slug", "category__slug", "listings")
    return list(CategoryCount.objects.order_by("id").values_list(*fields))


@pytest.fixture
def mugs(db, books):
    return [make_product(books, title=title, categories=[["Home"]]) for title in ("Mug", "Cup")]


def test_each_listing_that_comes_adds_one(mugs):
    assert rows() == [("books", "home", 1), ("books", "home", 1)]
    assert listed_by_category() == {"home": 2}
    assert listed_by_category(retailer="coffee") == {}


def test_price_stock_and_text_write_no_count(mugs, books):
    before = rows()
    with use_retailer(books):
        partner.set_price(product=mugs[0], price=Decimal(7))
        partner.set_stock(product=mugs[0], num_in_stock=3)
        catalogue.change_product(product=mugs[0], title="Beaker")
    listings.write_listings(retailer=books, products=[mug.uuid for mug in mugs])
    assert rows() == before


def test_the_last_piece_moves_a_listing_to_what_is_out_of_stock(mugs, books):
    with use_retailer(books):
        partner.set_stock(product=mugs[0], num_in_stock=0)
        partner.set_stock(product=mugs[0], num_in_stock=0)
    new = CategoryCount.objects.order_by("id").values_list("is_available", "listings")[2:]
    assert sorted(new) == [(False, 1), (True, -1)]
    counted = facets(ListingFilters())
    assert (counted.total, counted.in_stock, counted.out_of_stock) == (2, 1, 1)


def test_hidden_and_shown_again(mugs, books):
    with use_retailer(books):
        catalogue.archive_product(product=mugs[0])
        assert listed_by_category() == {"home": 1}
        catalogue.restore_product(product=mugs[0])
    assert [listings for *_, listings in rows()] == [1, 1, -1, 1]
    assert listed_by_category() == {"home": 2}


def test_listings_that_move_are_one_row_a_category(mugs, books):
    place = CategoryMapping.objects.get(retailer=books)
    groceries = MarketCategory.objects.get(slug="groceries")
    services.confirm_category(retailer=books, shop_category=place.shop_category, category=groceries)
    assert sorted(rows()[2:]) == [("books", "groceries", 2), ("books", "home", -2)]
    assert listed_by_category() == {"groceries": 2}


def test_a_suspended_shop_is_not_counted(mugs, books):
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.SUSPENDED)
    assert listed_by_category() == {}
    assert len(rows()) == 2


def test_a_purged_shop_leaves_no_count(mugs, books, coffee):
    make_product(coffee, categories=[["Home"]])
    services.drop_listings(retailer=books)
    jobs.fold_counts()
    assert rows() == [("coffee", "home", 1)]


def test_many_rows_become_their_sum(mugs, books, coffee):
    make_product(coffee, categories=[["Home"]])
    jobs.fold_counts()
    assert sorted(rows()) == [("books", "home", 2), ("coffee", "home", 1)]
    ids = set(CategoryCount.objects.values_list("id", flat=True))
    jobs.fold_counts()
    assert set(CategoryCount.objects.values_list("id", flat=True)) == ids


def test_who_asks_for_the_categories_reads_no_listing(mugs, client):
    with count_statements() as statements:
        results = client.get("/api/v1/categories/", HTTP_HOST="localhost").json()["results"]
    assert [row["product_count"] for row in results if row["slug"] == "home"] == [2]
    assert statements.data == ["EXECUTE categories"]
    assert "discovery_listing " not in queries.CATEGORIES.definition


def test_what_is_lacking_is_mended_once(mugs, books):
    CategoryCount.objects.all().delete()
    counts.mend(books)
    counts.mend(books)
    assert rows() == [("books", "home", 2)]


@pytest.mark.django_db(transaction=True)
def test_of_two_that_mend_a_shops_counts_the_second_finds_nothing_to_mend(books, coffee):
    for shop in (books, coffee):
        make_product(shop, categories=[["Home"]])
    CategoryCount.objects.all().delete()
    others = {shop: threading.Thread(target=mend_apart, args=[shop]) for shop in (books, coffee)}
    with transaction.atomic():
        counts.mend(books)
        for other in others.values():
            other.start()
        others[coffee].join(PATIENCE)
        assert not others[coffee].is_alive()  # each shop's for itself
        others[books].join(0.2)
        assert others[books].is_alive()
    others[books].join()
    assert sorted(rows()) == [("books", "home", 1), ("coffee", "home", 1)]


def mend_apart(shop):
    try:
        counts.mend(shop)
    finally:
        connection.close()


class Editor(threading.Thread):
    """Lists, hides and shows products of its shop until `until`."""

    def __init__(self, shop, until):
        super().__init__()
        self.shop = shop
        self.until = until
        self.edits = 0

    def run(self):
        try:
            while time.monotonic() < self.until:
                with use_retailer(self.shop):
                    self.edit()
                self.edits += 1
        finally:
            connection.close()

    def edit(self):
        make_product(self.shop, title=f"Mug {self.ident} {self.edits}", categories=[["Home"]])
        product = Product.objects.order_by("?").first()
        catalogue.archive_product(product=product)
        if self.edits % 2:
            catalogue.restore_product(product=product)


class Folder(Editor):
    def edit(self):
        jobs.fold_counts()
        total = CategoryCount.objects.aggregate(total=Sum("listings"))["total"] or 0
        assert total >= 0


@pytest.mark.django_db(transaction=True)
def test_counts_equal_the_listings_after_two_shops_wrote_and_two_folded(books, coffee):
    for shop in (books, coffee):
        make_product(shop, categories=[["Home"]])  # its category is there
    until = time.monotonic() + 3
    threads = [kind(shop, until) for kind in (Editor, Folder) for shop in (books, coffee)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(thread.edits for thread in threads) > 3
    visible = Listing.objects.filter(is_visible=True)
    for shop in (books, coffee):
        kept = listed_by_category(retailer=shop.slug)
        assert sum(kept.values()) == visible.filter(retailer=shop).count()
    assert counts.compare(books) == counts.compare(coffee) == []


@pytest.mark.django_db(transaction=True)
def test_a_product_that_two_list_for_the_first_time_is_counted_once(books):
    product = make_product(books, categories=[["Home"]])
    Listing.objects.all().delete()
    CategoryCount.objects.all().delete()

    def list_it():
        try:
            listings.write_listings(retailer=books, products=[product.uuid])
        finally:
            connection.close()

    other = threading.Thread(target=list_it)
    with transaction.atomic():
        listings.write_listings(retailer=books, products=[product.uuid])
        other.start()
        other.join(0.5)
        assert other.is_alive()  # it waits for the same row
    other.join()
    assert rows() == [("books", "home", 1)]
    assert counts.compare(books) == []
