"""Vouchers, quotes, previews, several items at once, merging and claiming, by the API."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from marketplace.accounts.logins.passwords import set_password
from marketplace.cart.models import CartLine
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order.models import Order
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms

EUR = {"currency": "EUR"}


@pytest.fixture
def novel(books):
    return make_product(books, title="A Novel", price="12.50", stock=5)


@pytest.fixture
def beans(coffee):
    return make_product(coffee, title="Beans", price="8.00", stock=5)


def entry(product, quantity=1):
    return {"product": str(product.uuid), "quantity": quantity}


# --- several at once ---------------------------------------------------------------------------


def test_several_things_are_put_in_at_once(api, novel, beans):
    api.add(novel)
    answer = api.post("cart/items/", {"items": [entry(novel, 2), entry(beans), entry(beans)]})

    assert answer.status_code == 201
    body = answer.json()
    found = {item["title"]: item["quantity"] for g in body["groups"] for item in g["items"]}
    assert found == {"A Novel": 3, "Beans": 2}
    assert body["to_pay"] == [{"amount": "53.50", **EUR}]


def test_all_of_them_or_none_with_the_reason_for_each(api, novel, beans):
    body = {"items": [entry(beans), entry(novel, 6), {"product": str(uuid4())}]}

    problem = assert_problem(api.post("cart/items/", body), status=409, code="items-refused")

    assert [(one["index"], one["type"]) for one in problem["items"]] == [
        (1, "/problems/not-enough-stock"),
        (2, "/problems/unknown-product"),
    ]
    assert problem["items"][0]["available"] == 5
    assert not CartLine.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"items": []}, {"items": [{}] * 51}, {"product": str(uuid4()), "items": [{}]}]
)
def test_one_product_or_items(api, body):
    assert_problem(api.post("cart/items/", body), status=400, code="validation-error")


@pytest.mark.parametrize("count", [3, 30])
def test_many_things_cost_the_same_statements(api, books, count, statements):
    products = [make_product(books) for _ in range(count)]
    with statements() as seen:
        answer = api.post("cart/items/", {"items": [entry(product) for product in products]})
    assert answer.status_code == 201
    assert len(seen.data) <= 14, "\n".join(seen.data)


# --- vouchers ----------------------------------------------------------------------------------


def test_a_voucher_is_used_shown_and_taken_out(api, books, novel):
    make_voucher(books, "WELCOME10", name="Welcome", given=terms(percent="10"))
    api.add(novel, 2)

    answer = api.post("cart/vouchers/", {"code": "welcome10"})

    assert answer.status_code == 200
    body = answer.json()
    assert (body["code"], body["applied"]) == ("WELCOME10", ["books"])
    (group,) = body["cart"]["groups"]
    assert group["discounts"] == [
        {
            "name": "Welcome",
            "code": "WELCOME10",
            "kind": "goods",
            "amount": {"amount": "2.50", **EUR},
        }
    ]
    assert group["to_pay"] == {"amount": "22.50", **EUR}
    answer = api.delete("cart/vouchers/WELCOME10/")
    assert answer.json()["groups"][0]["vouchers"] == []
    assert_problem(api.delete("cart/vouchers/WELCOME10/"), status=404, code="unknown-item")


def test_a_code_that_is_not_needed_is_no_error_and_takes_nothing_off(api, books, novel):
    make_voucher(books, "TEN", given=terms(percent="10"))
    make_offer(books, name="Autumn", given=terms(percent="20"))
    api.add(novel, 2)

    answer = api.post("cart/vouchers/", {"code": "ten"})

    assert answer.status_code == 200
    body = answer.json()
    assert (body["code"], body["applied"], body["outdone"]) == ("TEN", [], ["books"])
    (group,) = body["cart"]["groups"]
    assert [(one["name"], one["amount"]["amount"]) for one in group["discounts"]] == [
        ("Autumn", "5.00")
    ]
    assert group["vouchers"] == [{"code": "TEN", "problem": "/problems/voucher-outdone"}]
    assert group["to_pay"] == {"amount": "20.00", **EUR}


def test_what_a_discount_takes_off_is_in_the_order_and_its_payment(api, books, novel):
    make_voucher(books, "WELCOME10", given=terms(percent="10"))
    api.add(novel, 3)
    api.post("cart/vouchers/", {"code": "WELCOME10"})

    placed = api.check_out().json()

    assert placed["totals"] == [{"amount": "33.75", **EUR}]
    assert placed["orders"][0]["discount"] == {"amount": "3.75", **EUR}
    assert placed["payment"]["amount"] == {"amount": "33.75", **EUR}
    assert placed["payment"]["client_secret"] is None
    order = api.get(f"orders/{placed['orders'][0]['id']}/").json()
    assert order["goods_total"] == {"amount": "37.50", **EUR}
    assert order["items"][0]["discount"] == {"amount": "3.75", **EUR}
    assert [one["code"] for one in order["discounts"]] == ["WELCOME10"]
    assert order["payment"]["id"] == placed["payment"]["id"]


def test_guessing_codes_is_counted_and_a_right_one_is_no_guess(api, books, novel, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"voucher-address": (3, 3600)}
    make_voucher(books, "RIGHT", given=terms(percent="10"))
    api.add(novel)
    for _ in range(5):
        assert api.post("cart/vouchers/", {"code": "RIGHT"}).status_code == 200
    for _ in range(3):
        answer = api.post("cart/vouchers/", {"code": uuid4().hex})
        assert_problem(answer, status=404, code="unknown-voucher")

    answer = api.post("cart/vouchers/", {"code": "RIGHT"})

    assert_problem(answer, status=429, code="too-many-requests")


# --- minimum order -----------------------------------------------------------------------------


def test_less_than_a_shop_sends_out_is_shown_and_refused(api, books, novel, beans):
    Retailer.objects.filter(pk=books.pk).update(minimum_order=Decimal(20))
    api.add(novel)
    body = api.add(beans)

    group = body["groups"][0]
    assert group["problem"] == "below-minimum-order"
    assert group["minimum_order"] == {"amount": "20.00", **EUR}
    assert group["missing_for_minimum"] == {"amount": "7.50", **EUR}
    assert_problem(
        api.check_out(),
        status=422,
        code="below-minimum-order",
        retailers=[
            {
                "retailer": "books",
                "minimum": {"amount": "20.00", **EUR},
                "missing": {"amount": "7.50", **EUR},
            }
        ],
    )
    assert not Purchase.objects.exists()
    assert api.check_out(retailers=["coffee"]).status_code == 201
    api.add(novel)
    assert api.check_out().status_code == 201


# --- merging and claiming ----------------------------------------------------------------------


def test_a_guests_cart_is_merged_into_the_account_and_told(api, at, books, novel, customer):
    make_voucher(books, "WELCOME10", given=terms(percent="10"))
    api.add(novel, 2)
    api.post("cart/vouchers/", {"code": "WELCOME10"})
    token = api.cart
    api.cart = None
    api.login(customer)
    api.add(novel, 4)

    body = api.post("cart/merge/", {"token": token}).json()

    assert (body["moved"], body["added_up"], body["dropped"]) == (0, 1, [])
    assert body["limited"] == [{"title": "A Novel", "why": "5 instead of 6"}]
    (group,) = body["cart"]["groups"]
    assert group["items"][0]["quantity"] == 5
    assert group["vouchers"] == [{"code": "WELCOME10", "problem": None}]
    assert group["discount"] == {"amount": "6.25", **EUR}
    again = api.post("cart/merge/", {"token": token}).json()
    assert (again["moved"], again["added_up"], again["cart"]) == (0, 0, body["cart"])


def test_merging_is_for_customers(api):
    assert_problem(api.post("cart/merge/", {"token": "x"}), status=401, code="not-authenticated")


def test_what_was_bought_as_a_guest_is_claimed_once_the_address_is_proved(api, books, novel):
    api.add(novel)
    placed = api.check_out(email="Ada@mail.example").json()
    api.add(novel)
    api.check_out(email="bob@mail.example")
    ada = make_customer("ada@mail.example")
    api.cart = api.order = None
    api.login(ada)
    assert_problem(api.post("orders/claim/"), status=409, code="email-not-verified")
    assert api.get("orders/").json()["results"] == []
    type(ada).objects.filter(pk=ada.pk).update(email_verified_at=timezone.now())

    assert api.post("orders/claim/").json() == {"purchases": [placed["id"]]}

    assert [row["purchase"] for row in api.get("orders/").json()["results"]] == [placed["id"]]
    assert api.post("orders/claim/").json() == {"purchases": []}
    with use_retailer(books):
        order = Order.objects.get(uuid=placed["orders"][0]["id"])
        assert (order.user_id, order.guest_email) == (ada.pk, "")
    assert RetailerOrder.objects.filter(purchase__user=None).count() == 1


def test_a_customers_purchase_is_not_claimed_by_who_has_her_old_address(api, novel):
    bob = make_customer("ada@mail.example")
    api.login(bob).add(novel)
    placed = api.check_out().json()
    type(bob).objects.filter(pk=bob.pk).update(email="bob@mail.example")

    ada = make_customer("ada@mail.example", email_verified_at=timezone.now())

    assert Api().login(ada).post("orders/claim/").json() == {"purchases": []}
    assert str(Purchase.objects.get(user=bob).uuid) == placed["id"]


def test_proving_the_address_claims_by_itself(api, novel):
    api.add(novel)
    placed = api.check_out(email="ada@mail.example").json()
    ada = make_customer("ada@mail.example")

    set_password(user=ada, password="engines weave algebra", proves_email=True)

    assert str(Purchase.objects.get(user=ada).uuid) == placed["id"]


# --- older names -------------------------------------------------------------------------------


def test_older_names_of_the_cart_answer_and_name_their_successors(api, novel, beans):
    added = api.post("cart/add/", entry(novel))
    assert (added.status_code, added.headers["Deprecation"]) == (201, "@1795219200")
    assert added.headers["Link"] == '</api/v1/cart/items/>; rel="successor-version"'
    api.cart = added.json()["token"]
    api.post("cart/add_item/", entry(beans))
    (book,), (bag,) = (group["items"] for group in api.get("cart/").json()["groups"])
    for name, quantity in (("update", 2), ("update_item", 3)):
        body = api.post(f"cart/{name}/", {"item": book["id"], "quantity": quantity}).json()
        assert body["groups"][0]["items"][0]["quantity"] == quantity
    assert api.delete(f"cart/remove/{bag['id']}/").json()["count"] == 3
    api.post("cart/add_item/", entry(beans))
    (bag,) = api.get("cart/").json()["groups"][1]["items"]
    assert api.post("cart/remove_item/", {"item": bag["id"]}).json()["count"] == 3
    assert api.post("cart/clear/").json()["groups"] == []
    assert api.get("promotions/active/").json()["results"] == []
    assert_problem(
        api.post("promotions/apply-coupon/", {"code": "X"}), status=404, code="unknown-voucher"
    )
