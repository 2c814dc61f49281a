"""Staff of a shop put products on its shelf, change them and take them down again."""

from decimal import Decimal

import pytest

from marketplace.discovery.models import Listing
from tenants.feeds.services import import_catalogue
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.services import category_for_path
from tenants.shop.partner.models import StockRecord
from tenants.shop.partner.services import reserve
from tests.api.conftest import assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product, make_variants
from tests.factories.staff import make_member

EUR = {"currency": "EUR"}
MUG = {
    "title": "Stoneware mug",
    "description": "Holds 0.3 litres.",
    "brand": "Hearth",
    "shop_categories": ["home > mugs"],
    "attributes": {"Material": "Stoneware"},
    "price": {"amount": "12.50", **EUR},
    "on_hand": 9,
    "sku": "MUG",
    "barcode": "4006381333931",
    "min_quantity": 1,
    "max_quantity": 5,
    "is_featured": True,
}


@pytest.fixture
def shelf(books):
    with use_retailer(books):
        return category_for_path(["Home", "Mugs"])


@pytest.fixture
def owner(at, books):
    return at(books).login(make_member(books, "owner"))


def change(client, path, body, method="patch"):
    """Read it, then write with the tag that the read gave."""
    tag = client.get(path).headers["ETag"]
    return client.send(method, path, body, {"if-match": tag})


def stocked(retailer, uuid):
    with use_retailer(retailer):
        record = StockRecord.objects.get(product__uuid=uuid)
        return record.price, record.num_in_stock, record.partner_sku


# --- create -----------------------------------------------------------------------------------
def test_a_new_product_is_on_the_shelf_and_found_at_once(owner, api, books, shelf):
    answer = owner.post("products/", MUG)
    made = answer.json()

    assert answer.status_code == 201
    assert made["price"] == {"amount": "12.50", **EUR}
    assert made["stock"] == {"available": True, "quantity": 9}
    assert made["shop_categories"] == ["Home > Mugs"]
    assert (made["sku"], made["max_quantity"], made["is_featured"]) == ("MUG", 5, True)
    assert (made["status"], made["attributes"]) == ("active", {"Material": "Stoneware"})
    assert api.get(f"products/{made['id']}/").json() == made
    assert [row["id"] for row in api.get("products/?search=stoneware").json()["results"]] == [
        made["id"]
    ]
    with use_retailer(books):
        assert Product.objects.get(uuid=made["id"]).upc == "4006381333931"


def test_the_least_that_can_be_said_of_a_product(owner, books):
    made = owner.post("products/", {"title": "Thing"}).json()

    assert (made["price"], made["stock"]) == (None, {"available": False, "quantity": None})
    assert stocked(books, made["id"]) == (None, None, "")


@pytest.mark.parametrize("status", ["hidden", "archived"])
def test_one_that_is_not_shown_yet(owner, api, status):
    made = owner.post("products/", {"title": "Thing", "status": status}).json()

    assert made["status"] == status
    assert api.get(f"products/{made['id']}/").status_code == 404


def test_a_parent_waits_for_its_variants(owner, books):
    made = owner.post("products/", {"title": "Shirt", "has_variants": True}).json()
    path = f"products/{made['id']}/variants/"
    assert (made["has_variants"], made["variants"]) == (True, [])

    small = {"options": {"Size": "S"}, "price": {"amount": "9", **EUR}, "on_hand": 2, "sku": "S-S"}
    answer = owner.post(path, small)
    assert answer.status_code == 201
    assert answer.json()["options"] == {"Size": "S"}
    owner.post(path, small | {"options": {"Size": "L"}, "price": {"amount": "11.00", **EUR}})
    whole = owner.get(f"products/{made['id']}/").json()

    assert [one["options"]["Size"] for one in whole["variants"]] == ["S", "L"]
    assert (whole["price"]["amount"], whole["price_max"]["amount"]) == ("9.00", "11.00")
    for options in ({"Size": "S"}, {" size ": "s"}):
        body = small | {"options": options}
        again = assert_problem(owner.post(path, body), status=409, code="options-taken")
        assert list(again["errors"]) == ["options"]
    assert len(owner.get(path).json()["results"]) == 2


