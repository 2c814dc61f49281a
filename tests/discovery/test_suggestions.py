"""What the search box offers while someone types."""

import pytest

from marketplace.discovery import jobs
from marketplace.discovery.suggestions import OTHERS, PRODUCTS, suggest
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import services as catalogue
from tests.factories.goods import make_known, make_product, make_variants
from tests.factories.offers import make_offer, terms
from tests.factories.pictures import draw_picture
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db


def labels(text, kind="product", **where):
    return [hit.label for hit in suggest(text, **where) if hit.kind == kind]


def test_the_last_word_is_completed(books):
    make_known(books, "Blue mug", brand="Mugsy")
    make_known(books, "Blue lamp")
    with count_statements() as seen:
        suggestions = suggest("blue mu")
    assert len(seen) == 1
    assert [(hit.kind, hit.label) for hit in suggestions] == [("product", "Blue mug")]
    assert suggestions[0].card.path.startswith("/products/blue-mug-")
    assert suggest("blue mu", retailer="coffee") == []
    assert suggest("  ") == suggest("'") == []


def test_a_last_word_that_says_nothing_leaves_those_before_it(books):
    make_known(books, "Blue lamp")
    make_known(books, "Thermos of steel")  # begins as the word, and "of" is known
    assert labels("blue the") == labels("blue of") == labels("of blue") == ["Blue lamp"]
    assert labels("the") == ["Thermos of steel"]
    assert labels("of") == suggest("(((a+)+)+$[") == []


def test_a_product_shows_what_it_costs_now_its_picture_and_its_shop(books):
    product = make_product(books, "Mug", price="20.00")
    with use_retailer(books):
        image = catalogue.add_image(product=product, file=draw_picture(), caption="A mug")
    make_offer(books, given=terms(percent="15"))

    (mug,) = suggest("mug")[:1]

    assert mug.value == str(product.uuid)
    assert (str(mug.card.money), str(mug.card.money_was)) == ("17.00 EUR", "20.00 EUR")
    assert mug.image == {"path": image.original.name, "alt": "A mug"}
    assert (mug.retailer.slug, mug.retailer.name) == ("books", books.name)


def test_a_product_of_variants_shows_from_what_price(books):
    make_variants(
        books,
        title="Mug",
        variants=[{"options": {"Size": size}, "price": price, "stock": 1}
                  for size, price in (("S", "9.00"), ("L", "14.00"))],
    )  # fmt: skip
    (mug,) = suggest("mug")[:1]
    assert (str(mug.card.money), str(mug.card.money_max)) == ("9.00 EUR", "14.00 EUR")


def test_of_many_products_the_shortest_titles_come_first(books):
    titles = [f"Mug {'extra ' * size}large" for size in range(PRODUCTS + 1)]
    for title in titles:
        make_product(books, title)
    assert labels("mug") == titles[:PRODUCTS]


def test_a_title_that_begins_as_typed_comes_before_shorter_ones(books):
    make_known(books, "Wide tea pot")
    make_known(books, "Pot of tea, loose")
    assert labels("pot") == labels("pot of") == ["Pot of tea, loose", "Wide tea pot"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("bycicle", "City bicycle"),
        ("bike", "City bicycle"),
        ("Fahrrad", "City bicycle"),
        ("kaffee", "Ground coffee"),
        ("cofee", "Ground coffee"),
        ("red cofee", "Red coffee pot"),
        ("grund cof", "Ground coffee"),
        ("stoneware kaf", None),
        ("AB-12", None),
    ],
)
def test_words_that_nobody_uses_stand_for_others(books, typed, title):
    for name in ("City bicycle", "Ground coffee", "Red coffee pot", "Bath tub", "AB-13 filter"):
        make_known(books, name)
    assert labels(typed)[:1] == ([title] if title else [])


def test_categories_have_the_one_above_them(books):
    (cups,) = [hit for hit in suggest("mugs") if hit.kind == "category"]
    assert (cups.value, cups.above) == ("mugs-cups", "Kitchen & Dining")
    assert labels("mugs", "category", retailer="books") == []


@pytest.mark.parametrize(
    ("name", "typed", "is_suggested"),
    [
        ("Northgate Books", "north", True),
        ("Northgate Books", "boo", True),
        ("Northgate Books", "gate", False),
        ("Café Ümlaut", "cafe um", True),
        ("Книжный дом", "книж", True),
        ("東京陶器店", "陶器", True),
        ("متجر الكتب", "الكت", True),
        ("Northgate Books", "%", False),
        ("Northgate Books", "_", False),
    ],
)
def test_shops_are_suggested_by_the_beginning_of_a_word(books, name, typed, is_suggested):
    Retailer.objects.filter(pk=books.pk).update(name=name)
    assert labels(typed, "retailer") == [name] * is_suggested
    assert labels(typed, "retailer", retailer="books") == []


@pytest.mark.parametrize("status", sorted(set(Retailer.Status) - {Retailer.Status.ACTIVE}))
def test_only_open_shops_and_their_brands_are_suggested(books, status):
    make_product(books, "Lamp", brand="Northwind")
    assert labels("north", "retailer") + labels("north", "brand") == [books.name, "Northwind"]
    Retailer.objects.filter(pk=books.pk).update(status=status)
    assert suggest("north") == []
    assert suggest("north", retailer="books") == []


def test_a_shop_shows_its_logo(books):
    Retailer.objects.filter(pk=books.pk).update(logo="logos/books.png")
    (shop,) = suggest("northgate")
    assert shop.image == {"path": "logos/books.png", "alt": books.name}
    assert (shop.value, shop.retailer.schema_name) == ("books", books.schema_name)


def test_brands_with_most_products_come_first_summed_up_or_not(books, coffee):
    for brand, count in (("Nordlys", 1), ("Nord", 2), ("NORD-", 1), ("Norden", 2), ("Nordisk", 1)):
        for _ in range(count):
            make_product(books, brand=brand)
    before = suggest("nord")
    jobs.fold_counts()
    brands = [(hit.label, hit.value) for hit in before if hit.kind == "brand"]
    assert brands == [("NORD-", "nord"), ("Norden", "norden"), ("Nordisk", "nordisk")][:OTHERS]
    assert suggest("nord") == before
    for _ in range(3):
        make_product(coffee, brand="Nordlys")
    assert labels("nord", "brand")[:2] == ["Nordlys", "NORD-"]
    assert labels("nord", "brand", retailer="coffee") == ["Nordlys"]
