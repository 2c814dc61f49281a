"""What a larger marketplace is made of is listed, found and counted."""

import pytest

from marketplace.discovery.facets import facets
from marketplace.discovery.filters import ListingFilters
from tests.benchmarks import data, seed
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db


def test_shops_and_listings_are_added_until_there_are_so_many(books, monkeypatch):
    make_product(books, title="Folding Oak Lamp", description="For people.", categories=[["Home"]])
    monkeypatch.setattr(data, "MEASURED", "books")
    monkeypatch.setattr(seed, "AT_ONCE", 7)
    seed.add(listings=21, shops=3)
    seed.add(listings=21, shops=3)
    counted = facets(ListingFilters(search="people"))
    assert counted.total == 21
    assert {choice.value for choice in counted.retailers} == {"books", "seed-1", "seed-2", "seed-3"}
    assert facets(ListingFilters()).total == 21  # read from what is kept