def test_what_it_cost_before(owner, api):
    """With the price, and alone."""
    prices = {"price": {"amount": "9.00", **EUR}, "price_before": {"amount": "12.00", **EUR}}
    mug = owner.post("products/", {"title": "Mug"} | prices).json()
    path = f"products/{mug['id']}/"

    assert (mug["was"], mug["on_sale"]) == ({"amount": "12.00", **EUR}, True)
    assert api.get(path).json()["was"]["amount"] == "12.00"
    wrong = {"price_before": {"amount": "8.00", **EUR}}
    refused = assert_problem(change(owner, path, wrong), status=422, code="invalid-price")
    assert list(refused["errors"]) == ["price_before"]
    assert change(owner, path, {"price_before": None}).json()["was"] is None


def test_what_a_variant_cost_before(owner):
    shirt = owner.post("products/", {"title": "Shirt", "has_variants": True}).json()
    variant = {
        "options": {"Size": "S"},
        "price": {"amount": "9.00", **EUR},
        "price_before": {"amount": "12.00", **EUR},
    }

    small = owner.post(f"products/{shirt['id']}/variants/", variant).json()

    assert small["was"]["amount"] == "12.00"


def test_below_its_address_on_the_marketplaces_host_it_is_the_same(api, books, shelf):
    api.login(make_member(books, "manager"))
    made = api.post("retailers/books/products/", MUG)

    assert made.status_code == 201
    assert Listing.objects.get(uuid=made.json()["id"]).retailer == books


def names_of(retailer):
    with use_retailer(retailer):
        return sorted(Product.objects.values_list("title", flat=True))


@pytest.mark.parametrize(
    "title", ["Café mug", "CAFÉ  MUG", " cafe\u0301 mug ", "Café\u00a0mug", "Ca\u00adfé mug"]
)
def test_a_name_is_typed_once_in_a_shop(owner, books, coffee, title):
    make_product(coffee, title="Tea")
    other = make_product(books, title="Tea")
    make_product(books, title="Café mug")

    for answer in (
        owner.post("products/", MUG | {"title": title, "shop_categories": []}),
        change(owner, f"products/{other.uuid}/", {"title": title, "brand": "Hearth"}),
    ):
        document = assert_problem(answer, status=409, code="name-taken")
        assert list(document["errors"]) == ["title"]
    assert names_of(books) == ["Café mug", "Tea"]
    assert names_of(coffee) == ["Tea"]


def test_a_name_is_free_again_when_its_product_is_archived(owner, books):
    product = make_product(books, title="Mug")
    path = f"products/{product.uuid}/"
    assert change(owner, path, {"title": "MUG"}).json()["title"] == "MUG"
    assert change(owner, path, None, "delete").status_code == 204

    assert owner.post("products/", {"title": "Mug"}).status_code == 201


def test_goods_of_one_name_from_an_import_are_changed_like_others(owner, books, tmp_path):
    file = tmp_path / "goods.csv"
    file.write_text("title,sku,price\nMug,A,3\nMug,B,4\n", encoding="utf-8")
    import_catalogue(retailer=books, path=file)
    with use_retailer(books):
        first, second = Product.objects.order_by("id")

    for product in (first, second):
        path = f"products/{product.uuid}/"
        assert change(owner, path, {"title": "Mug", "brand": "Hearth"}).status_code == 200
        assert change(owner, path, {"title": "mug"}, "put").json()["title"] == "mug"
    refused = owner.post("products/", {"title": "Mug"})
    assert_problem(refused, status=409, code="name-taken")


