"""The desk says of an order's cash that it has come, has not, went back."""

import pytest

from marketplace.payments.models import Allocation, Receipt
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.orders import move_at_shop
from tests.factories.staff import open_browser, open_staff_browser
from tests.pages.browser import text_of


@pytest.fixture
def order(books, order_at):
    return order_at(books, product=make_product(books, price="31.00"))


def status(order):
    return Allocation.objects.get(order__number=order.number).status


def test_it_is_marked_as_paid_and_the_mistake_undone(books, order):
    client = open_staff_browser(books, "fulfilment")
    address = f"/seller/orders/{order.number}"
    page_text = text_of(client.get(address))
    assert "To be paid on delivery" in page_text
    assert "Mark as paid" in page_text
    assert "It is not paid" not in page_text

    paid = text_of(client.post(f"{address}/payment", {"step": "paid"}, follow=True))
    assert status(order) == "paid"
    assert "It is marked as paid." in paid
    assert "Marked as paid by" in paid
    assert "Mark as not paid" in paid

    due = text_of(client.post(f"{address}/payment", {"step": "unpaid"}, follow=True))
    assert status(order) == "cod_due"
    assert "It is to be paid again." in due


def test_a_refusal_is_said_and_nothing_changes(books, order):
    client = open_staff_browser(books, "fulfilment")
    address = f"/seller/orders/{order.number}/payment"

    refused = client.post(address, {"step": "paid-back"})
    assert refused.status_code == 409
    assert "Nothing is to be paid back" in text_of(refused)
    assert client.post(address, {"step": "burnt"}).status_code == 404
    assert client.post("/seller/orders/NONE-1/payment", {"step": "paid"}).status_code == 404
    assert (status(order), Receipt.objects.count()) == ("cod_due", 0)


def test_what_was_paid_and_cancelled_goes_back(books, order_at):
    user = make_customer()
    order = order_at(books, product=make_product(books, price="31.00"), user=user)
    client = open_staff_browser(books, "owner")
    address = f"/seller/orders/{order.number}"
    client.post(f"{address}/payment", {"step": "paid"})
    pointer = Allocation.objects.select_related("order__retailer").get().order
    move_at_shop(pointer, "cancelled")

    owed = text_of(client.get(address))
    assert "hand €31.00 back to the buyer" in owed
    assert "Mark as paid" not in owed
    buyer = open_browser(books, user)
    assert "the shop pays €31.00 back" in text_of(buyer.get(f"/account/orders/{pointer.uuid}"))

    refunded = text_of(client.post(f"{address}/payment", {"step": "paid-back"}, follow=True))
    assert status(order) == "refunded"
    assert "Refunded" in refunded
    assert "the shop pays" not in text_of(buyer.get(f"/account/orders/{pointer.uuid}"))


def test_who_only_reads_is_shown_no_button(books, order):
    client = open_staff_browser(books, "support")
    assert "Mark as paid" not in text_of(client.get(f"/seller/orders/{order.number}"))
