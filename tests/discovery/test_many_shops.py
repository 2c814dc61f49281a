"""What is read of many shops' listings, whatever PostgreSQL knows of how many there are."""

from functools import partial

import pytest
from django.db import connection

from marketplace.discovery import jobs, queries, sitemaps, walks
from marketplace.discovery.brands import list_brands
from marketplace.discovery.facets import facets
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import CategoryCount
from marketplace.discovery.suggestions import suggest
from tests.factories.goods import make_product
from tests.factories.markets import SHOPS, SOON_KNOWN, TABLES, list_copies, open_shops
from tests.factories.plans import analyse, rows_read, vacuum

pytestmark = [pytest.mark.django_db, pytest.mark.world]
LISTINGS = 20_000
FORGET = """
DELETE FROM pg_statistic WHERE starelid = ANY(%(tables)s::regclass[]);
UPDATE pg_class SET reltuples = -1, relpages = 0, relallvisible = 0
WHERE oid = ANY(%(tables)s::regclass[])
"""


@pytest.fixture(scope="module", autouse=True)
def sizes_of_before(django_db_setup, django_db_blocker):
    """For the tests that come later in this process."""
    yield
    with django_db_blocker.unblock():
        vacuum(*TABLES)


def execute(statement, values=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def listed(**filters):
    return partial(queries.list_listings, ListingFilters(**filters))


LISTS = {
    **{f"by {name}": listed(ordering=name) for name in walks.ORDERINGS},
    "a category": listed(category=("home",)),
    "a shop": listed(retailer=("shop-7",)),
}
FACETS = {
    "facets": partial(facets, ListingFilters()),
    "facets of a category": partial(facets, ListingFilters(category=("home",))),
    "facets of a shop": partial(facets, ListingFilters(retailer=("shop-7",))),
    "categories": queries.count_categories,
    "brands": partial(list_brands, limit=101),
    "brands before one": partial(list_brands, limit=101, edge="brand 5", backwards=True),
    "sitemaps": sitemaps.count_products,
    "categories of sitemaps": sitemaps.category_slugs,
}
OF_MANY = {
    "search": listed(search="blue mug"),
    "search of one word": listed(search="mug"),
    "search by price": listed(search="blue mug", ordering="price"),
    "facets of what is in stock": partial(facets, ListingFilters(in_stock=True)),
    "facets of a search": partial(facets, ListingFilters(search="blue mug")),
    "suggestions": partial(suggest, "blue m"),
}


def read_too_much():
    """Which of them read more rows than a few times what there is, and how many."""
    limits = {LISTINGS * 3: OF_MANY, SHOPS * 3: LISTS, SHOPS * 5: FACETS}
    read = ((limit, name, rows_read(reader)) for limit, readers in limits.items()
            for name, reader in readers.items())  # fmt: skip
    return {name: rows for limit, name, rows in read if rows > limit}


def test_no_more_is_read_than_there_is_whatever_is_known_of_it(books):
    product = make_product(books, title="Blue mug", categories=[["Home", "Mugs"]])
    jobs.learn_terms()
    analyse("tenants_retailer")
    open_shops(books)
    list_copies(product, LISTINGS)
    analyse(*SOON_KNOWN)
    assert CategoryCount.objects.count() > SHOPS
    assert len(listed(search="blue mug")().results) == queries.PAGE_SIZE
    assert suggest("blue mug")[0].value == str(product.uuid)  # the oldest of all, and the nearest
    assert ("shops of before", read_too_much()) == ("shops of before", {})
    execute(FORGET, {"tables": list(TABLES)})
    assert ("no statistics", read_too_much()) == ("no statistics", {})
    analyse(*TABLES)
    assert ("statistics of now", read_too_much()) == ("statistics of now", {})
