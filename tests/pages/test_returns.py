"""A buyer's page of an order: its invoice, and asking to send something back."""

import pytest

from marketplace.purchases.models import ReturnRequest
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Line
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order
from tests.factories.staff import open_browser
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return make_customer()


@pytest.fixture
def order(books, buyer):
    return hand_over(
        make_order(books, make_product(books, "Mug", price="10.00"), user=buyer, quantity=2)
    )


def field_of(order):
    with use_retailer(order.retailer):
        return f"item-{Line.objects.get(order__uuid=order.uuid).uuid}"


@pytest.mark.parametrize("count", ["\u00b2", "9" * 5000])
def test_what_is_no_count_asks_for_nothing(books, order, buyer, count):
    """For Python ² is a digit, and no number."""
    form = {field_of(order): count, "kind": "return", "reason": "damaged"}

    answer = open_browser(books, buyer).post(f"/account/orders/{order.uuid}/return", form)

    assert answer.status_code == 302
    assert not ReturnRequest.objects.exists()


def test_she_asks_and_reads_what_became_of_it(books, order, buyer):
    client = open_browser(books, buyer)
    path = f"/account/orders/{order.uuid}"
    assert "Send something back" in text_of(client.get(path))
    form = {field_of(order): "1", "kind": "return", "reason": "damaged", "note": "Broken"}
    answer = client.post(f"{path}/return", form, follow=True)
    assert "Waiting for the shop" in text_of(answer)
    assert "Send something back" not in text_of(answer)
    asked = ReturnRequest.objects.get()
    assert (asked.note, asked.money.as_dict()["amount"]) == ("Broken", "10.00")


@pytest.mark.parametrize("form", [{}, {"kind": "return", "reason": "damaged"}, {"kind": "x"}])
def test_a_form_without_pieces_or_reason_asks_for_nothing(books, order, buyer, form):
    answer = open_browser(books, buyer).post(f"/account/orders/{order.uuid}/return", form)
    assert answer.status_code == 302
    assert ReturnRequest.objects.count() == 0


def test_before_it_is_handed_over_there_is_neither_form_nor_invoice(books, buyer):
    order = make_order(books, make_product(books), user=buyer)
    client, path = open_browser(books, buyer), f"/account/orders/{order.uuid}"
    shown = text_of(client.get(path))
    assert "Send something back" not in shown
    assert "Invoice" not in shown
    assert client.get(f"{path}/invoice").status_code == 404


def test_the_invoice_is_linked_and_a_file(books, order, buyer):
    client, path = open_browser(books, buyer), f"/account/orders/{order.uuid}"
    assert f"{path}/invoice" in client.get(path).content.decode()
    answer = client.get(f"{path}/invoice")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_who_is_not_logged_in_is_asked_to_before_asking(books, order):
    path = f"/account/orders/{order.uuid}/return"

    answer = Browser().post("books", path, {field_of(order): "1", "kind": "return"})

    assert (answer.status_code, answer["Location"]) == (302, f"/auth/login?next={path}")
    assert not ReturnRequest.objects.exists()


def test_a_guest_has_both_by_the_token(books):
    from marketplace.purchases.queries import make_order_token

    order = hand_over(make_order(books, make_product(books)))
    token = make_order_token(order.purchase)
    path = f"/orders/at-shop/{order.uuid}"
    browser = Browser()
    assert browser.get("", f"{path}/invoice?token={token}").status_code == 200
    assert browser.get("", f"{path}/invoice?token=x").status_code == 404
    form = {field_of(order): "1", "kind": "refund", "reason": "other", "token": token}
    assert browser.post("", f"{path}/return", form).status_code == 302
    assert ReturnRequest.objects.get().kind == "refund"
    assert browser.post("", f"{path}/return", form | {"token": "x"}).status_code == 404
