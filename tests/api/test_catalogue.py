"""Products, search, categories, brands and retailers over REST."""

from datetime import time
from decimal import Decimal

import pytest

from marketplace.discovery import counts
from marketplace.discovery.models import Listing, MarketCategory
from marketplace.discovery.services import learn_terms
from tenants.registry.context import use_retailer
from tenants.registry.models import OpeningHours, Retailer
from tenants.shop.catalogue.services import archive_product, change_product
from tenants.shop.partner.services import set_price, set_stock
from tests.api.conftest import assert_problem
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_offer, terms

EUR = {"currency": "EUR"}


def titles(answer):
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


@pytest.fixture
def goods(books, coffee, tea):
    """A few things in three shops."""
    make_product(books, title="A Novel", price="12.50", stock=5, brand="Penguin")
    make_product(books, title="Atlas", price="40.00", stock=0, brand="Dierke")
    make_product(coffee, title="Coffee Beans", price="8.00", stock=None, brand="Kaldi")
    make_product(tea, title="Green Tea", price="1200", stock=3, brand="Sencha")


def test_a_product_in_a_list(api, books):
    product = make_product(books, title="A Novel", price="12.50", stock=5, brand="Penguin")
    listing = Listing.objects.get()

    assert api.get("products/").json() == {
        "results": [
            {
                "id": str(product.uuid),
                "title": "A Novel",
                "slug": "a-novel",
                "url": f"http://localhost:8000/products/a-novel-{listing.short_id}",
                "brand": "Penguin",
                "retailer": {
                    "slug": "books",
                    "name": "Northgate Books",
                    "url": "http://books.localhost:8000",
                },
                "price": {"amount": "12.50", **EUR},
                "price_max": {"amount": "12.50", **EUR},
                "was": None,
                "on_sale": False,
                "image": None,
                "stock": {"available": True, "quantity": 5},
                "has_variants": False,
                "is_featured": False,
                "rating": None,
                "rating_count": 0,
            }
        ],
        "next": None,
        "previous": None,
    }


def test_variants_show_their_lowest_available_price_and_their_stock_summed(api, books):
    _, (cheap, *_) = make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "9.00", "stock": 0},
            {"options": {"Size": "M"}, "price": "10.00", "stock": 2},
            {"options": {"Size": "L"}, "price": "12.00", "stock": 3},
        ],
    )

    def row():
        (found,) = api.get("products/").json()["results"]
        return found

    assert row()["has_variants"] is True
    assert row()["price"] == {"amount": "10.00", **EUR}
    assert row()["price_max"] == {"amount": "12.00", **EUR}
    assert row()["stock"] == {"available": True, "quantity": 5}
    with use_retailer(books):
        set_stock(product=cheap, num_in_stock=1)
    assert row()["price"] == {"amount": "9.00", **EUR}
    with use_retailer(books):
        set_price(product=cheap, price=Decimal("8.50"))
    assert row()["price"] == {"amount": "8.50", **EUR}


def test_money_and_stock_of_other_kinds(api, goods):
    rows = {row["title"]: row for row in api.get("products/").json()["results"]}

    assert rows["Green Tea"]["price"] == {"amount": "1200", "currency": "JPY"}
    assert rows["Coffee Beans"]["stock"] == {"available": True, "quantity": None}
    assert rows["Atlas"]["stock"] == {"available": False, "quantity": 0}


FOUND = {
    "retailer=books": ["A Novel", "Atlas"],
    "retailer=books&retailer=tea": ["A Novel", "Atlas", "Green Tea"],
    "retailer=nobody": [],
    "brand=penguin": ["A Novel"],
    "brand=Penguin&brand=KALDI": ["A Novel", "Coffee Beans"],
    "price_min=10&price_max=50": ["A Novel", "Atlas"],
    "price_max=8.00": ["Coffee Beans", "Green Tea"],  # 1200 yen are less than 8 euro
    "price_min=100&price_min=12": ["A Novel", "Atlas"],
    "price_min=1200&price_max=1200&currency=JPY": ["Green Tea"],
    "price_min=1201&currency=JPY": ["A Novel", "Atlas", "Coffee Beans"],
    "price_min=8&currency=EUR&retailer=tea": [],
    "in_stock=true": ["A Novel", "Coffee Beans", "Green Tea"],
    "in_stock=false": ["Atlas"],
    "in_stock=true&in_stock=false": ["A Novel", "Atlas", "Coffee Beans", "Green Tea"],
    "retailer=books&in_stock=true&price_max=20": ["A Novel"],
    "search=novel": ["A Novel"],
    "search=penguin": ["A Novel"],
    "category=nothing": [],
    "featured=true": [],
}


