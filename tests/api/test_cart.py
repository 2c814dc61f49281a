"""The cart over REST: shapes, rules, refusals that change nothing."""

import uuid
from decimal import Decimal

import pytest

from marketplace.cart.models import Cart, CartLine
from marketplace.cart.services import read_cart
from marketplace.cart.shopper import Shopper, token_for
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.services import archive_product
from tenants.shop.partner.services import set_price, set_stock
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD
from tests.factories.goods import make_product, make_variants

EUR = {"currency": "EUR"}


@pytest.fixture
def novel(books):
    return make_product(books, title="A Novel", price="12.50", stock=5, max_quantity=4)


@pytest.fixture
def beans(coffee):
    return make_product(coffee, title="Beans", price="8.00", stock=50)


def quantities(body):
    return {item["title"]: item["quantity"] for group in body["groups"] for item in group["items"]}


def test_an_empty_cart(api):
    body = api.get("cart/").json()

    assert body == {"token": None, "groups": [], "goods_totals": [], "to_pay": [], "count": 0}


def test_reading_writes_nothing(api, novel, statements):
    api.add(novel)
    with statements() as seen:
        api.get("cart/")
    assert all(text.startswith("SELECT") for text in seen.data)
    assert len(seen.data) == 3


def test_adding_answers_the_whole_cart_in_groups(api, novel, beans, books):
    api.add(novel, 2)
    body = api.add(beans, 1)

    assert body["count"] == 3
    assert body["goods_totals"] == [{"amount": "33.00", **EUR}]
    first, second = body["groups"]
    assert (first["retailer"]["slug"], second["retailer"]["slug"]) == ("books", "coffee")
    assert first["available"] is True
    assert first["goods_total"] == {"amount": "25.00", **EUR}
    assert first["items"] == [
        {
            "id": str(CartLine.objects.get(product=novel.uuid).uuid),
            "product": str(novel.uuid),
            "listing": str(novel.uuid),
            "title": "A Novel",
            "options": {},
            "url": first["items"][0]["url"],
            "image": None,
            "quantity": 2,
            "unit_price": {"amount": "12.50", **EUR},
            "before_discount": {"amount": "25.00", **EUR},
            "discount": {"amount": "0.00", **EUR},
            "payable": {"amount": "25.00", **EUR},
            "min_quantity": 1,
            "max_quantity": 4,
            "stock": 5,
            "problem": None,
            "was": None,
        }
    ]
    assert first["items"][0]["url"].startswith("http://localhost:8000/products/a-novel-")
    assert body == api.get("cart/").json()


def test_a_zero_decimal_currency_has_no_decimals(api, tea):
    body = api.add(make_product(tea, price="1200", stock=3), 2)

    assert body["goods_totals"] == [{"amount": "2400", "currency": "JPY"}]
    assert body["groups"][0]["items"][0]["unit_price"] == {"amount": "1200", "currency": "JPY"}


def test_two_currencies_have_two_totals(api, tea, novel):
    api.add(novel)
    body = api.add(make_product(tea, price="1200"))

    assert body["goods_totals"] == [
        {"amount": "12.50", "currency": "EUR"},
        {"amount": "1200", "currency": "JPY"},
    ]


def test_the_same_again_adds_up(api, novel):
    api.add(novel, 1)
    body = api.add(novel, 2)

    assert quantities(body) == {"A Novel": 3}
    assert CartLine.objects.count() == 1


def test_a_variant_is_added_by_its_own_id(api, books):
    parent, (_, large) = make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "10.00", "stock": 1},
            {"options": {"Size": "L"}, "price": "12.00", "stock": 1},
        ],
    )
    body = api.add(large)
    (item,) = body["groups"][0]["items"]

    assert (item["product"], item["listing"]) == (str(large.uuid), str(parent.uuid))
    assert item["options"] == {"Size": "L"}
    assert item["before_discount"] == {"amount": "12.00", **EUR}

    answer = api.post("cart/items/", {"product": str(parent.uuid), "quantity": 1})
    assert_problem(answer, status=422, code="choose-variant")
    assert api.get("cart/").json() == body


REFUSED = {
    "over stock": ({"max_quantity": None}, 6, 409, "not-enough-stock"),
    "over limit": ({}, 5, 409, "over-limit"),
    "under minimum": ({"min_quantity": 2}, 1, 422, "under-minimum"),
    "no price": ({"price": None}, 1, 404, "unknown-product"),
    "not public": ({"is_public": False}, 1, 404, "unknown-product"),
    "sold out": ({"stock": 0}, 1, 409, "not-enough-stock"),
}