WRONG = {
    "no title": ({"title": ""}, 400, "validation-error", "title"),
    "a long title": ({"title": "x" * 256}, 400, "validation-error", "title"),
    "a zero byte": ({"title": "a\0b"}, 400, "validation-error", "title"),
    "one in a name": ({"attributes": {"a\0b": "c"}}, 400, "validation-error", "attributes"),
    "a name of no character": (
        {"attributes": {"\ud800": "c"}},
        400,
        "validation-error",
        "attributes",
    ),
    "a price as a number": ({"price": 12}, 400, "validation-error", "price"),
    "below zero": ({"price": {"amount": "-1", **EUR}}, 400, "validation-error", "price.amount"),
    "no number": ({"price": {"amount": "NaN", **EUR}}, 400, "validation-error", "price.amount"),
    "another currency": (
        {"price": {"amount": "1", "currency": "USD"}},
        422,
        "invalid",
        "price.currency",
    ),
    "too fine": ({"price": {"amount": "1.005", **EUR}}, 422, "invalid-price", "price"),
    "stock below zero": ({"on_hand": -1}, 400, "validation-error", "on_hand"),
    "too much stock": ({"on_hand": 10**12}, 400, "validation-error", "on_hand"),
    "limits that cross": ({"min_quantity": 9}, 422, "invalid", "max_quantity"),
    "no such category": ({"shop_categories": ["Cars"]}, 422, "invalid", "shop_categories"),
    "no such status": ({"status": "sold"}, 400, "validation-error", "status"),
    "a parent with a price": ({"has_variants": True}, 422, "invalid", "price"),
}


@pytest.mark.parametrize(("wrong", "status", "code", "field"), WRONG.values(), ids=list(WRONG))
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_made(
    owner, books, shelf, wrong, status, code, field
):
    document = assert_problem(owner.post("products/", MUG | wrong), status=status, code=code)

    assert field in {name.partition(".")[0] for name in document["errors"]} | set(
        document["errors"]
    )
    with use_retailer(books):
        assert not Product.objects.exists()
    assert not Listing.objects.exists()


# --- change -----------------------------------------------------------------------------------
def test_some_of_it_is_changed_and_the_rest_stays(owner, api, books, shelf):
    made = owner.post("products/", MUG).json()
    path = f"products/{made['id']}/"
    answer = change(owner, path, {"price": {"amount": "14.00", **EUR}, "brand": ""})
    expected = made | {
        "brand": "",
        "price": {"amount": "14.00", **EUR},
        "price_max": {"amount": "14.00", **EUR},
    }
    assert answer.json() == expected
    assert api.get(path).json() == expected
    assert answer.headers["ETag"] == owner.get(path).headers["ETag"]


@pytest.mark.parametrize(
    ("change_to", "shown"),
    [
        ({"title": "Cup"}, {"title": "Cup"}),
        ({"on_hand": 3}, {"stock": {"available": True, "quantity": 3}}),
        ({"on_hand": None}, {"stock": {"available": True, "quantity": None}}),
        ({"sku": "M-2"}, {"sku": "M-2"}),
        ({"shop_categories": []}, {"shop_categories": []}),
        ({"attributes": {}}, {"attributes": {}}),
        ({"is_featured": False}, {"is_featured": False}),
        ({"max_quantity": None, "min_quantity": 2}, {"max_quantity": None, "min_quantity": 2}),
        ({"status": "hidden"}, {"status": "hidden"}),
        ({"status": "archived"}, {"status": "archived"}),
        ({"price": None}, {"price": None, "stock": {"available": False, "quantity": 9}}),
    ],
)
def test_each_member_of_a_product(owner, shelf, change_to, shown):
    path = f"products/{owner.post('products/', MUG).json()['id']}/"
    answer = change(owner, path, change_to)

    assert answer.status_code == 200, answer.content
    assert {name: answer.json()[name] for name in shown} == shown


def test_put_writes_it_anew(owner, shelf):
    made = owner.post("products/", MUG).json()
    written = change(owner, f"products/{made['id']}/", {"title": "Cup"}, "put").json()

    assert written["title"] == "Cup"
    assert (written["brand"], written["description"], written["attributes"]) == ("", "", {})
    assert (written["price"], written["sku"], written["shop_categories"]) == (None, "", [])
    assert (written["max_quantity"], written["is_featured"]) == (None, False)
    assert (written["id"], written["created_at"]) == (made["id"], made["created_at"])
    missing = change(owner, f"products/{made['id']}/", {"brand": "x"}, "put")
    assert list(assert_problem(missing, status=400, code="validation-error")["errors"]) == ["title"]