@pytest.mark.parametrize(("query", "expected"), FOUND.items())
def test_filters(api, goods, query, expected):
    assert sorted(titles(api.get(f"products/?{query}"))) == expected


def test_a_typo_is_forgiven(api, goods):
    learn_terms()
    assert titles(api.get("products/?search=coffe+baens"))[0] == "Coffee Beans"
    assert titles(api.get("search/?search=coffe+baens"))[0] == "Coffee Beans"


def test_a_category_holds_what_lies_below_it(api, books):
    above, below, beside = _categories()
    make_product(books, title="Deep", categories=[["Deep"]])
    make_product(books, title="High", categories=[["High"]])
    make_product(books, title="Elsewhere", categories=[["Elsewhere"]])
    for title, category in (("Deep", below), ("High", above), ("Elsewhere", beside)):
        Listing.objects.filter(title=title).update(category=category)

    assert sorted(titles(api.get(f"products/?category={above.slug}"))) == ["Deep", "High"]
    assert titles(api.get(f"products/?category={below.slug}")) == ["Deep"]
    both = f"products/?category={below.slug}&category={beside.slug}"
    assert sorted(titles(api.get(both))) == ["Deep", "Elsewhere"]


def _categories():
    """(one with children, a child of it, one that is neither)."""
    below = MarketCategory.objects.filter(path__contains="/").order_by("path").first()
    above = MarketCategory.objects.get(path=below.path.partition("/")[0])
    beside = MarketCategory.objects.exclude(path__startswith=above.path).order_by("path").first()
    return above, below, beside


ORDERED = {
    "price": ["Green Tea", "Coffee Beans", "A Novel", "Atlas"],
    "-price": ["Atlas", "A Novel", "Coffee Beans", "Green Tea"],
    "title": ["A Novel", "Atlas", "Coffee Beans", "Green Tea"],
    "newest": ["Green Tea", "Coffee Beans", "Atlas", "A Novel"],
}


@pytest.mark.parametrize(("ordering", "expected"), ORDERED.items())
def test_orderings(api, goods, ordering, expected):
    assert titles(api.get(f"products/?ordering={ordering}")) == expected


def test_a_sale_is_told_in_lists_details_and_prices(api, books):
    parent, (small, large) = make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "10.00", "stock": 2},
            {"options": {"Size": "L"}, "price": "20.00", "stock": 2},
        ],
    )
    make_product(books, title="Atlas", price="40.00")
    make_offer(books, given=terms(percent="25", products=[parent]))
    (row,) = api.get("products/?on_sale=true").json()["results"]
    detail = api.get(f"products/{parent.uuid}/").json()
    price = api.get(f"products/{parent.uuid}/price/").json()
    for shown in (row, detail, price):
        assert shown["price"] == {"amount": "7.50", **EUR}
        assert shown["price_max"] == {"amount": "15.00", **EUR}
        assert shown["was"] == {"amount": "10.00", **EUR}
        assert shown["on_sale"] is True
    for variants in (detail["variants"], price["items"]):
        told = {one["id"]: (one["price"]["amount"], one["was"]["amount"]) for one in variants}
        assert told == {str(small.uuid): ("7.50", "10.00"), str(large.uuid): ("15.00", "20.00")}
    assert titles(api.get("products/?on_sale=false")) == ["Atlas"]
    assert titles(api.get("products/?price_max=7.50")) == ["Shirt"]
    assert api.get("search/filters/").json()["on_sale"] == 1


