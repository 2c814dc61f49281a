"""Lists by price beside many sales: right at every moment, and no slower for what others reduce."""

import random
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils.timezone import now

from marketplace.discovery import queries, rates
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import ListedPrice, Listing, Sale
from marketplace.discovery.price_spans import write_listed
from tenants.kernel.rates import Rates
from tenants.registry.context import use_retailer
from tenants.shop.offer.piece_prices import BEGINNING, END
from tenants.shop.offer.services import end_offer
from tests.factories.goods import make_product
from tests.factories.listings import list_many
from tests.factories.offers import make_offer, terms
from tests.factories.plans import analyse, rows_read

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MANY = 2000
NARROWED = [
    {},
    {"retailer": ("books",)},
    {"retailer": ("coffee",)},
    {"category": ("mugs-cups",)},
    {"category": ("home",), "retailer": ("books", "coffee")},
    {"on_sale": True},
    {"on_sale": False},
    {"price_max": 30},
]


def walk(filters):
    """[(worth in euro, title)] over all pages of three."""
    cursor, rows = None, []
    while True:
        page = queries.list_listings(filters, cursor, 3)
        rows += [(card.price, card.title) for card in page.results]
        cursor = page.next
        if cursor is None:
            return rows


def fill(shop, chance, names):
    for name in names:
        places = [["Home", "Kitchen", "Mugs"]] if chance.random() < 0.6 else [["Garden"]]
        yield make_product(
            shop, title=name, price=f"{chance.randint(100, 9000) / 100:.2f}", categories=places
        )


def test_at_every_moment_each_listing_stands_once_at_the_price_that_it_has_then(
    books, coffee, check
):
    chance, start = random.Random(23), now() + HOUR
    goods = [*fill(books, chance, "ABCDEFGH")]
    list(fill(coffee, chance, "JKLM"))
    for begins, lasts in ((0, 2), (1, 4), (4, 1), (6, None)):
        make_offer(
            books,
            given=terms(percent=str(chance.randint(20, 90)), products=chance.sample(goods, 5)),
            starts=start + begins * HOUR,
            ends=None if lasts is None else start + (begins + lasts) * HOUR,
        )
    for hours in range(-1, 9):
        at = start + hours * HOUR
        for narrowed in NARROWED:
            filters = ListingFilters(at=at, **narrowed)
            shown = walk(filters)
            for ordering, sign in (("price", 1), ("-price", -1)):
                by_price = walk(ListingFilters(at=at, ordering=ordering, **narrowed))
                assert sorted(by_price) == sorted(shown)
                assert [row[0] for row in by_price] == sorted(row[0] for row in shown)[::sign]
    check(books, coffee)


def spans_of(product):
    rows = ListedPrice.objects.filter(listing=product.uuid).order_by("starts_at")
    return [(row.starts_at, row.ends_at, row.comparable) for row in rows]


def test_the_spans_of_a_listing_cover_all_time_and_go_with_its_last_sale(books, check):
    product, begin = make_product(books, price="20.00"), now() + HOUR
    assert spans_of(product) == []
    offer = make_offer(books, given=terms(percent="10"), starts=begin, ends=begin + HOUR)
    end = Sale.objects.get(product=product.uuid).ends_at
    assert spans_of(product) == [(BEGINNING, begin, 20), (begin, end, 18), (end, END, 20)]
    assert Listing.objects.get(uuid=product.uuid).has_sales
    with use_retailer(books):
        end_offer(offer=offer)
    assert spans_of(product) == []
    assert not Listing.objects.get(uuid=product.uuid).has_sales
    check(books)


def test_they_follow_the_rates(tea, check):
    product = make_product(tea, price="1000")
    make_offer(tea, given=terms(percent="10"), ends=now() + HOUR)
    rates.store_rates(Rates(now().date(), {"JPY": 100}))
    rates.align_listings()
    assert [worth for *_, worth in spans_of(product)][-2:] == [9, 10]
    check(tea)


@pytest.mark.parametrize("wrong", ["price", "flag"])
def test_a_wrong_place_is_found(books, check, wrong):
    make_product(books, price="20.00")
    make_offer(books, given=terms(percent="10"))
    if wrong == "price":
        ListedPrice.objects.update(comparable=1)
    else:
        Listing.objects.update(has_sales=False)
    with pytest.raises(AssertionError, match="listed price" if wrong == "price" else "has_sales"):
        check(books)


# --- what a page reads ------------------------------------------------------------------------
REDUCE = """
INSERT INTO discovery_sale (product, listing_id, starts_at, ends_at, currency, price, price_max,
                            comparable, comparable_max)
SELECT uuid, uuid, '2020-01-01Z', '9999-12-31Z', 'EUR', 1, 1, comparable / 2, comparable / 2
FROM discovery_listing WHERE retailer_id = %s
"""
# The others are of a size that PostgreSQL sees, but nobody has looked into them.
SIZED = ("discovery_listing", "tenants_retailer")
ALL = (*SIZED, "discovery_sale", "discovery_listedprice")


def reduce_all(retailer):
    execute(REDUCE, [retailer.pk])
    write_listed([str(uuid) for uuid in Sale.objects.values_list("listing_id", flat=True)])


def execute(statement, values=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("is_fresh", [False, True], ids=["statistics of before", "fresh"])
def test_a_page_by_price_reads_no_more_however_much_is_on_sale(books, coffee, is_fresh):
    make_product(books, title="Mug", categories=[["Home", "Kitchen", "Mugs"]])
    list_many(make_product(coffee, title="Beans", categories=[["Coffee beans"]]), MANY)
    analyse(*SIZED)
    reduce_all(coffee)
    if is_fresh:
        analyse(*ALL)
    for narrowed in (
        {},
        {"retailer": ("books",)},
        {"retailer": ("coffee",)},
        {"category": ("mugs-cups",)},
        {"category": ("coffee-tea",)},
    ):
        for ordering in ("price", "-price"):
            filters = ListingFilters(ordering=ordering, **narrowed)
            read = rows_read(partial(queries.list_listings, filters))
            assert read < 500, (narrowed, ordering)


def test_the_menu_reads_no_more_however_much_is_for_sale(books, coffee):
    make_product(books, title="Mug", categories=[["Home", "Kitchen", "Mugs"]])
    list_many(make_product(coffee, title="Beans", categories=[["Coffee beans"]]), MANY)
    analyse(*SIZED)
    assert [root.slug for root in queries.roots_with_goods()] == ["home", "groceries"]
    assert rows_read(lambda: list(queries.roots_with_goods())) < 500
