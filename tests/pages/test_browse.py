"""Lists of products on the marketplace's and on a shop's host."""

import re
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.utils import timezone

from marketplace.discovery import facets
from marketplace.discovery.cursors import Cursor
from marketplace.discovery.models import ExchangeRate, Listing
from marketplace.discovery.services import learn_terms
from marketplace.pages.market import retailers
from tenants.registry.directory import directory
from tests.factories.goods import make_known, make_product, make_variants
from tests.factories.listings import list_many
from tests.factories.plans import analyse, rows_read
from tests.factories.statements import count_statements
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db


def page(path, slug=""):
    return Browser().get(slug, path)


def titles(response):
    return re.findall(r'product-card__title"><a[^>]*>([^<]+)</a>', response.content.decode())


def test_the_marketplace_shows_the_products_of_every_open_shop(books, coffee):
    make_product(books, "Novel")
    make_product(coffee, "Beans")

    answer = page("/products")

    assert answer.status_code == 200
    assert sorted(titles(answer)) == ["Beans", "Novel"]
    assert "2 products" in text_of(answer)


def test_more_than_are_counted_are_no_number_of_the_page_or_its_filters(books, coffee, monkeypatch):
    for shop in (books, coffee):
        make_product(shop, "Mug", brand=shop.name)
    learn_terms()
    monkeypatch.setattr(facets, "COUNTED", 1)

    answer = page("/products?search=mug")

    assert "1+ products" in text_of(answer)
    assert "Kaldi Coffee" in text_of(answer)
    assert "check__count" not in answer.content.decode()
    assert "check__count" in page("/products").content.decode()


def test_a_suspended_shops_products_are_not_shown(books, coffee):
    from tenants.registry.services import suspend

    make_product(books, "Novel")
    make_product(coffee, "Beans")
    suspend(retailer=books, reason="late")

    assert titles(page("/products")) == ["Beans"]


def test_a_shops_host_shows_its_own_products_alone(books, coffee):
    make_product(books, "Novel")
    make_product(coffee, "Beans")

    assert titles(page("/catalogue/", "books")) == ["Novel"]
    assert titles(page("/products?retailer=coffee", "books")) == ["Novel"]


def test_filters_narrow_together_and_each_can_be_taken_away(books, coffee):
    make_product(books, "Cheap novel", price=5, brand="Harbour")
    make_product(books, "Dear novel", price=50, brand="Harbour")
    make_product(books, "Sold out novel", price=5, brand="Harbour", stock=0)
    make_product(coffee, "Cheap beans", price=5, brand="Kaldi")

    answer = page("/products?brand=harbour&price_max=10&in_stock=1")

    assert titles(answer) == ["Cheap novel"]
    html = answer.content.decode()
    assert 'aria-label="Remove the filter Harbour"' in html
    assert 'href="/products?price_max=10&amp;in_stock=1"' in html


def test_ordering_by_price(books):
    for price in (30, 10, 20):
        make_product(books, f"At {price}", price=price)

    assert titles(page("/products?ordering=price")) == ["At 10", "At 20", "At 30"]
    assert titles(page("/products?ordering=-price")) == ["At 30", "At 20", "At 10"]


def test_a_price_filter_says_its_currency(books, tea):
    """A rate of this day, then one of eight days ago."""
    make_product(books, "Novel", price=11)
    make_product(tea, "Sencha", price=1600)
    today = timezone.now().date()
    ExchangeRate.objects.filter(currency="JPY").update(per_euro=160, day=today)
    answer = page("/products?price_max=1700&currency=JPY")
    assert titles(answer) == ["Sencha"]
    html = answer.content.decode()
    assert re.search(r'<option value="JPY" selected>\s*JPY\s*</option>', html)
    assert 'aria-label="Remove the filter To ¥1,700"' in html
    assert "compared at the rates of" not in html
    assert titles(page("/products?price_max=10")) == ["Sencha"]
    assert titles(page("/catalogue/?price_max=1600", "tea")) == ["Sencha"]
    assert 'name="currency"' not in page("/catalogue/", "tea").content.decode()

    ExchangeRate.objects.update(day=date(2026, 9, 29))
    told = "Prices in several currencies are compared at the rates of"
    assert told in page("/products").content.decode()
    assert told not in page("/catalogue/", "tea").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "ordering=evil",
        "cursor=nonsense",
        "price_min=abc",
        "price_max=NaN",
        "price_min=1E%2B999999999999",
        f"ordering=price&cursor={Cursor('price', '1e999999', str(UUID(int=1))).encode()}",
        f"cursor={Cursor('newest', '9' * 400, str(UUID(int=1))).encode()}",
        "category=none'",
    ],
)
def test_nonsense_in_the_address_is_no_error(books, query):
    make_product(books)

    assert page(f"/products?{query}").status_code == 200