def test_a_filter_on_a_shops_own_host_is_in_its_currency(at, goods, tea):
    """The shop sells in yen; another currency can be named."""
    here = at(tea)
    assert titles(here.get("products/?price_min=1200")) == ["Green Tea"]
    assert titles(here.get("products/?price_max=1199")) == []
    assert titles(here.get("products/?price_max=8&currency=EUR")) == ["Green Tea"]
    facets = here.get("search/filters/").json()
    assert facets["price"] == {"min": "1200", "max": "1200", "currency": "JPY"}
    assert [(one["value"], one["count"]) for one in facets["currencies"]] == [("JPY", 1)]


@pytest.mark.parametrize("currency", ["eur", "XAU", "EURO", "1"])
def test_a_currency_without_a_rate_is_refused_by_name(api, currency):
    answer = api.get(f"products/?price_min=1&currency={currency}")
    problem = assert_problem(answer, status=400, code="validation-error")
    assert list(problem["errors"]) == ["currency"]


def test_the_newest_come_first_where_nothing_is_asked(api, goods):
    assert titles(api.get("products/")) == ORDERED["newest"]
    assert_problem(api.get("products/?ordering="), status=400, code="validation-error")


@pytest.mark.parametrize("ordering", ["newest", "price", "-price", "title"])
def test_pages_hold_every_product_once_and_lead_back(api, goods, ordering):
    whole = titles(api.get(f"products/?ordering={ordering}"))
    url, seen, pages = f"products/?ordering={ordering}&page_size=1", [], []
    while url:
        body = api.get(url.removeprefix("http://localhost")).json()
        seen += [row["title"] for row in body["results"]]
        pages.append(body)
        url = body["next"]
        assert url is None or url.startswith("http://localhost/api/v1/products/?")
    assert seen == whole
    back = api.get(pages[-1]["previous"].removeprefix("http://localhost")).json()
    assert back["results"] == pages[-2]["results"]
    assert pages[0]["previous"] is None


def test_a_search_tells_what_it_did_to_the_words(api, books):
    make_product(books, title="Bicycle bell")
    learn_terms()
    body = api.get("search/products/?search=bycicle+bell").json()
    assert body["readings"] == [{"word": "bycicle", "reading": "replaced", "names": ["bicycle"]}]
    body = api.get("search/products/?search=bycicle&exact=true&facets=true").json()
    assert (body["results"], body["readings"], body["facets"]["total"]) == ([], [], 0)
    assert "readings" not in api.get("products/").json()


def test_a_search_goes_on_over_pages(api, books):
    for number in range(5):
        make_product(books, title=f"Blue Mug {number}")
    first = api.get("search/?search=mug&page_size=3").json()
    second = api.get(first["next"].removeprefix("http://localhost")).json()

    assert (len(first["results"]), len(second["results"])) == (3, 2)
    assert second["next"] is None


REFUSED = {
    "price_min=cheap": "price_min",
    "price_min=-1": "price_min",
    "price_max=NaN": "price_max",
    "in_stock=maybe": "in_stock",
    "ordering=fame": "ordering",
    "ordering=price&ordering=title": "ordering",
    "rating=0.9": "rating",
    "rating=5.1": "rating",
    "page_size=0": "page_size",
    "page_size=101": "page_size",
    "page_size=ten": "page_size",
    "cursor=x&cursor=y": "cursor",
    "search=" + "x" * 201: "search",
    "brand=a%00b": "brand",
}


@pytest.mark.parametrize(("query", "name"), REFUSED.items())
def test_values_that_cannot_be_used(api, query, name):
    document = assert_problem(api.get(f"products/?{query}"), status=400, code="validation-error")
    assert list(document["errors"]) == [name]


@pytest.mark.parametrize(
    "cursor", ["x", "e30", "W10", "WyJuZXdlc3QiLCJ4IiwieSIsZmFsc2Vd", "%F0%9F"]
)
def test_cursors_that_are_none(api, cursor):
    assert_problem(api.get(f"products/?cursor={cursor}"), status=400, code="bad-cursor")


def test_unknown_parameters(api):
    document = assert_problem(
        api.get("products/?colour=blue"), status=400, code="unknown-parameter"
    )
    assert list(document["errors"]) == ["colour"]


def test_a_search_needs_words(api):
    assert_problem(api.get("search/"), status=400, code="validation-error")


