"""Returns and refunds: the buyer asks, the shop answers, stock and money follow."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import now

from marketplace.payments.models import Allocation, Refund
from marketplace.purchases import returns
from marketplace.purchases.errors import AlreadyAsked
from marketplace.purchases.models import ReturnRequest
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Line, OrderStatusChange
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import hand_over, make_order
from tests.factories.staff import make_member
from tests.factories.threads import at_once

ALL = {"reason": "damaged"}


@pytest.fixture
def mug(books):
    books.delivery_fee = 5
    books.save()
    return make_product(books, title="Mug", price="10.00", stock=10)


@pytest.fixture
def order(books, mug, customer):
    """Three mugs and 5.00 for the delivery, handed over."""
    return hand_over(make_order(books, mug, user=customer, quantity=3))


@pytest.fixture
def buyer(customer):
    return Api().login(customer)


@pytest.fixture
def staff(books):
    return Api().login(make_member(books, "fulfilment"))


def line_of(order):
    with use_retailer(order.retailer):
        return Line.objects.get(order__uuid=order.uuid)


def pieces(order, quantity):
    return {"reason": "damaged", "items": [{"id": str(line_of(order).uuid), "quantity": quantity}]}


def move(staff, request, to, answer=""):
    path = f"retailers/books/returns/{request['id']}/transitions/"
    return staff.post(path, {"to": to, "answer": answer})


def share(order):
    found = Allocation.objects.get(order=order)
    return found.status, found.payment.status


def test_goods_that_come_back_are_for_sale_again_and_the_money_is_due(
    buyer, staff, order, mug, books
):
    asked = buyer.post(f"orders/{order.uuid}/return/", pieces(order, 1))
    assert asked.status_code == 201
    assert asked.json()["amount"] == {"amount": "10.00", "currency": "EUR"}
    assert read_stock(books, mug) == (7, 0)

    assert move(staff, asked.json(), "approved", "Send it to us.").status_code == 200
    assert read_stock(books, mug) == (7, 0)
    assert Refund.objects.count() == 0
    received = move(staff, asked.json(), "received")
    assert received.json()["legal_moves"] == ["refunded"]
    assert read_stock(books, mug) == (8, 0)
    refund = Refund.objects.get()
    assert (refund.status, refund.amount_minor, refund.paid_at) == ("due", 1000, None)
    assert share(order) == ("paid", "paid")

    move(staff, asked.json(), "refunded")
    refund.refresh_from_db()
    assert refund.status == "paid"
    assert refund.paid_by is not None
    assert share(order) == ("partially_refunded", "partially_refunded")
    [told] = buyer.get(f"orders/{order.uuid}/return/").json()["results"]
    assert (told["status"], told["answer"]) == ("refunded", "Send it to us.")
    order.refresh_from_db()
    assert order.status == "delivered"


def test_all_of_it_in_two_steps_returns_the_order_with_its_delivery_fee(
    buyer, staff, order, mug, books
):
    amounts = []
    for body in (pieces(order, 2), ALL):
        asked = buyer.post(f"orders/{order.uuid}/return/", body).json()
        amounts.append(asked["amount"]["amount"])
        for to in ("approved", "received", "refunded"):
            assert move(staff, asked, to).status_code == 200
    assert amounts == ["20.00", "15.00"]
    assert read_stock(books, mug) == (10, 0)
    assert share(order) == ("refunded", "refunded")
    order.refresh_from_db()
    assert order.status == "returned"
    with use_retailer(books):
        last = OrderStatusChange.objects.filter(order__uuid=order.uuid).latest("id")
    assert (last.new_status, last.actor_role) == ("returned", "fulfilment")


def test_a_refund_owes_the_money_at_once_and_leaves_the_stock(buyer, staff, order, mug, books):
    asked = buyer.post(f"orders/{order.uuid}/refund/", pieces(order, 3)).json()
    assert (asked["kind"], asked["amount"]["amount"]) == ("refund", "35.00")
    approved = move(staff, asked, "approved").json()
    assert approved["legal_moves"] == ["refunded"]
    assert Refund.objects.get().status == "due"
    move(staff, asked, "refunded")
    assert share(order) == ("refunded", "refunded")
    assert read_stock(books, mug) == (7, 0)
    order.refresh_from_db()
    assert order.status == "delivered"


def test_what_was_refused_can_be_asked_for_again(buyer, staff, order):
    asked = buyer.post(f"orders/{order.uuid}/return/", ALL).json()
    waiting = buyer.post(f"orders/{order.uuid}/refund/", ALL)
    assert_problem(waiting, status=409, code="already-asked")
    refused = move(staff, asked, "refused", "It was used.").json()
    assert (refused["status"], refused["legal_moves"]) == ("refused", [])
    assert Refund.objects.count() == 0
    assert buyer.post(f"orders/{order.uuid}/return/", ALL).status_code == 201


@pytest.mark.parametrize("to", ["received", "refunded"])
def test_an_illegal_answer_changes_nothing(buyer, staff, order, mug, books, to):
    asked = buyer.post(f"orders/{order.uuid}/return/", ALL).json()
    assert_problem(move(staff, asked, to), status=409, code="illegal-move")
    assert ReturnRequest.objects.get().status == "requested"
    assert read_stock(books, mug) == (7, 0)
    assert Refund.objects.count() == 0


def test_more_than_is_left_is_refused(buyer, staff, order):
    asked = buyer.post(f"orders/{order.uuid}/return/", pieces(order, 2)).json()
    for to in ("approved", "received"):
        move(staff, asked, to)
    path = f"orders/{order.uuid}/return/"
    assert_problem(buyer.post(path, pieces(order, 2)), status=422, code="invalid-return")
    foreign = {"reason": "other", "items": [{"id": str(uuid.uuid4()), "quantity": 1}]}
    assert_problem(buyer.post(path, foreign), status=422, code="invalid-return")
    none = {"reason": "other", "items": []}
    assert_problem(buyer.post(path, none), status=422, code="invalid-return")
    assert ReturnRequest.objects.count() == 1


@pytest.mark.parametrize("until", ["processing", "shipped"])
def test_what_was_not_handed_over_cannot_be_returned(buyer, books, mug, customer, until):
    order = hand_over(make_order(books, mug, user=customer), until=until)
    answer = buyer.post(f"orders/{order.uuid}/return/", ALL)
    assert_problem(answer, status=409, code="cannot-return")


def test_the_window_closes_after_fourteen_days(buyer, order, books):
    assert buyer.get(f"orders/{order.uuid}/").json()["returnable_until"]
    with use_retailer(books):
        changes = OrderStatusChange.objects.filter(order__uuid=order.uuid)
        changes.update(date_created=now() - timedelta(days=14, minutes=1))
    answer = buyer.post(f"orders/{order.uuid}/return/", ALL)
    assert_problem(answer, status=409, code="cannot-return")
    assert ReturnRequest.objects.count() == 0


def test_a_strangers_order_cannot_be_returned(order):
    stranger = Api().login(make_customer())
    answer = stranger.post(f"orders/{order.uuid}/return/", ALL)
    assert_problem(answer, status=404, code="not-found")
    assert ReturnRequest.objects.count() == 0


def test_staff_see_their_own_requests_alone(buyer, staff, order, coffee):
    asked = buyer.post(f"orders/{order.uuid}/return/", ALL).json()
    [row] = staff.get("retailers/books/returns/?status=requested").json()["results"]
    assert (row["id"], row["legal_moves"]) == (asked["id"], ["approved", "refused"])
    assert staff.get("retailers/books/returns/?status=refused").json()["results"] == []
    elsewhere = Api().login(make_member(coffee, "owner"))
    assert elsewhere.get("retailers/coffee/returns/").json()["results"] == []
    path = f"retailers/coffee/returns/{asked['id']}/transitions/"
    answer = elsewhere.post(path, {"to": "approved"})
    assert_problem(answer, status=404, code="not-found")
    assert_problem(move(elsewhere, asked, "approved"), status=404, code="not-found")
    assert ReturnRequest.objects.get().status == "requested"


def test_a_list_by_a_status_that_there_is_not_is_refused(staff):
    answer = staff.get("retailers/books/returns/?status=requested&status=lost")
    document = assert_problem(answer, status=400, code="validation-error")
    assert document["errors"] == {"status": ["There is no lost."]}


def test_who_only_reads_cannot_answer(buyer, order, books):
    asked = buyer.post(f"orders/{order.uuid}/return/", ALL).json()
    analyst = Api().login(make_member(books, "analyst"))
    assert analyst.get("retailers/books/returns/").status_code == 200
    assert_problem(move(analyst, asked, "approved"), status=403, code="not-allowed")


@pytest.mark.django_db(transaction=True)
def test_asking_six_times_at_once_makes_one_request(books, customer):
    product = make_product(books, price="10.00")
    order = hand_over(make_order(books, product, user=customer, quantity=3))
    ask = partial(returns.ask, uuid=order.uuid, kind="return", reason="other", user=customer)
    results = at_once(*[ask] * 6)
    assert [type(one) for one in results if not isinstance(one, ReturnRequest)] == [
        AlreadyAsked
    ] * 5
    assert ReturnRequest.objects.count() == 1
