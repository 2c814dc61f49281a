"""What pages and the API read of a market with three times the listings: no more."""

from functools import partial

import pytest
from django.conf import settings

from marketplace.discovery import jobs
from marketplace.discovery.addresses import category_path, product_path
from marketplace.discovery.models import Listing
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import Category
from tests.factories.goods import make_product
from tests.factories.markets import TABLES, list_copies, open_shops
from tests.factories.plans import analyse, reads, vacuum

pytestmark = [pytest.mark.django_db, pytest.mark.world]
LISTINGS = 20_000
MARKET, SHOP = settings.MARKET_HOST, f"books.{settings.MARKET_HOST}"
# Of each host. Words that half of all have are in test_many_shops.py.
PATHS = {
    MARKET: (
        "/",
        "/products",
        "/products?category=home",
        "/products?ordering=price",
        "/search?q=blue+mug",
        "/search?q=green+hat",
        "/sitemap.xml",
        "/api/v1/products/",
        "/api/v1/products/?category=home",
        "/api/v1/search/?search=blue+mug",
        "/api/v1/categories/",
        "/api/v1/brands/",
        "/api/v1/retailers/",
        "/api/v1/retailers/books/categories/",
    ),
    SHOP: ("/", "/catalogue/", "/search?q=hat", "/api/v1/products/", "/api/v1/categories/"),
}


@pytest.fixture(scope="module", autouse=True)
def sizes_of_before(django_db_setup, django_db_blocker):
    """For the tests that come later in this process."""
    yield
    with django_db_blocker.unblock():
        vacuum(*TABLES)


@pytest.fixture
def ask(client):
    def ask(host, path):
        assert client.get(path, HTTP_HOST=host).status_code == 200, path

    return ask


@pytest.fixture
def mug(books):
    """One of the shop's two products, whose words are learnt."""
    make_product(books, title="Green hat", categories=[["Garden"]])
    product = make_product(books, title="Blue mug", categories=[["Home", "Mugs"]])
    jobs.learn_terms()
    return product


def addresses_of(shop, product):
    """(host, path), those of the product and its shelf too."""
    listing = Listing.objects.get(uuid=product.uuid)
    with use_retailer(shop):
        shelf = Category.objects.get(name="Mugs")
    page, api = product_path(listing.slug, listing.short_id), f"/api/v1/products/{listing.uuid}/"
    own = (page, api, category_path(shelf.slug, shelf.pk))
    return [
        *((host, path) for host, paths in PATHS.items() for path in paths),
        *((MARKET, path) for path in own[:2]),
        *((SHOP, path) for path in own),
    ]


def test_no_more_is_read_of_three_times_the_listings(books, mug, ask):
    open_shops(books)
    addresses = addresses_of(books, mug)
    rows = []
    for already, further in ((0, LISTINGS), (LISTINGS, 2 * LISTINGS)):
        list_copies(mug, further, already=already)
        analyse(*TABLES)
        for host, path in addresses:
            ask(host, path)  # what is remembered is known
        rows.append([reads(partial(ask, host, path)) for host, path in addresses])
    few, many = ([max(each) for each in side] for side in rows)
    assert max(few) > LISTINGS / 2  # of a search
    grown = [
        (address, before, after)
        for address, before, after in zip(addresses, few, many, strict=True)
        if after > before * 1.3 + 50
    ]
    assert grown == []
