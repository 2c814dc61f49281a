"""What is asked of one product, of ratings, of facets and of a shop below its own address."""

import uuid

import pytest

from marketplace.discovery import counts as kept_counts
from marketplace.discovery.models import Listing, MarketCategory
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.services import add_image, archive_product, change_product
from tests.api.conftest import assert_problem
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_offer, terms
from tests.factories.pictures import draw_picture
from tests.factories.staff import make_member

EUR = {"currency": "EUR"}


def titles(answer):
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


@pytest.fixture
def shirt(books):
    return make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "10.00", "stock": 0},
            {"options": {"Size": "L"}, "price": "12.00", "stock": 3},
        ],
    )


def test_variants_availability_and_price_tell_what_the_product_tells(api, shirt):
    parent, (small, large) = shirt
    whole = api.get(f"products/{parent.uuid}/").json()

    assert api.get(f"products/{parent.uuid}/variants/").json() == {"results": whole["variants"]}
    one = api.get(f"products/{parent.uuid}/variants/{large.uuid}/").json()
    assert one == whole["variants"][1]
    stock = api.get(f"products/{parent.uuid}/availability/").json()
    assert stock["stock"] == whole["stock"] == {"available": True, "quantity": 3}
    assert [(row["id"], row["stock"]["quantity"]) for row in stock["items"]] == [
        (str(small.uuid), 0),
        (str(large.uuid), 3),
    ]
    price = api.get(f"products/{parent.uuid}/price/").json()
    assert price["price"] == whole["price"] == {"amount": "12.00", **EUR}
    assert [row["price"]["amount"] for row in price["items"]] == ["10.00", "12.00"]


def test_a_simple_product_is_the_one_thing_that_can_be_bought(api, books):
    product = make_product(books, price="4.00", stock=2, min_quantity=2, max_quantity=6)
    (item,) = api.get(f"products/{product.uuid}/availability/").json()["items"]

    assert item == {
        "id": str(product.uuid),
        "options": {},
        "stock": {"available": True, "quantity": 2},
        "min_quantity": 2,
        "max_quantity": 6,
    }
    assert api.get(f"products/{product.uuid}/variants/").json() == {"results": []}


@pytest.mark.parametrize("part", ["", "variants/", "availability/", "price/", "images/"])
def test_the_parts_of_what_is_not_for_sale_are_not_there_either(api, books, part):
    product = make_product(books)
    with use_retailer(books):
        archive_product(product=product)

    assert_problem(api.get(f"products/{product.uuid}/{part}"), status=404, code="not-found")
    assert_problem(api.get(f"products/{uuid.uuid4()}/{part}"), status=404, code="not-found")


def test_delivery_options_are_those_that_the_shop_offers(api, books):
    product = make_product(books)
    Retailer.objects.filter(pk=books.pk).update(
        delivery_fee="4.90", free_delivery_over="50", offers_pickup=False
    )
    delivery = {
        "fulfilment": "delivery",
        "fee": {"amount": "4.90", **EUR},
        "free_over": {"amount": "50.00", **EUR},
    }
    assert api.get(f"products/{product.uuid}/").json()["delivery_options"] == [delivery]
    assert api.get("retailers/books/").json()["delivery_options"] == [delivery]
    Retailer.objects.filter(pk=books.pk).update(offers_pickup=True)
    assert api.get("retailers/books/delivery-options/").json() == {
        "results": [
            delivery,
            {"fulfilment": "pickup", "fee": {"amount": "0.00", **EUR}, "free_over": None},
        ]
    }