@pytest.mark.parametrize("hide", ["archive", "withdraw", "suspend"])
def test_what_is_not_for_sale_is_not_there(api, books, hide):
    product = make_product(books, title="A Novel")
    assert titles(api.get("products/")) == ["A Novel"]
    with use_retailer(books):
        if hide == "archive":
            archive_product(product=product)
        elif hide == "withdraw":
            change_product(product=product, is_public=False)
        else:
            Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.SUSPENDED)

    assert titles(api.get("products/")) == []
    assert titles(api.get("search/?search=novel")) == []
    assert_problem(api.get(f"products/{product.uuid}/"), status=404, code="not-found")


def test_a_shops_host_shows_its_own_only(at, books, coffee, goods):
    shop = at(books)
    theirs = Listing.objects.get(retailer=coffee).uuid

    assert sorted(titles(shop.get("products/"))) == ["A Novel", "Atlas"]
    assert titles(shop.get("products/?retailer=coffee")) == []
    assert sorted(titles(shop.get("products/?retailer=coffee&retailer=books"))) == [
        "A Novel",
        "Atlas",
    ]
    assert titles(shop.get("search/?search=coffee")) == []
    assert_problem(shop.get(f"products/{theirs}/"), status=404, code="not-found")
    assert [row["slug"] for row in shop.get("retailers/").json()["results"]] == ["books"]
    assert_problem(shop.get("retailers/coffee/"), status=404, code="not-found")
    assert [row["name"] for row in shop.get("brands/").json()["results"]] == ["Dierke", "Penguin"]


def test_categories_are_a_tree_with_counts(api, books):
    above, below, _ = _categories()
    make_product(books, title="A Novel")
    Listing.objects.update(category=below)
    counts.mend(books)
    results = api.get("categories/").json()["results"]
    top = next(node for node in results if node["slug"] == above.slug)

    assert top["product_count"] == 1
    assert [node["product_count"] for node in top["children"] if node["slug"] == below.slug] == [1]
    assert sum(node["product_count"] for node in results) == 1
    assert api.get(f"categories/{above.slug}/").json() == top
    assert_problem(api.get("categories/nothing-like-it/"), status=404, code="not-found")


def test_brands_by_pages(api, goods):
    first = api.get("brands/?page_size=3").json()
    second = api.get(first["next"].removeprefix("http://localhost")).json()

    assert [row["name"] for row in first["results"]] == ["Dierke", "Kaldi", "Penguin"]
    assert [row["name"] for row in second["results"]] == ["Sencha"]
    assert first["results"][0] == {"key": "dierke", "name": "Dierke", "product_count": 1}
    found = api.get("brands/?search=kal&search=sen").json()["results"]
    assert [row["name"] for row in found] == ["Kaldi", "Sencha"]


def test_retailers(api, books):
    Retailer.objects.filter(slug="tea").update(status=Retailer.Status.SUSPENDED)
    rows = api.get("retailers/").json()["results"]

    assert [row["slug"] for row in rows] == ["books", "coffee"]
    assert rows[0]["delivery_fee"] == {"amount": "0.00", **EUR}
    assert rows[0]["id"] == str(books.uuid)
    assert_problem(api.get("retailers/tea/"), status=404, code="not-found")
    found = api.get("retailers/?search=kaldi").json()["results"]
    assert [row["slug"] for row in found] == ["coffee"]


def test_one_retailer_with_its_hours(api, books):
    OpeningHours.objects.filter(retailer=books).delete()
    OpeningHours.objects.create(retailer=books, weekday=1, opens=time(14), closes=time(18))
    OpeningHours.objects.create(retailer=books, weekday=1, opens=time(9), closes=time(12, 30))
    Retailer.objects.filter(pk=books.pk).update(latitude="52.5", longitude="13.4")
    body = api.get("retailers/books/").json()

    assert body["opening_hours"] == [
        {"weekday": 1, "opens": "09:00", "closes": "12:30"},
        {"weekday": 1, "opens": "14:00", "closes": "18:00"},
    ]
    assert body["location"] == {"latitude": 52.5, "longitude": 13.4}
