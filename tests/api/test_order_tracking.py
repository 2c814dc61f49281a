"""What becomes of an order: events, tracking, the purchase, the invoice."""

import pytest

from marketplace.purchases.models import Invoice
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order


@pytest.fixture
def order(books, customer):
    return make_order(books, make_product(books, title="A Novel", price="12.50"), user=customer)


@pytest.fixture
def buyer(customer):
    return Api().login(customer)


def steps(answer):
    return [(step["status"], step["state"]) for step in answer.json()["timeline"]]


def test_tracking_shows_what_happened_and_what_is_to_come(buyer, order):
    hand_over(order, until="shipped", carrier="DHL", tracking_number="0034")
    answer = buyer.get(f"orders/{order.uuid}/tracking/")

    body = answer.json()
    assert (body["carrier"], body["tracking_number"]) == ("DHL", "0034")
    assert steps(answer) == [
        ("pending", "done"),
        ("processing", "done"),
        ("shipped", "current"),
        ("delivered", "upcoming"),
    ]
    assert body["timeline"][-1]["at"] is None


def test_a_pickup_has_a_road_of_its_own(books, customer, buyer):
    order = make_order(books, make_product(books), user=customer, fulfilment="pickup")

    assert [status for status, _ in steps(buyer.get(f"orders/{order.uuid}/tracking/"))] == [
        "pending",
        "processing",
        "ready_for_pickup",
        "delivered",
    ]


def test_what_is_cancelled_goes_nowhere(buyer, order):
    buyer.post(f"orders/{order.uuid}/cancel/")

    answer = buyer.get(f"orders/{order.uuid}/tracking/")
    assert steps(answer) == [("pending", "done"), ("cancelled", "stopped")]


def test_events(buyer, order):
    hand_over(order, until="processing", note="Packing it")

    events = buyer.get(f"orders/{order.uuid}/events/").json()["results"]
    assert [(event["status"], event["note"]) for event in events] == [
        ("pending", ""),
        ("processing", "Packing it"),
    ]


def test_a_purchase_tells_its_orders_and_a_shops_host_its_own_alone(
    api, at, books, coffee, tea, customer
):
    buyer = Api().login(customer)
    for shop in (books, coffee):
        buyer.add(make_product(shop, price="10.00"))
    placed = buyer.check_out().json()
    body = buyer.get(f"purchases/{placed['id']}/").json()
    assert {row["retailer"]["slug"] for row in body["orders"]} == {"books", "coffee"}
    assert body["total"] == placed["totals"][0]

    at_books = at(books).login(customer).get(f"purchases/{placed['id']}/").json()
    assert [row["retailer"]["slug"] for row in at_books["orders"]] == ["books"]
    assert at_books["total"] == at_books["orders"][0]["payable"]
    nowhere = at(tea).login(customer).get(f"purchases/{placed['id']}/")
    assert_problem(nowhere, status=404, code="not-found")
    stranger = Api().login(make_customer())
    assert_problem(stranger.get(f"purchases/{placed['id']}/"), status=404, code="not-found")


def test_there_is_an_invoice_once_the_goods_have_left(buyer, order):
    path = f"orders/{order.uuid}/invoice/"
    assert_problem(buyer.get(path), status=409, code="no-invoice-yet")
    hand_over(order, until="shipped")
    answer = buyer.get(path, accept="application/pdf")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="BOOKS-000001.pdf"'
    assert buyer.get(path).content == answer.content
    assert Invoice.objects.count() == 1


def test_a_strangers_invoice_is_not_there_nor_written(order):
    hand_over(order)
    stranger = Api().login(make_customer())

    answer = stranger.get(f"orders/{order.uuid}/invoice/")
    assert_problem(answer, status=404, code="not-found")
    assert Invoice.objects.count() == 0