@pytest.fixture
def rated(books):
    for title, rating, count in (("Best", "4.75", 4), ("Fair", "3.00", 1), ("New", None, 0)):
        made = make_product(books, title=title)
        Listing.objects.filter(uuid=made.uuid).update(rating=rating, rating_count=count)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("rating=4.5", ["Best"]),
        ("rating=3", ["Best", "Fair"]),
        ("ordering=-rating", ["Best", "Fair", "New"]),
        ("ordering=-rating&page_size=1", ["Best"]),
    ],
)
def test_by_rating(api, rated, query, expected):
    found = api.get(f"products/?{query}")
    assert (titles(found) if "ordering" in query else sorted(titles(found))) == expected
    (best,) = [row for row in found.json()["results"] if row["title"] == "Best"]
    assert (best["rating"], best["rating_count"]) == ("4.75", 4)


def test_pages_by_rating_hold_every_product_once(api, rated):
    url, seen = "products/?ordering=-rating&page_size=1", []
    while url:
        body = api.get(url.removeprefix("http://localhost")).json()
        seen += [row["title"] for row in body["results"]]
        url = body["next"]
    assert seen == ["Best", "Fair", "New"]


@pytest.mark.parametrize("value", ["0", "6", "good", "NaN"])
def test_ratings_that_are_none(api, value):
    document = assert_problem(
        api.get(f"products/?rating={value}"), status=400, code="validation-error"
    )
    assert list(document["errors"]) == ["rating"]


def test_featured_products(api, at, books, coffee):
    make_product(books, title="Plain")
    make_product(books, title="Ours", is_featured=True)
    make_product(coffee, title="Theirs", is_featured=True)

    assert sorted(titles(api.get("products/featured/"))) == ["Ours", "Theirs"]
    assert titles(at(books).get("products/featured/")) == ["Ours"]
    assert_problem(
        api.get("products/featured/?featured=false"), status=400, code="unknown-parameter"
    )


# --- facets -----------------------------------------------------------------------------------
@pytest.fixture
def goods(books, coffee):
    make_product(books, title="Mug", price="5.00", brand="Hearth", categories=[["Mugs"]])
    make_product(books, title="Cup", price="9.00", brand="Hearth", stock=0)
    make_product(coffee, title="Beans", price="20.00", brand="Kaldi")


def counts(choices):
    return {one["value"]: one["count"] for one in choices}


def test_facets_are_counted_when_they_are_asked_for(api, goods):
    assert "facets" not in api.get("products/").json()
    body = api.get("products/?facets=true&brand=hearth").json()
    facets = body["facets"]

    assert len(body["results"]) == facets["total"] == 2
    assert counts(facets["brands"]) == {"hearth": 2, "kaldi": 1}
    assert counts(facets["retailers"]) == {"books": 2}
    assert facets["availability"] == {"in_stock": 1, "out_of_stock": 1}
    assert facets["price"] == {"min": "5.00", "max": "9.00", "currency": "EUR"}
    assert api.get("search/filters/?brand=hearth").json() == facets


def test_a_shops_filters_speak_of_that_shop(at, coffee, goods):
    shop = at(coffee)

    assert counts(shop.get("search/filters/").json()["brands"]) == {"kaldi": 1}
    assert shop.get("search/filters/?retailer=books").json()["total"] == 0


def test_the_filters_of_a_category_name_those_below_it(api, books):
    below = MarketCategory.objects.filter(path__contains="/").order_by("path").first()
    above = MarketCategory.objects.get(path=below.path.partition("/")[0])
    make_product(books, title="Deep", brand="Hearth")
    Listing.objects.update(category=below)
    kept_counts.mend(books)
    make_product(books, title="Elsewhere", brand="Kaldi")
    facets = api.get(f"categories/{above.slug}/filters/").json()

    assert counts(facets["categories"]) == {below.slug: 1}
    assert counts(facets["brands"]) == {"hearth": 1}
    assert api.get(f"categories/{below.slug}/filters/").json()["categories"] == []
    assert_problem(api.get("categories/nothing/filters/"), status=404, code="not-found")


