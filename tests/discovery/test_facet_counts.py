"""Facets that are read from counts that are kept: as if all listings had been counted."""

from dataclasses import replace
from decimal import Decimal

import pytest

from marketplace.discovery import counts, facets, jobs, price_ends, sums
from marketplace.discovery.facets import Choice
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import CategoryCount, FacetCount, MarketCategory
from marketplace.discovery.taxonomy import seed_taxonomy
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import services as catalogue
from tenants.shop.partner.services import set_stock
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_offer, terms

pytestmark = pytest.mark.django_db
KEPT = {
    "the market": {},
    "in pounds": {"currency": "GBP"},
    "a category": {"category": ("home",)},
    "a category below": {"category": ("kitchen",)},
    "no such category": {"category": ("nowhere",)},
    "a shop": {"retailer": ("books",)},
    "a category of a shop": {"retailer": ("coffee",), "category": ("home",)},
    "no such shop": {"retailer": ("nowhere",)},
    "an empty category of a shop": {"retailer": ("books",), "category": ("garden",)},
}
COUNTED = {
    "words": {"search": "mug"},
    "a brand": {"brand": ("kaldi",)},
    "two shops": {"retailer": ("books", "coffee")},
    "two categories": {"category": ("home", "books")},
    "what is in stock": {"in_stock": True},
    "what is on sale": {"on_sale": True},
    "a price": {"price_max": Decimal(20)},
    "a shelf": {"shop_category": "Home"},
    "a rating": {"rating": Decimal(4)},
    "what is featured": {"featured": True},
}


@pytest.fixture
def goods(db, books, coffee, tea):
    """Of three shops, some out of stock, with variants, without a price, on sale."""
    for number in range(4):
        make_product(books, categories=[["Home"]], brand=f"Brand {number % 2}", price=3 + number)
    make_product(tea, title="Mug", categories=[["Home", "Kitchen"]], brand="Kaldi")
    make_product(coffee, categories=[["Home", "Kitchen"]], brand="kaldi", stock=0)
    make_product(coffee, categories=[["Books"]], price=None)
    sizes = [{"options": {"Size": str(n)}, "price": f"{n}0.00", "stock": 1} for n in (2, 9)]
    make_variants(coffee, variants=sizes, brand="Kaldi")
    make_offer(books, given=terms(percent="50"))
    return make_product(coffee, title="Filter", categories=[["Home"]], price="99.00")


def as_kept(**filters):
    """What is kept says, after it has been compared with what is counted."""
    chosen = ListingFilters(**filters)
    nodes = facets.category_nodes()
    stored, live = (facets._arrange(read(chosen), nodes) for read in (facets._read, facets._count))
    assert repr(as_rounded(stored)) == repr(as_rounded(live))
    return stored


def as_rounded(counted):
    ends = (counted.price_min, counted.price_max)
    lowest, highest = (end if end is None else round(end, 6) for end in ends)
    return replace(counted, price_min=lowest, price_max=highest)


def compare_all():
    return {name: as_kept(**filters) for name, filters in KEPT.items()}


def test_kept_facets_are_those_that_are_counted(goods, books):
    new = compare_all()
    assert new["the market"].total == 9
    assert new["the market"].on_sale == 4
    assert new["the market"].price_max == 99
    jobs.fold_counts()
    assert not CategoryCount.objects.filter(is_summed=False).exists()
    assert compare_all() == new
    as_kept(shop=books.pk)
    as_kept(shop=books.pk, category=("home",))


@pytest.mark.parametrize("others", [{}, {"in_stock": True}, {"shop_category": "Home"}])
def test_where_only_one_shop_is_asked_the_others_are_no_choice(goods, books, coffee, others):
    make_product(coffee, categories=[["Home"]])
    counted = facets.facets(ListingFilters(shop=books.pk, **others))
    assert counted.retailers == [Choice("books", books.name, 4)]


def test_a_shelf_is_one_shops(goods, books, coffee):
    make_product(coffee, categories=[["Home"]])
    counted = facets.facets(ListingFilters(retailer=("books",), shop_category="Home"))
    assert counted.retailers == [Choice("books", books.name, 4)]


