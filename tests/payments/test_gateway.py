"""A way to pay is one module and one line: a card of the tests goes the whole way by them."""

import re
from decimal import Decimal
from html import unescape
from typing import get_args

import pytest
from django_tasks_db.models import DBTaskResult

from marketplace.payments.checkout import MethodUnsupported
from marketplace.payments.gateways import METHODS, methods_for
from marketplace.payments.gateways.interface import Kind
from marketplace.payments.models import Payment
from marketplace.payments.services import receive
from marketplace.payments.states import AWAITED
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.kernel.money import Money
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tests.api.conftest import Api, assert_problem
from tests.architecture.code import ROOT
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.gateways import LIMIT, Card
from tests.factories.goods import make_product, read_stock
from tests.factories.offers import make_voucher, terms
from tests.factories.orders import make_purchase, make_purchase_at
from tests.factories.staff import make_member, open_staff_browser
from tests.pages.browser import text_of
from tests.pages.checkout import order_on_page, with_cart

pytestmark = pytest.mark.django_db

BY_CARD = {"payment_method": "card", "email": "ada@mail.example", "shipping_address": ADDRESS}
REFUSED = "This sum cannot be paid in that way."
WAITING = "Awaiting payment"


@pytest.fixture(autouse=True)
def card(monkeypatch):
    for code in set(METHODS) - {"cash_on_delivery"}:
        monkeypatch.delitem(METHODS, code)
    monkeypatch.setitem(METHODS, "card", Card())


def offered(page):
    return [
        part.partition('"')[0]
        for part in page.content.decode().split('name="payment_method" value="')[1:]
    ]


def told_staff():
    return DBTaskResult.objects.filter(task_path__endswith="tell_staff_of_order").count()


def assert_nothing_placed(shop, product):
    assert not Purchase.objects.exists()
    assert not Payment.objects.exists()
    assert read_stock(shop, product) == (10, 0)


WAYS = [*METHODS.values(), Card()]


@pytest.mark.parametrize("method", WAYS, ids=lambda method: method.code)
def test_every_way_to_pay_says_what_is_asked_of_it(method):
    sprite = ROOT / "marketplace/static/galleria/img/icons.svg"

    assert len(method.code) <= Payment._meta.get_field("method").max_length
    assert str(method.label)
    assert str(method.promise).endswith(".")
    assert method.kind in get_args(Kind)
    assert f'id="{method.icon}"' in sprite.read_text()
    assert (method.status_at_placement() in AWAITED) is method.paid_ahead
    for status, order_status, after in (
        (method.status_at_placement(), "cancelled", "cancelled"),
        (method.status_at_placement(), "processing", method.status_at_placement()),
        ("paid", "delivered", "paid"),
    ):
        assert method.status_after_move(status=status, order_status=order_status) == after


# --- offered and refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "codes"),
    [
        (["100.00 EUR"], ["cash_on_delivery", "card"]),
        (["100.01 EUR"], ["cash_on_delivery"]),
        (["12.00 EUR", "1200 JPY"], ["cash_on_delivery"]),
        (["0.00 USD"], ["cash_on_delivery", "card"]),
        ([], ["cash_on_delivery", "card"]),
    ],
)
def test_what_takes_these_amounts(amounts, codes):
    sums = [Money(Decimal(value), code) for value, code in map(str.split, amounts)]

    assert [method.code for method in methods_for(*sums)] == codes


def test_the_api_lists_it():
    (_, method) = Api().get("payments/methods/").json()["results"]

    assert method == {"code": "card", "name": "Card", "kind": "card", "needs_action": True}


def test_the_page_offers_it_for_what_it_takes(books, tea):
    cheap, dear = make_product(books), make_product(books, price="100.01")

    assert offered(with_cart(cheap).get("", "/checkout")) == ["cash_on_delivery", "card"]
    assert offered(with_cart(dear).get("", "/checkout")) == ["cash_on_delivery"]
    assert offered(with_cart(make_product(tea)).get("", "/checkout")) == ["cash_on_delivery"]


def test_the_page_follows_the_sum(books, coffee):
    browser = with_cart(make_product(books, price="60"), make_product(coffee, price="60"))
    chosen = {"chosen": "1", "update": "1", "payment_method": "card"}

    alone = browser.post("", "/checkout", chosen | {"shops": ["books"]})
    both = browser.post("", "/checkout", chosen | {"shops": ["books", "coffee"]})

    assert offered(alone) == ["cash_on_delivery", "card"]
    assert 'value="card"\n                           checked' in alone.content.decode()
    assert offered(both) == ["cash_on_delivery"]
    assert 'value="cash_on_delivery"\n                           checked' in both.content.decode()