def test_suggestions(api, at, books, coffee):
    mug = make_product(books, title="Blue Mug", brand="Mugworks")
    rows = api.get("search/suggestions/?search=mug").json()["results"]

    assert {(row["kind"], row["label"], row["value"]) for row in rows} >= {
        ("product", "Blue Mug", str(mug.uuid)),
        ("brand", "Mugworks", "mugworks"),
    }
    assert {row["kind"] for row in rows if row["url"]} == {"product"}
    assert at(coffee).get("search/suggestions/?search=mug").json() == {"results": []}
    assert api.get("search/suggestions/").json() == {"results": []}


def test_suggestions_show_what_each_is(api, at, books):
    mug = make_product(books, title="North mug", price="20.00")
    with use_retailer(books):
        add_image(product=mug, file=draw_picture(), caption="A mug")
    make_offer(books, given=terms(percent="15"))
    nothing = dict.fromkeys(("image", "price", "price_max", "was", "retailer"))

    product, shop = api.get("search/suggestions/?search=north").json()["results"]
    category = api.get("search/suggestions/?search=coffee+%26").json()["results"][0]

    assert "/products/north-mug-" in product["url"]
    assert product["image"]["alt"] == "A mug"
    assert product["price"] == {"amount": "17.00", "currency": "EUR"}
    assert product["was"] == {"amount": "20.00", "currency": "EUR"}
    assert product["retailer"]["slug"] == "books"
    assert (shop["kind"], shop["label"], shop["value"]) == ("retailer", books.name, "books")
    assert (shop["url"], shop["price"], shop["image"]) == (product["retailer"]["url"], None, None)
    assert category | nothing == category
    assert (category["kind"], category["url"]) == ("category", None)
    assert category["parent"]
    (own,) = at(books).get("search/suggestions/?search=north").json()["results"]
    assert own["kind"] == "product"


# --- below a shop's address -------------------------------------------------------------------
def test_a_shop_below_its_address_is_that_shop_alone(api, at, books, coffee, goods):
    _, mug = sorted(api.get("products/?retailer=books").json()["results"], key=title_of)
    theirs = Listing.objects.get(retailer=coffee).uuid

    assert sorted(titles(api.get("retailers/books/products/"))) == ["Cup", "Mug"]
    assert titles(api.get("retailers/books/products/?search=mug")) == ["Mug"]
    one = api.get(f"retailers/books/products/{mug['id']}/")
    assert one.json() == api.get(f"products/{mug['id']}/").json()
    for path in ("", "variants/", "availability/", "price/", "images/"):
        gone = api.get(f"retailers/books/products/{theirs}/{path}")
        assert_problem(gone, status=404, code="not-found")
    assert sorted(titles(at(books).get("retailers/books/products/"))) == ["Cup", "Mug"]
    elsewhere = at(coffee).get("retailers/books/products/")
    assert_problem(elsewhere, status=404, code="not-found")
    assert_problem(api.get("retailers/nobody/products/"), status=404, code="not-found")
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.SUSPENDED)
    assert_problem(api.get("retailers/books/products/"), status=404, code="not-found")


def title_of(row):
    return row["title"]


def test_a_shops_own_categories(api, books):
    make_product(books, title="Mug", categories=[["Home", "Mugs"]])
    make_product(books, title="Pan", categories=[["Home", "Pans"], ["Gifts"]])
    with use_retailer(books):
        change_product(product=make_product(books, categories=[["Gifts"]]), is_public=False)
    tree = api.get("retailers/books/categories/").json()["results"]

    assert [(node["name"], node["product_count"]) for node in tree] == [("Gifts", 1), ("Home", 2)]
    assert tree[1]["children"] == [
        {"name": "Mugs", "path": "Home > Mugs", "product_count": 1, "children": []},
        {"name": "Pans", "path": "Home > Pans", "product_count": 1, "children": []},
    ]
    assert titles(api.get("retailers/books/products/?shop_category=Home > Mugs")) == ["Mug"]
    assert sorted(titles(api.get("products/?retailer=books&shop_category=Home"))) == ["Mug", "Pan"]
    document = assert_problem(
        api.get("products/?shop_category=Home"), status=400, code="validation-error"
    )
    assert list(document["errors"]) == ["shop_category"]