def test_archiving_and_bringing_back(owner, api, books):
    path = f"products/{owner.post('products/', MUG | {'shop_categories': []}).json()['id']}/"
    gone = change(owner, path, None, "delete")

    assert (gone.status_code, gone.content) == (204, b"")
    assert api.get(path).status_code == 404
    assert owner.get(path).json()["status"] == "archived"
    assert change(owner, path, {"status": "active"}).json()["status"] == "active"
    assert api.get(path).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_change_names_the_state_that_it_was_made_for(owner, books, method):
    product = make_product(books, title="Mug")
    path = f"products/{product.uuid}/"
    tag = owner.get(path).headers["ETag"]
    body = None if method == "delete" else {"title": "Cup"}

    bare = owner.send(method, path, body, {})
    assert_problem(bare, status=428, code="precondition-required")
    with use_retailer(books):
        reserve(quantities={product.stockrecords.get().pk: 1})
    make_product(books)
    assert change(owner, path, {"brand": "Hearth"}).status_code == 200
    late = owner.send(method, path, body, {"if-match": tag})
    assert_problem(late, status=412, code="precondition-failed")
    kept = owner.get(path).json()
    assert (kept["title"], kept["brand"], kept["status"]) == ("Mug", "Hearth", "active")


def test_stock_is_never_less_than_what_is_promised(owner, books):
    product = make_product(books, stock=5)
    with use_retailer(books):
        reserve(quantities={product.stockrecords.get().pk: 3})
    path = f"products/{product.uuid}/"
    refused = change(owner, path, {"title": "Other", "on_hand": 2})

    document = assert_problem(refused, status=409, code="stock-below-allocated")
    assert list(document["errors"]) == ["on_hand"]
    assert owner.get(path).json()["title"] == product.title
    kept = change(owner, path, {"on_hand": 3}).json()
    assert kept["stock"] == {"available": False, "quantity": 0}


def test_a_product_of_which_something_is_promised_gets_no_variants(owner, books):
    product = make_product(books, stock=5)
    with use_retailer(books):
        reserve(quantities={product.stockrecords.get().pk: 1})
    answer = owner.post(f"products/{product.uuid}/variants/", {"options": {"Size": "S"}})

    assert_problem(answer, status=409, code="product-has-orders")
    assert stocked(books, product.uuid)[1] == 5


# --- variants ---------------------------------------------------------------------------------
def test_a_variant_is_changed_and_taken_down(owner, api, books):
    parent, (small, large) = make_variants(
        books,
        variants=[
            {"options": {"Size": size}, "price": "9.00", "stock": 1, "sku": size} for size in "SL"
        ],
    )
    path = f"products/{parent.uuid}/variants/{small.uuid}/"
    written = change(
        owner, path, {"price": {"amount": "7.50", **EUR}, "options": {"Size": "XS"}, "sku": "XS"}
    ).json()

    assert (written["price"]["amount"], written["sku"]) == ("7.50", "XS")
    assert written["options"] == {"Size": "XS"}
    assert api.get(f"products/{parent.uuid}/").json()["price"]["amount"] == "7.50"
    same = change(owner, path, {"options": {"Size": "l"}, "sku": "other"})
    assert_problem(same, status=409, code="options-taken")
    assert change(owner, path, {"options": {"size": "XS"}}).json()["sku"] == "XS"
    assert change(owner, path, None, "delete").status_code == 204
    rows = api.get(f"products/{parent.uuid}/variants/").json()["results"]
    assert [row["id"] for row in rows] == [str(large.uuid)]
    assert_problem(owner.get(path), status=404, code="not-found")


def test_a_parent_has_no_price_of_its_own(owner, books):
    parent, _ = make_variants(
        books, variants=[{"options": {"Size": "S"}, "price": "9.00", "stock": 1}]
    )
    path = f"products/{parent.uuid}/"
    refused = change(owner, path, {"price": {"amount": "7.50", **EUR}, "on_hand": 4})

    document = assert_problem(refused, status=422, code="invalid")
    assert sorted(document["errors"]) == ["on_hand", "price"]
    assert change(owner, path, {"title": "Shirt"}, "put").json()["title"] == "Shirt"


