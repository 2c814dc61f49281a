"""Lists: filters, orderings, cursors, statements."""

from decimal import Decimal

import pytest

from marketplace.discovery import queries
from marketplace.discovery.cursors import BadCursor, Cursor
from marketplace.discovery.facets import facets
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import CategoryMapping, ExchangeRate, Listing, MarketCategory
from marketplace.discovery.services import confirm_category
from tenants.kernel.rates import reference_rates
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import services as catalogue
from tests.factories.goods import make_product
from tests.factories.listings import listed_by_category
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(books, coffee):
    """title -> product; the newest last."""
    make = [
        make_product(books, title="Anna", price="10.00", brand="Ink & Co", stock=1,
                     categories=[["Books", "Fiction"]]),
        make_product(books, title="berta", price="30.00", brand="INK-CO", stock=0,
                     categories=[["Books", "Comics"]]),
        make_product(coffee, title="Carla", price="20.00", brand="Kaldi", stock=None,
                     categories=[["Coffee"]], is_featured=True),
        make_product(coffee, title="Dora", price=None, stock=3, categories=[["Mugs"]]),
    ]  # fmt: skip
    return {product.title: product for product in make}


def titles(cursor=None, page_size=20, **filters):
    page = queries.list_listings(ListingFilters(**filters), cursor, page_size)
    return [card.title for card in page.results]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["Dora", "Carla", "berta", "Anna"]),
        ({"ordering": "price"}, ["Anna", "Carla", "berta", "Dora"]),
        ({"ordering": "-price"}, ["berta", "Carla", "Anna", "Dora"]),
        ({"ordering": "title"}, ["Anna", "berta", "Carla", "Dora"]),
        ({"retailer": ("books",)}, ["berta", "Anna"]),
        ({"retailer": ("books", "coffee")}, ["Dora", "Carla", "berta", "Anna"]),
        ({"retailer": ("nowhere",)}, []),
        ({"brand": ("ink co",)}, ["berta", "Anna"]),
        ({"brand": ("Ínk-Co", "KALDI")}, ["Carla", "berta", "Anna"]),
        ({"category": ("fiction",)}, ["Anna"]),
        ({"category": ("books",)}, ["berta", "Anna"]),
        ({"category": ("fiction", "groceries")}, ["Carla", "Anna"]),
        ({"category": ("nowhere",)}, []),
        ({"shop_category": "Books"}, ["berta", "Anna"]),
        ({"shop_category": "Books > Comics"}, ["berta"]),
        ({"price_min": Decimal(15)}, ["Carla", "berta"]),
        ({"price_max": Decimal(20)}, ["Carla", "Anna"]),
        ({"price_min": Decimal(15), "price_max": Decimal(25)}, ["Carla"]),
        ({"in_stock": True}, ["Carla", "Anna"]),
        ({"in_stock": False}, ["Dora", "berta"]),
        ({"featured": True}, ["Carla"]),
        ({"brand": ("kaldi",), "retailer": ("books",)}, []),
    ],
)
def test_filters_and_orderings(goods, filters, expected):
    assert titles(**filters) == expected


def test_the_only_shop_that_is_asked_is_named_by_its_id(goods, books, coffee):
    assert titles(shop=books.pk) == ["berta", "Anna"]
    assert titles(shop=coffee.pk, ordering="price") == ["Carla", "Dora"]
    assert titles(shop=0) == []


def test_the_first_listings_are_those_of_the_first_page(goods):
    filters = ListingFilters(ordering="title")
    assert queries.first_listings(filters, 2) == queries.list_listings(filters, None, 2).results


def test_a_card_says_what_a_list_shows(goods, coffee):
    card = queries.list_listings(ListingFilters(retailer=("coffee",), featured=True)).results[0]
    product = goods["Carla"]
    assert (card.uuid, card.title, card.brand) == (product.uuid, "Carla", "Kaldi")
    assert card.money.as_dict() == {"amount": "20.00", "currency": "EUR"}
    assert (card.is_available, card.quantity, card.has_variants) == (True, None, False)
    assert card.image is None
    assert card.path == f"/products/carla-{card.short_id}"
    assert (card.retailer.slug, card.retailer.name) == ("coffee", "Kaldi Coffee")
    assert card.retailer.url == coffee.url