def test_asked_for_too_much_the_page_says_so_beside_the_field(books):
    product = make_product(books, price="100.01")
    answer = order_on_page(with_cart(product), payment_method="card")

    assert answer.status_code == 422
    errors = answer.content.decode().partition('id="payment-errors"')[2].partition("</ul>")[0]
    assert f"{REFUSED} Choose one of: Cash on delivery or pickup." in errors
    assert_nothing_placed(books, product)


@pytest.mark.parametrize(("slug", "price"), [("books", "100.01"), ("tea", "1200")])
def test_asked_for_what_it_does_not_take_the_api_refuses_by_name(request, slug, price):
    shop, api = request.getfixturevalue(slug), Api()
    product = make_product(shop, price=price)
    api.add(product)

    (problem,) = api.post("checkout/preview/", BY_CARD).json()["problems"]
    answer = api.check_out(payment_method="card")

    document = assert_problem(answer, status=422, code="payment-method-unsupported")
    (sentence,) = document["errors"]["payment_method"]
    assert sentence.startswith(REFUSED)
    assert (problem["type"], problem["errors"]) == (document["type"], document["errors"])
    assert_nothing_placed(shop, product)


def test_the_sum_that_counts_is_what_is_paid_in_the_end(books):
    """With its delivery, and with its discounts."""
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal("4.00"))
    product = make_product(books, price="98")
    with pytest.raises(MethodUnsupported):
        make_purchase(product, payment_method="card")
    assert_nothing_placed(books, product)

    fetched = make_purchase(product, payment_method="card", fulfilment={"books": "pickup"})
    assert fetched.purchase.money < LIMIT


def test_where_nothing_is_to_be_paid_any_way_will_do(tea):
    make_voucher(tea, "ALL", given=terms(percent="100"))
    browser = with_cart(make_product(tea))
    browser.post("", "/checkout", {"code": "ALL"})

    assert offered(browser.get("", "/checkout")) == ["cash_on_delivery", "card"]
    assert order_on_page(browser, shops=("tea",), payment_method="card").status_code == 302
    assert Payment.objects.get().status == "paid"


def test_where_no_way_takes_it_that_is_said(books, monkeypatch):
    monkeypatch.delitem(METHODS, "cash_on_delivery")
    product = make_product(books, price="100.01")

    assert "No way to pay takes this sum." in text_of(with_cart(product).get("", "/checkout"))
    with pytest.raises(MethodUnsupported) as refusal:
        make_purchase(product, payment_method="card")
    assert "No way to pay takes this sum." in refusal.value.fields["payment_method"][0]


def test_a_large_order_that_is_paid_ahead_needs_no_letter(books):
    Retailer.objects.filter(pk=books.pk).update(guest_order_amount=0, guest_order_pieces=0)

    assert make_purchase_at(books, payment_method="card").purchase.money.amount == Decimal("12.50")


# --- pending ------------------------------------------------------------------------------------


def test_a_guest_sees_that_it_is_awaited(books, coffee):
    browser = with_cart(make_product(books), make_product(coffee))

    done = browser.follow(order_on_page(browser, shops=("books", "coffee"), payment_method="card"))

    shown = text_of(done)
    assert "Your payment has not come yet." in shown
    assert shown.count(WAITING) == 3  # at each order, and in the summary
    assert "Waiting for the shop" not in shown
    assert "You pay by card at once." not in shown
    path = re.search(r'button--small" href="([^"]+)"', done.content.decode())[1]
    page = text_of(browser.get("", unescape(path)))
    assert "The shop begins when your payment has come." in page
    assert "Waiting for the shop" not in page
    assert "Cancel this order" in page


def test_a_customer_sees_it_in_her_list_until_the_money_comes(books):
    ada = make_customer()
    browser = with_cart(make_product(books), user=ada)
    order_on_page(browser, payment_method="card")

    assert WAITING in text_of(browser.get("", "/profile/orders"))
    receive(payment=Payment.objects.get())
    listed = text_of(browser.get("", "/profile/orders"))
    assert WAITING not in listed
    assert "Paid" in listed
    page = text_of(browser.get("", f"/profile/orders/{RetailerOrder.objects.get().uuid}"))
    for step in ("Paid", "In preparation", "On its way", "Delivered"):
        assert step in page.partition("What happens")[2]