def test_what_is_not_summed_yet_counts(goods, coffee):
    jobs.fold_counts()
    with use_retailer(coffee):
        set_stock(product=goods, num_in_stock=0)
        catalogue.change_product(product=goods, brand="Brand 1")
    assert CategoryCount.objects.filter(is_summed=False).exists()
    assert compare_all()["the market"].out_of_stock == 3
    jobs.fold_counts()
    assert compare_all()["the market"].out_of_stock == 3


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_a_shop_that_closes_and_opens_again(goods, coffee, status):
    jobs.fold_counts()
    for named, total in ((status, 5), ("active", 9)):
        Retailer.objects.filter(pk=coffee.pk).update(status=named)
        assert compare_all()["the market"].total == total
        jobs.fold_counts()
        assert compare_all()["the market"].total == total
        assert counts.compare_sums() == []


def test_staff_of_a_shop_that_is_not_opened_yet_see_its_counts(goods, coffee):
    jobs.fold_counts()
    Retailer.objects.filter(pk=coffee.pk).update(status=Retailer.Status.APPROVED)
    for _ in range(2):
        assert as_kept(retailer=("coffee",)).total == 0
        with use_retailer(coffee):
            assert as_kept(retailer=("coffee",)).total == 4
        jobs.fold_counts()


@pytest.mark.parametrize("name", KEPT)
def test_what_is_narrowed_by_one_place_is_not_counted(goods, name, monkeypatch):
    monkeypatch.setattr(facets, "_count", None)
    facets.facets(ListingFilters(**KEPT[name]))


@pytest.mark.parametrize("name", COUNTED)
def test_what_is_narrowed_otherwise_is_counted(goods, name, monkeypatch):
    monkeypatch.setattr(facets, "_read", None)
    facets.facets(ListingFilters(**COUNTED[name]))


def test_the_most_frequent_are_shown_whatever_came_since(books, monkeypatch):
    monkeypatch.setattr(facets, "SHOWN", facets.SHOWN.replace(str(facets.MOST), "2"))
    monkeypatch.setattr(facets, "MOST", 2)
    for brand in "AAABBC":
        make_product(books, brand=brand, categories=[["Home"]])
    jobs.fold_counts()
    assert [choice.count for choice in as_kept().brands] == [3, 2]
    for brand in "CCCDDD":
        make_product(books, brand=brand, categories=[["Home"]])
    assert as_kept().brands == [Choice("c", "C", 4), Choice("a", "A", 3)]


def test_more_on_sale_than_are_counted(goods, monkeypatch):
    exact = facets.facets(ListingFilters())
    assert (exact.on_sale, exact.on_sale_is_exact) == (4, True)
    for module in (facets, price_ends):
        monkeypatch.setattr(module, "MOST_ON_SALE", 3)
    cut = facets.facets(ListingFilters())
    assert (cut.on_sale, cut.on_sale_is_exact) == (3, False)


# --- the chore --------------------------------------------------------------------------------
def test_many_rows_are_taken_in_batches(goods, monkeypatch):
    before = compare_all()
    monkeypatch.setattr(counts, "AT_ONCE", 2)
    jobs.fold_counts()
    assert not CategoryCount.objects.filter(is_summed=False).exists()
    assert counts.compare_sums() == []
    assert compare_all() == before


def test_sums_are_of_a_category_with_all_below_it(goods):
    jobs.fold_counts()
    home = MarketCategory.objects.get(slug="home").pk
    brands = FacetCount.objects.filter(facet="brand", value="kaldi")
    assert brands.get(place=home).listings == 2
    assert brands.get(place=sums.ANYWHERE).listings == 3
    assert not FacetCount.objects.filter(place=home, facet="category").exists()


def test_wrong_sums_are_mended(goods):
    jobs.fold_counts()
    FacetCount.objects.filter(facet="brand", value="kaldi").update(listings=7)
    FacetCount.objects.create(place=sums.ANYWHERE, facet="brand", value="gone", listings=2)
    assert counts.compare_sums() == ["", "home", "home/kitchen", "other"]
    counts.mend_sums()
    assert counts.compare_sums() == []
    assert not FacetCount.objects.filter(value="gone").exists()
    compare_all()


def test_a_category_that_moves_in_the_taxonomy_takes_its_counts_along(goods):
    MarketCategory.objects.filter(slug="kitchen").update(path="garden/kitchen")
    jobs.fold_counts()
    assert as_kept(category=("home",)).total == 5
    seed_taxonomy()
    assert as_kept(category=("home",)).total == 7
    assert counts.compare_sums() == []