@pytest.mark.parametrize("ordering", ["newest", "price", "-price", "title"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_forward_and_back_are_the_whole_list(goods, ordering, size):
    filters = ListingFilters(ordering=ordering)
    whole = titles(ordering=ordering)
    forward, cursor = [], None
    while True:
        page = queries.list_listings(filters, cursor, size)
        forward += [card.title for card in page.results]
        if page.next is None:
            break
        cursor = page.next
    assert forward == whole
    back = [card.title for card in page.results]
    while page.previous is not None:
        page = queries.list_listings(filters, page.previous, size)
        back = [card.title for card in page.results] + back
    assert back == whole


def test_pages_of_categories_are_the_whole_list(goods):
    filters = ListingFilters(category=("books", "fiction", "groceries", "home"))
    whole = [card.title for card in queries.list_listings(filters).results]
    assert whole == [title for title in titles() if title in whole]
    page, seen = queries.list_listings(filters, None, 1), []
    while True:
        seen += [card.title for card in page.results]
        if page.next is None:
            break
        page = queries.list_listings(filters, page.next, 1)
    assert seen == whole
    before = queries.list_listings(filters, page.previous, 2)
    assert [card.title for card in before.results] == whole[-3:-1]


def test_what_is_new_does_not_move_the_next_page(goods, books):
    page = queries.list_listings(ListingFilters(), None, 2)
    make_product(books, title="Emil")
    following = queries.list_listings(ListingFilters(), page.next, 2)
    assert [card.title for card in following.results] == ["berta", "Anna"]
    assert following.next is None
    before = queries.list_listings(ListingFilters(), following.previous, 2)
    assert [card.title for card in before.results] == ["Dora", "Carla"]
    assert before.previous is not None


def test_a_picture_keeps_its_words_and_one_elsewhere_is_none(goods):
    picture = {"path": "products/1.webp", "alt": "A blue cover"}
    elsewhere = {"url": "https://img.example/1.jpg", "alt": "A blue cover"}
    for image, expected in ((picture, picture), (elsewhere, None)):
        Listing.objects.filter(title="Anna").update(images=[image])
        page = queries.list_listings(ListingFilters(ordering="price"))
        assert page.results[0].image == expected


def test_a_page_that_nothing_is_left_of_is_empty(goods):
    page = queries.list_listings(ListingFilters(), None, 2)
    Listing.objects.filter(title__in=["berta", "Anna"]).update(is_visible=False)
    following = queries.list_listings(ListingFilters(), page.next, 2)
    assert (following.results, following.next, following.previous) == ([], None, None)


def test_equal_keys_are_told_apart(books):
    for number in range(7):
        make_product(books, title=f"Same {number}", price="1.00", sku=str(number))
    Listing.objects.update(title="Same")  # as an import brings them
    for ordering in ("price", "-price", "title"):
        seen, cursor = set(), None
        for _ in range(4):
            page = queries.list_listings(ListingFilters(ordering=ordering), cursor, 2)
            seen |= {card.uuid for card in page.results}
            cursor = page.next
        assert (len(seen), cursor) == (7, None)


def test_pages_of_a_search(books):
    for number in range(9):
        make_product(books, title=f"Blue mug {number}")
    seen, cursor = [], None
    for _ in range(3):
        page = queries.list_listings(ListingFilters(search="blue mug"), cursor, 3)
        seen += [card.title for card in page.results]
        cursor = page.next
    assert cursor is None
    assert len(set(seen)) == 9


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!",
        "bm9wZQ",
        Cursor("title", "a", "00000000-0000-4000-8000-000000000000").encode(),
        Cursor("newest", "a", "no uuid").encode(),
    ],
)
def test_a_cursor_of_another_list_is_refused(goods, cursor):
    with pytest.raises(BadCursor):
        queries.list_listings(ListingFilters(), cursor)