@pytest.mark.parametrize(("values", "quantity", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_refused_additions_change_nothing(api, books, beans, values, quantity, status, code):
    before = api.add(beans)
    product = make_product(books, **({"stock": 5, "max_quantity": 4} | values))
    answer = api.post("cart/items/", {"product": str(product.uuid), "quantity": quantity})

    assert_problem(answer, status=status, code=code)
    assert api.get("cart/").json() == before


def test_a_refused_first_addition_leaves_no_cart(api, novel):
    answer = api.post("cart/items/", {"product": str(novel.uuid), "quantity": 5})

    assert_problem(answer, status=409, code="over-limit", maximum=4)
    assert not Cart.objects.exists()


def test_adding_up_beyond_the_limit_changes_nothing(api, novel):
    before = api.add(novel, 3)
    answer = api.post("cart/items/", {"product": str(novel.uuid), "quantity": 2})

    assert_problem(answer, status=409, code="over-limit")
    assert api.get("cart/").json() == before


def test_an_unknown_product(api):
    answer = api.post("cart/items/", {"product": str(uuid.uuid4()), "quantity": 1})

    assert_problem(answer, status=404, code="unknown-product")


@pytest.mark.parametrize("quantity", [0, -1, "many", None, 1.5, 10**9])
def test_quantities_that_are_none(api, novel, quantity):
    answer = api.post("cart/items/", {"product": str(novel.uuid), "quantity": quantity})

    document = assert_problem(answer, status=400, code="validation-error")
    assert list(document["errors"]) == ["quantity"]
    assert not Cart.objects.exists()


def test_one_is_added_when_no_quantity_is_named(api, novel):
    answer = api.post("cart/items/", {"product": str(novel.uuid)})

    assert quantities(answer.json()) == {"A Novel": 1}


def test_a_quantity_is_changed(api, novel):
    item = api.add(novel)["groups"][0]["items"][0]["id"]
    answer = api.patch(f"cart/items/{item}/", {"quantity": 4})

    assert answer.status_code == 200
    assert quantities(answer.json()) == {"A Novel": 4}
    assert_problem(api.patch(f"cart/items/{item}/", {"quantity": 5}), status=409, code="over-limit")
    assert quantities(api.get("cart/").json()) == {"A Novel": 4}


@pytest.mark.parametrize("remove", ["delete", "zero"])
def test_an_item_is_removed(api, novel, beans, remove):
    item = api.add(novel)["groups"][0]["items"][0]["id"]
    api.add(beans)
    path = f"cart/items/{item}/"
    answer = api.delete(path) if remove == "delete" else api.patch(path, {"quantity": 0})

    assert answer.status_code == 200
    assert quantities(answer.json()) == {"Beans": 1}
    assert_problem(api.delete(path), status=404, code="unknown-item")


def test_the_cart_is_emptied(api, novel, beans):
    api.add(novel)
    api.add(beans)
    answer = api.delete("cart/")

    assert answer.status_code == 200
    assert (answer.json()["groups"], answer.json()["count"]) == ([], 0)
    assert not CartLine.objects.exists()


def test_delivery_or_pickup_is_chosen_for_a_group(api, novel, books):
    Retailer.objects.filter(pk=books.pk).update(offers_delivery=True, offers_pickup=True)
    api.add(novel)
    answer = api.patch("cart/groups/books/", {"fulfilment": "pickup"})

    assert answer.status_code == 200
    assert answer.json()["groups"][0]["fulfilment"] == "pickup"
    assert_problem(
        api.patch("cart/groups/coffee/", {"fulfilment": "pickup"}), status=404, code="unknown-item"
    )
    Retailer.objects.filter(pk=books.pk).update(offers_pickup=False)
    assert_problem(
        api.patch("cart/groups/books/", {"fulfilment": "pickup"}),
        status=422,
        code="fulfilment-not-offered",
    )


@pytest.mark.parametrize("token", [None, "", "forged", "0" * 32 + ":x"])
def test_without_a_true_token_there_is_nothing_to_see_or_change(api, novel, token):
    item = api.add(novel)["groups"][0]["items"][0]["id"]
    stranger = Api()
    stranger.cart = token

    assert stranger.get("cart/").json()["groups"] == []
    assert_problem(stranger.delete(f"cart/items/{item}/"), status=404, code="unknown-item")
    assert stranger.delete("cart/").json()["groups"] == []
    assert quantities(api.get("cart/").json()) == {"A Novel": 1}


def test_a_stranger_cannot_touch_a_customers_cart(api, novel, customer):
    api.login(customer).add(novel)
    cart = Cart.objects.get(user=customer)
    stranger = Api()
    stranger.cart = token_for(cart.uuid)  # even with a token that nobody was ever given

    assert stranger.get("cart/").json()["groups"] == []
    assert stranger.delete("cart/").json()["groups"] == []
    assert quantities(api.get("cart/").json()) == {"A Novel": 1}


def test_a_customers_cart_needs_no_token_and_is_the_same_on_every_device(novel, customer):
    phone, tablet = Api().login(customer), Api().login(customer)
    assert phone.add(novel)["token"] is None

    assert quantities(tablet.get("cart/").json()) == {"A Novel": 1}


def test_login_takes_the_guests_cart_along_and_tells_what_became_of_it(api, novel, beans, customer):
    Api().login(customer).add(novel, 3)
    api.add(novel, 2)
    api.add(beans, 1)
    answer = api.post("auth/login/", {"identifier": customer.email, "password": PASSWORD})

    assert answer.json()["cart"] == {
        "moved": 1,
        "added_up": 1,
        "limited": [{"title": "A Novel", "why": "4 instead of 5"}],
        "dropped": [],
    }
    view = read_cart(Shopper(user=customer))
    assert {item.title: item.quantity for group in view.groups for item in group.items} == {
        "A Novel": 4,
        "Beans": 1,
    }
    assert api.get("cart/").json()["groups"] == []


def test_registering_takes_the_guests_cart_along(api, novel):
    api.add(novel)
    answer = api.post(
        "auth/register/", {"email": "new@mail.example", "password": "a long enough password"}
    )
    assert answer.json()["cart"] == {"moved": 1, "added_up": 0, "limited": [], "dropped": []}


def test_a_shops_host_shows_and_takes_its_own_only(api, at, novel, beans, books):
    api.add(novel)
    api.add(beans)
    shop = at(books)
    shop.cart = api.cart

    assert quantities(shop.get("cart/").json()) == {"A Novel": 1}
    answer = shop.post("cart/items/", {"product": str(beans.uuid), "quantity": 1})
    assert_problem(answer, status=404, code="unknown-product")
    assert quantities(shop.delete("cart/").json()) == {}
    assert quantities(api.get("cart/").json()) == {"Beans": 1}


def test_what_happened_meanwhile_is_told(api, books, novel, beans):
    gone = make_product(books, title="Gone")
    few = make_product(books, title="Few", stock=5)
    none = make_product(books, title="None", stock=1)
    for product in (novel, gone, none):
        api.add(product)
    api.add(few, 4)
    with use_retailer(books):
        set_price(product=novel, price=Decimal("13.00"))
        archive_product(product=gone)
        set_stock(product=few, num_in_stock=2)
        set_stock(product=none, num_in_stock=0)
    (group,) = api.get("cart/").json()["groups"]
    told = {item["title"]: (item["problem"], item["was"]) for item in group["items"]}

    assert told == {
        "A Novel": ("price_rose", {"amount": "12.50", **EUR}),
        "Gone": ("unavailable", None),
        "Few": ("less_stock", None),
        "None": ("out_of_stock", None),
    }


def test_a_suspended_shops_group_is_unavailable_and_the_rest_can_be_bought(
    api, books, novel, beans
):
    api.add(novel)
    api.add(beans)
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.SUSPENDED)
    body = api.get("cart/").json()

    assert [group["available"] for group in body["groups"]] == [False, True]
    assert body["goods_totals"] == [{"amount": "8.00", **EUR}]
    answer = api.post("cart/items/", {"product": str(novel.uuid), "quantity": 1})
    assert_problem(answer, status=503, code="shop-suspended")


def test_of_a_shop_that_closed_for_good_nothing_is_for_sale_any_more(api, books, novel):
    """It is not "later": only a suspended shop may come back."""
    (item,) = api.add(novel)["groups"][0]["items"]
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.CLOSED)
    wish = {"product": str(novel.uuid), "quantity": 2}

    added = api.post("cart/items/", wish)
    changed = api.patch(f"cart/items/{item['id']}/", {"quantity": 2})
    together = api.post("cart/items/", {"items": [wish]})

    assert_problem(added, status=404, code="unknown-product")
    assert_problem(changed, status=404, code="unknown-product")
    assert together.json()["items"][0]["type"] == "/problems/unknown-product"
    assert CartLine.objects.get().quantity == 1
    assert api.delete(f"cart/items/{item['id']}/").status_code == 200


def test_a_new_cart_costs_nine_statements(api, novel, statements):
    with statements() as seen:
        api.add(novel)
    assert len(seen.data) <= 9, "\n".join(seen.data)


@pytest.mark.parametrize("shops", [1, 3])
def test_reading_costs_the_same_for_any_number_of_shops(api, books, coffee, tea, shops, statements):
    for retailer in (books, coffee, tea)[:shops]:
        for _ in range(3):
            api.add(make_product(retailer, price="100"))
    with statements() as seen:
        api.get("cart/")
    assert len(seen.data) == 3