def test_pages_follow_each_other_without_gaps(books):
    for number in range(30):
        make_product(books, f"Thing {number:02}")
    first = page("/products?ordering=title")
    following = re.search(r'href="(\?[^"]*cursor=[^"]*)" rel="next"', first.content.decode())[1]

    second = page("/products" + following.replace("&amp;", "&"))

    assert titles(first) + titles(second) == [f"Thing {number:02}" for number in range(30)]


def test_search_finds_by_words_and_says_what_was_looked_for(books):
    make_product(books, "Blue stoneware mug")
    make_product(books, "Red scarf")

    answer = page("/search?q=mug")

    assert titles(answer) == ["Blue stoneware mug"]
    assert "Results for “mug”" in text_of(answer)
    assert 'value="mug"' in answer.content.decode()


def test_a_search_without_a_find_shows_a_way_on(books):
    make_product(books, "Mug")

    assert "Nothing fits" in text_of(page("/search?q=zzqqxx"))


def test_words_of_a_search_are_escaped(books):
    answer = page("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert" not in answer.content.decode()


def test_suggestions_are_options_that_lead_to_products(books, coffee):
    make_product(books, "Stoneware mug", price="12.00")
    make_product(coffee, "Stoneware cup")

    everywhere = page("/search/suggestions?q=stoneware").content.decode()
    at_books = page("/search/suggestions?q=stoneware", "books").content.decode()

    assert everywhere.count('role="option"') == 3  # the last leads to the results
    assert re.search("Northgate Books.*€12.00", text_of(page("/search/suggestions?q=stoneware")))
    assert "Stoneware mug" in at_books
    assert "Stoneware cup" not in at_books
    assert "Northgate Books" not in at_books


def test_suggestions_stand_below_the_headings_of_their_kinds(books):
    make_product(books, "North light", brand="Northwind")

    answer = page("/search/suggestions?q=north")

    links = re.findall(r'role="option"[^>]*href="([^"]*)"', answer.content.decode())
    assert links[0].startswith("/products/north-light-")
    assert links[1:] == ["/retailers/books", "/products?brand=northwind", "/search?q=north"]
    assert text_of(answer).split()[0] == "Products"
    for heading in ("Shops", "Brands", "Search for “north”"):
        assert heading in text_of(answer)


def test_where_nothing_is_suggested_the_words_can_be_searched_for(books):
    answer = page("/search/suggestions?q=%22zzz+%26%22").content.decode()
    assert re.findall(r'<a [^>]*href="([^"]*)"', answer) == ["/search?q=%22zzz%20%26%22"]
    assert page("/search/suggestions?q=+").content.decode().strip() == ""


def test_a_shops_category_shows_what_is_in_and_below_it(books):
    make_product(books, title="Mug", categories=[["Home", "Kitchen"]])
    make_product(books, title="Lamp", categories=[["Home"]])
    make_product(books, title="Tent", categories=[["Garden"]])
    catalogue = page("/catalogue/", "books").content.decode()
    home = re.search(r'href="(/catalogue/category/home_\d+/)"', catalogue)[1]

    answer = page(home, "books")

    assert sorted(titles(answer)) == ["Lamp", "Mug"]
    assert re.search(
        r'class="chip" href="/catalogue/category/kitchen_\d+/">Kitchen', answer.content.decode()
    )
    assert page("/catalogue/category/home_99999/", "books").status_code == 404


def test_the_directory_lists_open_shops_with_counts(books, coffee):
    from tenants.registry.services import suspend

    make_product(books)
    make_product(books)
    suspend(retailer=coffee, reason="late")

    text = text_of(page("/retailers"))

    assert "Northgate Books" in text
    assert "2 products" in text
    assert "Kaldi Coffee" not in text


def test_the_card_of_a_shop_says_that_there_are_more_than_are_counted(books, coffee, monkeypatch):
    monkeypatch.setattr(retailers, "MOST_COUNTED", 2)
    for shop, count in ((books, 2), (coffee, 3)):
        for _ in range(count):
            make_product(shop)

    text = text_of(page("/retailers"))

    counts = re.findall(r"(?:More than )?\d+ products", text)
    assert counts[:2] == ["More than 2 products", "2 products"]  # of coffee, then of books


def test_the_picture_of_a_shop_is_of_what_it_features_or_else_of_its_newest(books):
    def show(title, hours, **values):
        listing = Listing.objects.filter(uuid=make_product(books, title).uuid)
        pictures = [{"path": f"products/{title}.webp", "alt": ""}]
        at = timezone.now() + timedelta(hours=hours)
        listing.update(**{"images": pictures, "created_at": at} | values)

    def cover():
        [card] = retailers.cards_of([books])
        return card["cover"] and re.findall(r"(\w+)\.webp", str(card["cover"]))[0]

    show("bare", 9, images=[])
    assert cover() is None
    for title, hours in (("older", 1), ("newer", 2), ("old", 0)):
        show(title, hours)
    show("hidden", 8, is_visible=False)
    assert cover() == "newer"
    show("bare_featured", 7, is_featured=True, images=[])
    assert cover() == "newer"
    show("featured", -1, is_featured=True)
    assert cover() == "featured"


@pytest.mark.parametrize("pictures", [[], [{"path": "products/a.webp", "alt": ""}]])
def test_the_directory_reads_no_more_however_much_a_shop_sells(
    books, coffee, monkeypatch, pictures
):
    monkeypatch.setattr(retailers, "MOST_COUNTED", 100)
    make_product(coffee)
    product = make_product(books)
    Listing.objects.filter(uuid=product.uuid).update(images=pictures)
    list_many(product, 3000)
    analyse("discovery_listing", "tenants_retailer")

    assert rows_read(partial(retailers.cards_of, [books, coffee])) < 500


def test_the_directory_finds_a_shop_by_its_name(books, coffee):
    text = text_of(page("/retailers?q=kaldi"))

    assert "Kaldi Coffee" in text
    assert "Northgate Books" not in text


def test_a_shops_page_on_the_marketplace(books, coffee):
    make_product(books, "Novel")
    make_product(coffee, "Beans")

    answer = page("/retailers/books")

    assert titles(answer) == ["Novel"]
    assert 'href="/handoff/go?to=books.localhost&amp;next=%2F"' in answer.content.decode()
    assert page("/retailers/nobody").status_code == 404


def test_variants_are_marked_from_their_lowest_price(books):
    make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "9.00", "stock": 3},
            {"options": {"Size": "L"}, "price": "12.00", "stock": 3},
        ],
    )

    assert "from €9.00" in text_of(page("/products"))


