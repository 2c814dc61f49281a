"""Searches that more listings fit than are collected and sorted."""

import random
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils.timezone import now

from marketplace.discovery import facets, queries, search, services, walks
from marketplace.discovery.cursors import Cursor
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import Listing
from tests.factories.goods import make_known, make_product
from tests.factories.offers import make_offer, terms

pytestmark = pytest.mark.django_db
IN_ORDER = sorted(walks.ORDERINGS.keys() - {"relevance"})
NARROWED = [
    {},
    {"retailer": ("coffee",)},
    {"category": ("home",)},
    {"shop_category": "Home > Kitchen"},
    {"on_sale": True},
    {"on_sale": False},
    {"price_max": 40},
]


@pytest.fixture
def mugs(books, coffee):
    """Mugs of both shops, some of them reduced, among as many other things."""
    chance = random.Random(7)
    for number in range(32):
        place = ["Home", "Kitchen"] if number % 3 else ["Garden"]
        title = f"{chance.randint(10, 99)} blue {'mug' if number % 2 else 'spade'} {number}"
        price = f"{chance.randint(100, 9000) / 100:.2f}"
        shop = chance.choice([books, coffee])
        product = make_product(shop, title=title, price=price, categories=[place])
        Listing.objects.filter(uuid=product.uuid).update(
            created_at=now() - timedelta(days=chance.randint(0, 9)),
            rating=chance.choice([None, 3, 4]),
        )
        if number % 5 == 1:
            make_offer(shop, given=terms(percent="30", products=[product]))
    services.learn_terms()


def pages(filters, size):
    """(the titles of all pages, those of the way back from the last one)."""
    page, forward = queries.list_listings(filters, None, size), []
    while True:
        forward += [card.title for card in page.results]
        if page.next is None:
            break
        page = queries.list_listings(filters, page.next, size)
    back = [card.title for card in page.results]
    while page.previous is not None:
        page = queries.list_listings(filters, page.previous, size)
        back = [card.title for card in page.results] + back
    return forward, back


def test_all_pages_of_many_matches_are_those_of_the_list(mugs, monkeypatch):
    """In the list's own order, and each match once, there and back."""
    monkeypatch.setattr(search, "SORTED", 2)
    monkeypatch.setattr(search, "ENOUGH", 1)
    for ordering in IN_ORDER:
        for narrowed in NARROWED:
            listed = queries.list_listings(ListingFilters(ordering=ordering, **narrowed), None, 99)
            mugs_in_order = [card.title for card in listed.results if "mug" in card.title]
            assert len(mugs_in_order) > 2
            filters = ListingFilters(search="blue mug", ordering=ordering, **narrowed)
            assert pages(filters, 3) == (mugs_in_order, mugs_in_order), (ordering, narrowed)


def test_the_first_are_the_first_of_all_however_many_are_collected(mugs, monkeypatch):
    listed = queries.list_listings(ListingFilters(ordering="price"), None, 99)
    cheapest = [card.title for card in listed.results if "mug" in card.title][:3]
    for most in (1, 15, 16, 1000):
        monkeypatch.setattr(search, "SORTED", most)
        page = queries.list_listings(ListingFilters(search="mug", ordering="price"), None, 3)
        assert [card.title for card in page.results] == cheapest


def test_what_is_not_wanted_is_not_walked_over_either(mugs, monkeypatch):
    monkeypatch.setattr(search, "SORTED", 2)
    filters = ListingFilters(search="blue without mug", ordering="newest")
    assert all("spade" in title for title in pages(filters, 5)[0])
    assert len(pages(filters, 5)[0]) == 16


def test_whoever_has_every_word_is_worth_enough_wherever_they_stand():
    """So that those collected need no rank to be shown in another order."""
    least = min(float(weight) for weight in search.WEIGHTS.strip("{}").split(","))
    assert least > search.LEAST_COVERAGE