def test_a_variant_is_no_product_and_a_product_no_variant(owner, books):
    parent, (small,) = make_variants(
        books, variants=[{"options": {"Size": "S"}, "price": "9.00", "stock": 1}]
    )
    other = make_product(books)
    for path in (
        f"products/{small.uuid}/",
        f"products/{other.uuid}/variants/{small.uuid}/",
        f"products/{parent.uuid}/variants/{other.uuid}/",
    ):
        answer = owner.patch(path, {"sku": "x"}, if_match="*")
        assert_problem(answer, status=404, code="not-found")


# --- who may ----------------------------------------------------------------------------------
WRITES = [
    ("post", "products/", {"title": "Taken"}),
    ("put", "products/{id}/", {"title": "Taken"}),
    ("patch", "products/{id}/", {"title": "Taken"}),
    ("delete", "products/{id}/", None),
    ("post", "products/{id}/variants/", {"options": {"Size": "S"}}),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
@pytest.mark.parametrize("who", ["guest", "customer", "stranger", "fulfilment", "editor"])
def test_nobody_else_writes(api, at, books, coffee, who, method, path, body):
    product = make_product(books, title="Mug")
    user = {
        "guest": None,
        "customer": make_customer(),
        "stranger": make_member(coffee, "owner"),
        "fulfilment": make_member(books, "fulfilment"),
        "editor": make_member(books, "editor"),
    }[who]
    shop, market = at(books), api
    if user:
        shop.login(user), market.login(user)
    path = path.format(id=product.uuid)
    expected = (401, "not-authenticated") if user is None else (403, "not-allowed")
    for client, prefix in ((shop, ""), (shop, "retailers/books/"), (market, "retailers/books/")):
        answer = client.send(method, prefix + path, body, {"if-match": "*"})
        assert_problem(answer, status=expected[0], code=expected[1])
    with use_retailer(books):
        assert list(Product.objects.values_list("title", "archived_at")) == [("Mug", None)]


def test_the_marketplaces_bare_addresses_write_to_no_shop(api, books):
    product = make_product(books)
    api.login(make_member(books, "owner"))

    assert_problem(api.post("products/", MUG), status=422, code="shop-not-named")
    answer = api.patch(f"products/{product.uuid}/", {"title": "x"}, if_match="*")
    assert_problem(answer, status=422, code="shop-not-named")


def test_another_shops_product_is_not_there(api, at, books, coffee):
    theirs = make_product(coffee, title="Beans")
    mine = at(books).login(user := make_member(books, "owner"))
    api.login(user)
    for client, path in ((mine, ""), (api, "retailers/books/")):
        answer = client.patch(f"{path}products/{theirs.uuid}/", {"title": "x"}, if_match="*")
        assert_problem(answer, status=404, code="not-found")
    answer = api.patch(f"retailers/coffee/products/{theirs.uuid}/", {"title": "x"}, if_match="*")
    assert_problem(answer, status=403, code="not-allowed")
    assert Listing.objects.get(uuid=theirs.uuid).title == "Beans"


# --- a shop's own categories ------------------------------------------------------------------
def test_a_category_is_made_once_with_those_above_it(owner, api, books):
    answer = owner.post("retailers/books/categories/", {"path": "Home >  Tea  pots"})

    assert answer.status_code == 201
    assert (answer.json()["path"], answer.json()["name"]) == ("Home > Tea pots", "Tea pots")
    again = owner.post("retailers/books/categories/", {"path": "home > tea pots"})
    assert again.json() == answer.json()
    (home,) = api.get("retailers/books/categories/").json()["results"]
    assert [node["name"] for node in home["children"]] == ["Tea pots"]
    wrong = assert_problem(
        owner.post("retailers/books/categories/", {"path": "Home > "}), status=422, code="invalid"
    )
    assert list(wrong["errors"]) == ["path"]
    refused = api.login(make_customer()).post("retailers/books/categories/", {"path": "Mine"})
    assert_problem(refused, status=403, code="not-allowed")


def test_amounts_are_kept_to_the_digit(owner, books):
    made = owner.post("products/", {"title": "A", "price": {"amount": "1234567.89", **EUR}})
    assert stocked(books, made.json()["id"])[0] == Decimal("1234567.89")