OLDER = {
    "search/?search=mug": "search/products/",
    "products/search/?search=mug": "search/products/",
    "products/category/other/": "products/?category=other",
    "products/categories/": "categories/",
}


@pytest.mark.parametrize(("path", "successor"), OLDER.items())
def test_older_names_answer_and_name_their_successors(api, goods, path, successor):
    answer = api.get(path)

    assert answer.status_code == 200
    assert answer.json()["results"]
    assert answer.headers["Link"] == f'</api/v1/{successor}>; rel="successor-version"'
    assert answer.headers["Deprecation"].startswith("@")


def test_an_older_name_of_a_category_narrows_to_it(api, goods):
    slug = Listing.objects.get(title="Mug").category.slug
    assert titles(api.get(f"products/category/{slug}/")) == ["Mug"]


# --- staff look behind the counter ------------------------------------------------------------
@pytest.mark.parametrize("role", ["owner", "editor", "analyst"])
def test_staff_see_what_is_not_for_sale_on_their_own_ground(api, at, books, coffee, role):
    product = make_product(books, price="3.00")
    with use_retailer(books):
        change_product(product=product, is_public=False)
    shop, market = at(books).login(user := make_member(books, role)), api.login(user)

    assert shop.get(f"products/{product.uuid}/").json()["status"] == "hidden"
    assert shop.get(f"products/{product.uuid}/price/").json()["price"]["amount"] == "3.00"
    below = market.get(f"retailers/books/products/{product.uuid}/")
    assert below.json()["status"] == "hidden"
    with use_retailer(books):
        archive_product(product=product)
    assert shop.get(f"products/{product.uuid}/").json()["status"] == "archived"
    # The marketplace's bare address is the shoppers'.
    assert market.get(f"products/{product.uuid}/").status_code == 404
    assert (
        at(coffee).login(make_member(coffee, "owner")).get(f"products/{product.uuid}/").status_code
        == 404
    )


@pytest.fixture
def withheld(books):
    """Of each kind three, and one that is on sale."""
    make_product(books, title="Shown")
    for number in range(3):
        hidden = make_product(books, title=f"Hidden {number}", is_public=False)
        archived = make_product(books, title=f"Archived {number}", is_public=number != 1)
        with use_retailer(books):
            archive_product(product=archived)
        assert not Listing.objects.get(uuid=hidden.uuid).is_visible


@pytest.mark.parametrize(("status", "name"), [("hidden", "Hidden"), ("archived", "Archived")])
def test_staff_find_what_is_not_for_sale(api, at, books, withheld, status, name):
    shop = at(books).login(user := make_member(books, "analyst"))
    url, seen = f"products/?status={status}&page_size=2", []
    while url:
        body = shop.get(url.removeprefix("http://books.localhost")).json()
        seen += [row["title"] for row in body["results"]]
        url = body["next"]
    assert seen == [f"{name} 2", f"{name} 1", f"{name} 0"]
    below = api.login(user).get(f"retailers/books/products/?status={status}")
    assert titles(below) == seen
    assert titles(shop.get("products/?status=active")) == ["Shown"]
    document = assert_problem(
        shop.get(f"products/?status={status}&brand=x"), status=400, code="validation-error"
    )
    assert list(document["errors"]) == ["brand"]


def test_nobody_else_finds_it(api, at, books, coffee, withheld):
    path = "retailers/books/products/?status=hidden"
    assert_problem(api.get(path), status=401, code="not-authenticated")
    owner = make_member(coffee, "owner")
    assert_problem(at(books).login(owner).get(path), status=403, code="not-allowed")
    api.login(owner)
    assert_problem(api.get(path), status=403, code="not-allowed")
    assert_problem(api.get("products/?status=hidden"), status=422, code="shop-not-named")
