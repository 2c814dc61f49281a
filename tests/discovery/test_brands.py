"""Brands by pages: as if all that is for sale had been counted."""

from collections import Counter

import pytest

from marketplace.discovery import jobs
from marketplace.discovery.brands import Brand, list_brands
from marketplace.discovery.models import FacetCount, Listing
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import services as catalogue
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(db, books, coffee, tea):
    for name in ("Åland", "Böker", "Dierke", "New Balance"):
        make_product(books, brand=name)
    make_product(coffee, brand="Dierke")
    make_product(tea, brand="Elm")
    return make_product(coffee, brand="Dierke", title="Atlas")


def counted(*shops):
    """As whoever looks at all listings would say."""
    listings = Listing.objects.filter(is_visible=True, retailer__status="active")
    if shops:
        listings = listings.filter(retailer__in=shops)
    keys = Counter(listings.exclude(brand_key="").values_list("brand_key", flat=True))
    return sorted(keys.items())


def brands_of(**narrowed):
    return [(brand.key, brand.listings) for brand in list_brands(limit=100, **narrowed)]


def close(shop):
    Retailer.objects.filter(pk=shop.pk).update(status=Retailer.Status.SUSPENDED)


def test_they_are_those_of_what_is_for_sale_before_the_chore_came_and_after(goods, books, tea):
    assert (brands_of(), brands_of(retailer=books)) == (counted(), counted(books))
    jobs.fold_counts()
    assert FacetCount.objects.filter(facet="brand", place=0).count() == 5
    with use_retailer(goods_of := Retailer.objects.get(slug="coffee")):
        catalogue.archive_product(product=goods)
    make_product(goods_of, brand="Fern")
    close(tea)
    assert brands_of() == counted()
    assert ("elm", 1) not in brands_of()
    assert (brands_of(retailer=tea), brands_of(retailer=books)) == ([], counted(books))
    jobs.fold_counts()
    assert brands_of() == counted()


def test_pages_lead_on_and_back(goods, tea):
    jobs.fold_counts()
    close(tea)  # taken off the sums by who reads
    keys = [key for key, _ in counted()]
    pages = [list_brands(limit=2), list_brands(limit=2, edge=keys[1])]
    assert [brand.key for page in pages for brand in page] == keys
    before = list_brands(limit=2, edge=keys[3], backwards=True)
    assert [brand.key for brand in before] == [keys[2], keys[1]]
    assert list_brands(limit=2, edge=keys[-1]) == []


def test_a_brand_that_the_sums_lack_stands_in_its_place(goods, coffee):
    jobs.fold_counts()
    make_product(coffee, brand="Cedar")
    keys = [key for key, _ in counted()]
    assert "cedar" in keys[:3]
    assert [brand.key for brand in list_brands(limit=3)] == keys[:3]


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (("böK",), ["boker"]),
        (("land", "dier"), ["aland", "dierke"]),
        (("new bal",), ["new-balance"]),
        (("w b",), ["new-balance"]),
        (("%",), []),
        (("zz",), []),
    ],
)
def test_names_are_found_by_a_part_without_accents_and_signs(goods, names, keys):
    assert [key for key, _ in brands_of(names=names)] == keys
    jobs.fold_counts()
    assert [key for key, _ in brands_of(names=names)] == keys


def test_a_brand_is_called_as_the_newest_writes_it(goods, books):
    make_product(books, brand="DIERKE")
    assert list_brands(limit=1, names=("dierke",)) == [Brand("dierke", "DIERKE", 4)]