def test_the_shop_sees_that_it_waits_and_begins_when_the_money_came(books):
    product = make_product(books)
    placed = make_purchase(product, payment_method="card")
    pointer = placed.purchase.orders.get()
    clerk = open_staff_browser(books, "fulfilment")

    listed = text_of(clerk.get("/seller/orders"))
    page = clerk.get(f"/seller/orders/{pointer.number}")

    assert WAITING in listed
    assert "Accept" not in listed
    assert "Begin when the payment has come." in text_of(page)
    assert pointer.number not in text_of(clerk.get("/seller/dashboard"))  # nothing to do about it
    assert read_stock(books, product) == (10, 1)
    assert told_staff() == 0
    path = f"/seller/orders/{pointer.number}"
    assert clerk.post(f"{path}/move", {"to": "processing"}).status_code == 409

    receive(payment=placed.payment)

    assert told_staff() == 1
    assert "Accept" in text_of(clerk.get("/seller/orders"))
    assert pointer.number in text_of(clerk.get("/seller/dashboard"))
    assert clerk.post(f"{path}/move", {"to": "processing"}).status_code == 302
    assert told_staff() == 1


def test_the_api_tells_it_to_the_buyer_and_to_the_shop(books):
    api, product = Api(), make_product(books)
    api.add(product)
    placed = api.check_out(payment_method="card").json()
    (row,) = placed["orders"]
    api.order = placed["order_token"]
    staff = Api().login(make_member(books, "fulfilment"))

    assert (placed["payment_status"], placed["payment_method"]) == ("pending", "card")
    read = api.get(f"orders/{row['id']}/").json()
    assert (read["status"], read["payment_status"]) == ("pending", "pending")
    assert api.get(f"payments/{placed['payment']['id']}/").json()["status"] == "pending"
    seen = staff.get(f"retailers/books/orders/{row['id']}/").json()
    assert (seen["payment_status"], seen["legal_moves"]) == ("pending", ["cancelled"])

    receive(payment=Payment.objects.get())

    read = api.get(f"orders/{row['id']}/").json()
    assert (read["status"], read["payment_status"]) == ("paid", "paid")
    tracked = api.get(f"orders/{row['id']}/tracking/").json()["timeline"]
    assert [(step["status"], step["state"]) for step in tracked] == [
        ("pending", "done"),
        ("paid", "current"),
        ("processing", "upcoming"),
        ("shipped", "upcoming"),
        ("delivered", "upcoming"),
    ]


@pytest.mark.parametrize("way", ["page", "api", "shop"])
def test_it_can_be_cancelled_while_it_waits(books, way):
    ada, product = make_customer(), make_product(books)
    browser = with_cart(product, user=ada)
    order_on_page(browser, payment_method="card")
    pointer, payment = RetailerOrder.objects.get(), Payment.objects.get()
    assert read_stock(books, product) == (10, 1)

    if way == "page":
        answer = browser.post("", f"/profile/orders/{pointer.uuid}/cancel")
        assert answer.status_code == 302
    elif way == "api":
        api, proof = Api(), {"identifier": ada.email, "password": PASSWORD}
        api.access = api.post("auth/login/", proof).json()["access"]
        assert api.post(f"orders/{pointer.uuid}/cancel/").status_code == 200
    else:
        path = f"/seller/orders/{pointer.number}/move"
        assert open_staff_browser(books, "owner").post(path, {"to": "cancelled"}).status_code == 302

    pointer.refresh_from_db()
    payment.refresh_from_db()
    assert (pointer.status, payment.status) == ("cancelled", "cancelled")
    assert read_stock(books, product) == (10, 0)
    shown = text_of(browser.get("", f"/profile/orders/{pointer.uuid}"))
    assert "Nothing is due" in shown
    assert "The shop begins when" not in shown
    receive(payment=payment)  # too late: it stays so
    pointer.refresh_from_db()
    assert pointer.status == "cancelled"
    assert told_staff() == 0


def test_a_try_that_failed_is_followed_by_one_that_does_not(books):
    placed = make_purchase_at(books, payment_method="card")
    placed.payment.allocations.update(status="failed")
    Payment.objects.update(status="failed")

    receive(payment=placed.payment)

    assert Payment.objects.get().status == "paid"
    with use_retailer(books):
        assert placed.purchase.orders.get().status == "paid"