@pytest.mark.parametrize(
    ("ordering", "key"),
    [
        ("newest", "yesterday"),
        ("newest", "2026-W01-1"),
        ("newest", "2026-02-30 10:00:00+00"),
        ("newest", "9" * 400),
        ("price", "NaN"),
        ("price", "1e999999"),
        ("price", "\uff11"),
        ("price", "9" * 200_000),
        ("-price", "1,5"),
        ("title", "\0"),
        ("title", "\ud800"),
        ("title", "x" * 10**6),
        ("-rating", "1_0"),
    ],
)
def test_a_cursor_with_an_impossible_key_is_refused(goods, ordering, key):
    cursor = Cursor(ordering, key, "00000000-0000-4000-8000-000000000000").encode()
    with pytest.raises(BadCursor):
        queries.list_listings(ListingFilters(ordering=ordering), cursor)


def test_an_unknown_ordering_is_a_mistake(goods):
    with pytest.raises(KeyError):
        queries.list_listings(ListingFilters(ordering="random"))


def test_page_sizes_have_a_limit(books):
    for _ in range(3):
        make_product(books)
    assert len(queries.list_listings(ListingFilters(), None, 0).results) == 1
    assert len(queries.list_listings(ListingFilters(), None, 100_000).results) == 3


@pytest.mark.parametrize(
    ("filters", "most"),
    [
        ({}, 1),
        ({"retailer": ("books",)}, 1),
        ({"category": ("books",), "brand": ("a", "b"), "in_stock": True}, 1),
        ({"search": "mug"}, 2),
    ],
)
def test_statements_of_a_list(books, filters, most):
    def statements():
        with count_statements() as seen:
            queries.list_listings(ListingFilters(**filters))
        return len(seen)

    make_product(books, title="Mug", categories=[["Books"]])
    few = statements()
    for number in range(30):
        make_product(books, title=f"Mug {number}", categories=[["Books"]])
    assert few == statements() == most


# --- one product ------------------------------------------------------------------------------
def test_one_listing_by_uuid_and_by_short_id(goods):
    product = goods["Anna"]
    with count_statements() as seen:
        detail = queries.get_listing(product.uuid)
    assert len(seen) == 3
    assert detail.listing.retailer.slug == "books"
    assert [category.slug for category in detail.categories] == ["books", "fiction"]
    assert [variant.uuid for variant in detail.variants] == [product.uuid]
    assert queries.get_listing(detail.listing.short_id).listing.uuid == product.uuid
    assert queries.get_listing("000000000000") is None


def test_a_shop_shows_only_its_own(goods):
    assert queries.get_listing(goods["Anna"].uuid, retailer="books")
    assert queries.get_listing(goods["Anna"].uuid, retailer="coffee") is None


def test_what_is_not_on_sale_is_not_found(goods, books):
    with use_retailer(books):
        catalogue.archive_product(product=goods["Anna"])
    assert queries.get_listing(goods["Anna"].uuid) is None


# --- facets -----------------------------------------------------------------------------------
def as_pairs(choices):
    return [(choice.value, choice.count) for choice in choices]


def test_facets_count_what_each_choice_would_show(goods):
    found = facets(ListingFilters())
    assert found.total == 4
    assert as_pairs(found.brands) == [("ink-co", 2), ("kaldi", 1)]
    assert as_pairs(found.retailers) == [("books", 2), ("coffee", 2)]
    assert (found.in_stock, found.out_of_stock) == (2, 2)
    assert (found.price_min, found.price_max) == (Decimal(10), Decimal(30))
    counted = {choice.value: (choice.count, choice.depth) for choice in found.categories}
    assert counted["books"] == (2, 0)
    assert counted["fiction"] == (1, 1)
    assert "electronics" not in counted


def test_a_facet_does_not_narrow_itself(goods):
    found = facets(ListingFilters(brand=("kaldi",), in_stock=True))
    assert found.total == 1
    assert as_pairs(found.brands) == [("ink-co", 1), ("kaldi", 1)]
    assert as_pairs(found.retailers) == [("coffee", 1)]
    assert (found.in_stock, found.out_of_stock) == (1, 0)


def test_facets_of_a_search(goods):
    found = facets(ListingFilters(search="ink"))
    assert found.total == 2
    assert as_pairs(found.retailers) == [("books", 2)]
    assert facets(ListingFilters(search="+++")).total == 0


