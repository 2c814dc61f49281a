"""What buyer and shop read of an order that is paid ahead: at once, later, and for good."""

import re

import pytest
from django.urls import reverse

from marketplace.payments.gateways import METHODS
from marketplace.payments.services import receive
from marketplace.purchases.services import cancel_order
from tests.factories.gateways import Card
from tests.factories.messages import last_mail
from tests.factories.orders import make_purchase_at
from tests.factories.staff import open_staff_browser
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db
ADA = "ada@mail.example"
LABEL = re.compile(r'class="timeline__label">([^<]+)<')


@pytest.fixture(autouse=True)
def card(monkeypatch):
    monkeypatch.setitem(METHODS, "card", Card())


def histories(placed):
    """The labels that the buyer reads, and those that the shop does."""
    order = placed.purchase.orders.select_related("retailer").get()
    mine = Browser().get(
        "", reverse("guest-order", args=[order.uuid]), {"token": placed.order_token}
    )
    shops = open_staff_browser(order.retailer, "owner").get(f"/seller/orders/{order.number}")
    return [LABEL.findall(page.content.decode()) for page in (mine, shops)]


def cancel(placed):
    cancel_order(uuid=placed.purchase.orders.get().uuid, order_token=placed.order_token)


def test_what_awaited_its_payment_did_so_after_it_was_cancelled_too(books):
    placed = make_purchase_at(books, payment_method="card", email=ADA)
    cancel(placed)

    assert histories(placed) == [["Awaiting payment", "Cancelled"]] * 2
    receive(payment=placed.payment)
    assert histories(placed) == [["Awaiting payment", "Cancelled"]] * 2


def test_what_awaited_its_payment_did_so_before_it_was_paid(books):
    placed = make_purchase_at(books, payment_method="card", email=ADA)
    receive(payment=placed.payment)

    buyers, shops = histories(placed)
    assert buyers[:3] == ["Awaiting payment", "Paid", "In preparation"]
    assert shops == ["Awaiting payment", "Paid"]


def test_what_is_paid_in_cash_waited_for_the_shop(books):
    placed = make_purchase_at(books, payment_method="cash_on_delivery", email=ADA)
    cancel(placed)

    assert histories(placed) == [["Waiting for the shop", "Cancelled"]] * 2


@pytest.mark.parametrize(
    ("method", "expected"), [("card", "put aside for you"), ("cash_on_delivery", "passed it on")]
)
def test_the_mail_says_of_the_goods_what_holds(books, method, expected):
    placed = make_purchase_at(books, payment_method=method, email=ADA)

    mail = last_mail(ADA)
    for text in (mail.body, mail.alternatives[0].content):
        sentences = ("put aside for you", "passed it on")
        assert [sentence for sentence in sentences if sentence in text] == [expected]
        assert ("begin when your payment has come" in text) is (method == "card")
    assert placed.payment.method == method


@pytest.mark.parametrize(
    ("method", "expected"), [("card", "put aside for you"), ("cash_on_delivery", "has your order")]
)
def test_so_does_the_thank_you_page(books, method, expected):
    placed = make_purchase_at(books, payment_method=method, email=ADA)
    address = f"/checkout/done/{placed.purchase.uuid}"

    page = text_of(Browser().get("", address, {"token": placed.order_token}))

    sentences = ("put aside for you", "has your order")
    assert [sentence for sentence in sentences if sentence in page] == [expected]
    assert ("begin when it has" in page) is (method == "card")
