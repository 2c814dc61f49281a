"""What customers ask a shop to take back, on the shop's desk."""

import pytest

from marketplace.payments.models import Refund
from marketplace.purchases import returns
from marketplace.purchases.models import ReturnRequest
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import hand_over, make_order
from tests.factories.staff import open_staff_browser
from tests.pages.browser import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mug(books):
    return make_product(books, "Mug", price="10.00")


@pytest.fixture
def asked(books, mug):
    buyer = make_customer()
    order = hand_over(make_order(books, mug, user=buyer, quantity=2))
    return returns.ask(
        uuid=order.uuid, kind="return", reason="damaged", note="It is broken", user=buyer
    )


def test_a_request_is_listed_shown_at_its_order_and_answered_there(books, mug, asked):
    client = open_staff_browser(books, "fulfilment")
    number, path = asked.order.number, f"/seller/returns/{asked.uuid}"
    for page in (client.get("/seller/returns"), client.get(f"/seller/orders/{number}")):
        assert "It is broken" in text_of(page)
        assert f'action="{path}"' in page.content.decode()
    for to in ("approved", "received", "refunded"):
        answer = client.post(path, {"to": to, "answer": "Sorry!"})
        assert answer["Location"] == f"/seller/orders/{number}"
    assert read_stock(books, mug) == (10, 0)
    assert Refund.objects.get().status == "paid"
    shown = text_of(client.get(f"/seller/orders/{number}"))
    assert "Paid back" in shown
    assert "Sorry!" in shown


def test_the_list_narrows_by_status(books, asked):
    client = open_staff_browser(books, "owner")
    assert "It is broken" in text_of(client.get("/seller/returns?status=requested"))
    assert "It is broken" not in text_of(client.get("/seller/returns?status=refunded"))


def test_an_illegal_answer_is_told_and_changes_nothing(books, asked):
    client = open_staff_browser(books, "owner")
    answer = client.post(f"/seller/returns/{asked.uuid}", {"to": "refunded"}, follow=True)
    assert "cannot be moved there" in text_of(answer)
    assert "It is “Waiting for the shop”; from there it may become: “Agreed”, “Refused”" in text_of(
        answer
    )
    asked.refresh_from_db()
    assert asked.status == "requested"


def test_a_long_answer_is_cut_to_what_is_kept(books, asked):
    client = open_staff_browser(books, "owner")

    client.post(f"/seller/returns/{asked.uuid}", {"to": "approved", "answer": "x" * 1200})

    asked.refresh_from_db()
    assert (asked.status, asked.answer) == ("approved", "x" * 1000)


def test_a_page_from_before_another_answer_answers_nothing(books, asked):
    client, path = open_staff_browser(books, "owner"), f"/seller/returns/{asked.uuid}"
    shown = client.get("/seller/returns").content.decode()
    assert '<input type="hidden" name="status" value="requested">' in shown
    client.post(path, {"to": "approved", "status": "requested", "answer": "Send it back"})

    late = client.post(path, {"to": "refused", "status": "requested"}, follow=True)

    assert "cannot be moved there" in text_of(late)
    asked.refresh_from_db()
    assert (asked.status, asked.answer) == ("approved", "Send it back")


@pytest.mark.parametrize("role", ["support", "analyst", "editor"])
def test_who_only_reads_cannot_answer(books, asked, role):
    client = open_staff_browser(books, role)
    assert client.post(f"/seller/returns/{asked.uuid}", {"to": "approved"}).status_code == 403
    asked.refresh_from_db()
    assert asked.status == "requested"


def test_another_shops_request_is_not_found(coffee, asked):
    client = open_staff_browser(coffee, "owner")
    assert client.post(f"/seller/returns/{asked.uuid}", {"to": "approved"}).status_code == 404
    assert ReturnRequest.objects.get().status == "requested"


def test_the_carrier_is_kept_at_shipping(books, mug):
    order = hand_over(make_order(books, mug), until="processing")
    client = open_staff_browser(books, "fulfilment")
    sent = {"to": "shipped", "carrier": "DHL", "tracking_number": "0034"}
    client.post(f"/seller/orders/{order.number}/move", sent)
    assert "0034 (DHL)" in text_of(client.get(f"/seller/orders/{order.number}"))
    invoice = client.get(f"/seller/orders/{order.number}/invoice")
    assert invoice["Content-Type"] == "application/pdf"