@pytest.mark.parametrize(("filters", "most"), [({}, 2), ({"search": "ink"}, 3)])
def test_statements_of_facets(goods, filters, most):
    with count_statements() as seen:
        facets(ListingFilters(**filters, brand=("kaldi",)))
    assert len(seen) == most


def test_products_of_a_category_are_counted_for_the_market_and_a_shop(goods, coffee):
    place = CategoryMapping.objects.get(retailer=coffee, shop_path="Mugs")
    home = MarketCategory.objects.get(slug="home")
    confirm_category(retailer=coffee, shop_category=place.shop_category, category=home)
    assert listed_by_category()["home"] == 1
    assert "home" not in listed_by_category(retailer="books")
    assert sorted(listed_by_category(retailer="books").values()) == [1, 1]


def test_the_first_level_is_shown_as_far_as_something_is_for_sale_there(goods):
    def shown():
        return [root.slug for root in queries.roots_with_goods()]

    assert shown() == ["home", "books", "groceries"]
    Listing.objects.filter(title="Dora").update(is_visible=False)
    assert shown() == ["books", "groceries"]
    books = MarketCategory.objects.get(slug="books")
    Listing.objects.filter(title="Anna").update(category=books)  # at the root itself
    Listing.objects.filter(title="berta").update(is_visible=False)
    assert shown() == ["books", "groceries"]
    # No part of "books", though its path begins so.
    shelves = MarketCategory.objects.create(path="bookshelves", slug="shelves", name="Shelves")
    Listing.objects.filter(title="Anna").update(category=shelves)
    assert "books" not in shown()
    assert "shelves" in shown()


# --- prices of several currencies -------------------------------------------------------------
@pytest.fixture
def yen_goods(books, tea):
    """A euro is 160 yen: 1,600 yen are worth less than 11 euro, and 3,200 more."""
    ExchangeRate.objects.filter(currency="JPY").update(per_euro=160)
    make_product(books, title="Eleven euro", price="11.00")
    make_product(tea, title="Ten in yen", price="1600")
    make_product(tea, title="Twenty in yen", price="3200")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"ordering": "price"}, ["Ten in yen", "Eleven euro", "Twenty in yen"]),
        ({"ordering": "-price"}, ["Twenty in yen", "Eleven euro", "Ten in yen"]),
        ({"price_max": Decimal(11), "ordering": "price"}, ["Ten in yen", "Eleven euro"]),
        ({"price_min": Decimal("10.01"), "ordering": "price"}, ["Eleven euro", "Twenty in yen"]),
        ({"price_max": Decimal(1600), "currency": "JPY"}, ["Ten in yen"]),
        ({"price_min": Decimal(1760), "currency": "JPY"}, ["Twenty in yen", "Eleven euro"]),
        ({"price_min": Decimal(1761), "currency": "JPY"}, ["Twenty in yen"]),
        ({"price_max": Decimal(11), "search": "yen", "ordering": "price"}, ["Ten in yen"]),
    ],
)
def test_prices_of_several_currencies_are_compared_by_their_worth(yen_goods, filters, expected):
    assert titles(**filters) == expected


def test_the_facet_of_prices_is_in_the_filters_currency(yen_goods):
    found = facets(ListingFilters())
    assert (found.price_min, found.price_max, found.currency) == (Decimal(10), Decimal(20), "EUR")
    found = facets(ListingFilters(currency="JPY"))
    assert (found.price_min, found.price_max) == (Decimal(1600), Decimal(3200))
    assert [(one.currency, one.count) for one in found.currencies] == [("JPY", 2), ("EUR", 1)]
    assert found.currencies[0].rated_on == reference_rates().day


def test_in_its_own_currency_a_price_is_inside_a_range_to_the_cent(books, coffee, tea):
    """Whatever the rate: 9.99 euro are not 10 at any of them."""
    ExchangeRate.objects.filter(currency="JPY").update(per_euro=Decimal("163.7"))
    make_product(tea, title="Tea", price="1637")
    inside = ListingFilters(currency="JPY", price_min=Decimal(1637), price_max=Decimal(1637))
    assert [card.title for card in queries.list_listings(inside).results] == ["Tea"]
    outside = ListingFilters(currency="JPY", price_min=Decimal(1638))
    assert queries.list_listings(outside).results == []