@pytest.mark.parametrize("common", [0, 1000], ids=["of a common word", "of a rare one"])
def test_of_too_many_to_rank_the_newest_that_tell_it_outside_of_descriptions_are(
    books, coffee, monkeypatch, common
):
    make_known(books, *(f"Mug {number}" for number in range(6)))
    for number in range(6):
        make_product(books, title=f"Box {number}", description="Holds a mug.")
    make_known(coffee, "Mug of clay")
    for age, title in enumerate(("Mug 3", "Mug 1", "Mug 5"), start=1):
        Listing.objects.filter(title=title).update(created_at=now() + timedelta(days=age))
    monkeypatch.setattr(search, "COMMON", common)
    monkeypatch.setattr(search, "RANKED", 3)
    monkeypatch.setattr(search, "NEWEST", 3)
    assert sorted(pages(ListingFilters(search="mug"), 2)[0][:3]) == ["Mug 1", "Mug 3", "Mug 5"]
    of_few = ListingFilters(search="mug", retailer=("coffee",))
    assert pages(of_few, 2)[0] == ["Mug of clay"]
    monkeypatch.setattr(search, "RANKED", 9)
    monkeypatch.setattr(search, "NEWEST", 9)
    titles = pages(ListingFilters(search="mug"), 5)[0]
    assert all(title.startswith("Mug") for title in titles[:7])
    assert {"Box 5", "Box 4"} <= set(titles[7:])


@pytest.mark.parametrize("common", [0, 1000], ids=["of a common word", "of a rare one"])
def test_behind_those_that_are_ranked_all_others_come_the_newest_first(mugs, monkeypatch, common):
    """Each once, there and back, wherever a page ends."""
    monkeypatch.setattr(search, "COMMON", common)
    monkeypatch.setattr(search, "RANKED", 4)
    monkeypatch.setattr(search, "NEWEST", 4)
    monkeypatch.setattr(search, "ENOUGH", 1)
    for narrowed in NARROWED:
        listed = queries.list_listings(ListingFilters(**narrowed), None, 99).results
        newest = [card.title for card in listed if "mug" in card.title]
        for size in (1, 3):
            filters = ListingFilters(search="blue mug", **narrowed)
            forward, back = pages(filters, size)
            assert forward == back
            assert forward[4:] == [title for title in newest if title not in forward[:4]]
            assert sorted(forward) == sorted(newest)


def test_a_first_page_shows_ranked_ones_alone():
    assert min(search.RANKED, search.NEWEST) > queries.MOST_ON_A_PAGE


@pytest.mark.parametrize(
    ("key", "after", "before"),
    [("9" * 18, 16, 0), ("-1", 12, 4), ("-" + "9" * 18, 0, 16)],
    ids=["before all", "behind the ranked", "behind all"],
)
def test_a_key_that_no_match_has_is_a_place_among_them(mugs, monkeypatch, key, after, before):
    monkeypatch.setattr(search, "RANKED", 4)
    monkeypatch.setattr(search, "ENOUGH", 1)
    for backwards, count in ((False, after), (True, before)):
        cursor = Cursor("relevance", key, str(UUID(int=0)), backwards).encode()
        page = queries.list_listings(ListingFilters(search="blue mug"), cursor, 99)
        assert len(page.results) == count


# --- how many there are -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("most", "total", "is_exact"), [(14, 14, False), (15, 15, False), (16, 16, True)]
)
def test_the_total_says_whether_it_is_all(mugs, monkeypatch, most, total, is_exact):
    monkeypatch.setattr(facets, "COUNTED", most)
    counted = facets.facets(ListingFilters(search="mug"))
    assert (counted.total, counted.total_is_exact) == (total, is_exact)


def test_what_is_not_searched_for_is_counted_wholly(mugs, monkeypatch):
    monkeypatch.setattr(facets, "COUNTED", 1)
    counted = facets.facets(ListingFilters(price_max=90))
    assert (counted.total, counted.total_is_exact) == (32, True)


def test_many_matches_elsewhere_take_none_of_a_shops_own(mugs, tea, monkeypatch):
    make_known(tea, "Mug of clay", "Mug of tin")
    monkeypatch.setattr(facets, "COUNTED", 4)
    counted = facets.facets(ListingFilters(search="mug", retailer=("tea",)))
    assert (counted.total, counted.total_is_exact) == (2, True)
    assert (counted.in_stock, counted.out_of_stock) == (2, 0)


def test_the_facets_count_those_with_a_part_of_the_words_as_the_list_shows_them(books):
    make_known(books, "Blue mug", "Blue lamp", "Green mug")
    filters = ListingFilters(search="blue mug", retailer=("books",))
    assert facets.facets(filters).total == len(queries.list_listings(filters).results) == 3