@pytest.mark.parametrize(
    ("path", "most"), [("/products", 4), ("/search?q=thing", 6), ("/retailers", 5)]
)
def test_statements_do_not_grow_with_rows(books, coffee, path, most):
    make_product(books)
    page(path)
    with count_statements() as few:
        page(path)
    for _ in range(8):
        make_product(books)
        make_product(coffee)
    with count_statements() as many:
        page(path)

    assert len(many) == len(few) <= most


def test_a_shop_that_publishes_no_contact_has_no_empty_heading_for_it(books):
    page = Browser().get("books", "/catalogue/").content.decode()
    assert "<h2>Contact</h2>" not in page
    books.contact_email = "hello@books.example"
    books.save()
    directory.forget()
    assert "Contact hello@books.example" in text_of(Browser().get("books", "/catalogue/"))


# --- what was done to the words ---------------------------------------------------------------
@pytest.fixture
def sell(books):
    return partial(make_known, books)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("bycicle", "No product says “bycicle”: shown is what says “bicycle”."),
        ("sofa", "With “sofa”, what says “couch” is shown too."),
        ("sofa -bicycle", "What has “bicycle” is left out."),
    ],
)
def test_the_page_says_what_it_did_to_the_words(sell, text, sentence):
    sell("Bicycle", "Couch", "Sofa")
    answer = page(f"/search?q={text}")
    assert sentence in text_of(answer)
    assert "exact=1" in answer.content.decode()
    assert "Search exactly as typed" in text_of(answer)


def test_a_search_as_typed_leads_back(sell):
    sell("Bicycle")
    answer = page("/search?q=bycicle&exact=1")
    assert titles(answer)[:1] == ["Bicycle"]  # what the empty page leads on to
    assert "Nothing fits" in text_of(answer)
    assert "Search for similar words too" in text_of(answer)
    assert 'href="?q=bycicle"' in answer.content.decode()


def test_a_search_that_is_taken_as_typed_says_nothing(sell):
    sell("Bicycle")
    assert "exactly" not in text_of(page("/search?q=bicycle"))


@pytest.mark.parametrize("slug", ["", "books"])
def test_an_empty_search_leads_on(sell, coffee, slug):
    sell("Novel")
    answer = page("/search?q=qqqqq", slug)
    assert "Nothing fits" in text_of(answer)
    assert "Perhaps one of these" in text_of(answer)
    assert titles(answer) == ["Novel"]
    assert ("/catalogue/" if slug else "/products?category=other") in answer.content.decode()
