"""What comes back is what was paid: after the discounts, to the smallest unit."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from marketplace.payments.models import Allocation, Refund
from marketplace.payments.refunds import answer_request
from marketplace.purchases import returns
from marketplace.purchases.errors import CannotReturn
from marketplace.purchases.models import ReturnRequest
from marketplace.purchases.queries import read_order
from tenants.registry.services import close
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import hand_over, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return make_customer()


@pytest.fixture
def books(books):
    books.delivery_fee = Decimal("5.00")
    books.save()
    return books


def ask(order, buyer, *, quantity=None, at=0, kind="return"):
    """For so many pieces of the line at this place; None: all that is left."""
    lines = None if quantity is None else {read_order(order).lines[at].uuid: quantity}
    return returns.ask(uuid=order.uuid, kind=kind, reason="other", lines=lines, user=buyer)


def settle(request):
    for to in ("approved", "received", "refunded")[: 3 if request.amount_minor else 2]:
        answer_request(retailer=request.order.retailer, uuid=request.uuid, to=to)


def test_a_closed_shop_is_asked_for_nothing_since_nobody_answers_there(books, buyer):
    order = hand_over(make_order(books, make_product(books), user=buyer))
    books.contact_email = "ada@books.example"
    books.save()
    close(retailer=books)
    order.refresh_from_db()
    assert returns.returnable_until(read_order(order)) is None
    for kind in ("return", "refund"):
        with pytest.raises(CannotReturn, match=r"has closed\. Write to ada@books\.example"):
            ask(order, buyer, kind=kind)
    type(books).objects.filter(pk=books.pk).update(publishes_email=False)
    with pytest.raises(CannotReturn) as refusal:
        ask(order, buyer)
    assert "ada@books.example" not in str(refusal.value.detail)
    assert not ReturnRequest.objects.exists()


def test_three_at_a_third_off_come_back_one_by_one_and_the_fee_with_the_last(books, buyer):
    make_offer(books, given=terms(percent="33"))
    order = hand_over(make_order(books, make_product(books, price="9.99"), user=buyer, quantity=3))
    assert (order.discount, order.payable) == (Decimal("9.89"), Decimal("25.08"))

    amounts = []
    for _ in range(3):
        request = ask(order, buyer, quantity=1)
        amounts.append(str(request.money))
        settle(request)

    assert amounts == ["6.69 EUR", "6.70 EUR", "11.69 EUR"]  # 6.69 and the fee of 5.00
    assert list(Refund.objects.order_by("id").values_list("amount_minor", flat=True)) == [
        669,
        670,
        1169,
    ]
    share = Allocation.objects.get()
    assert (share.amount_minor, share.status) == (2508, "refunded")


def test_the_first_of_two_pieces_at_half_the_price(books, buyer):
    make_offer(books, given=terms(percent="50"))
    cheap, dear = make_product(books, price="23.00"), make_product(books, price="69.00")
    order = hand_over(make_order(books, cheap, dear, user=buyer))

    first = ask(order, buyer, quantity=1)
    assert str(first.money) == "11.50 EUR"
    assert [line.amount_minor for line in first.lines.all()] == [1150]
    settle(first)
    assert str(ask(order, buyer).money) == "39.50 EUR"  # 34.50 and the fee


def test_of_what_a_voucher_paid_for_nothing_is_paid_back(books, buyer):
    books.delivery_fee = 0
    books.save()
    make_voucher(books, "ALL", given=terms(percent="100"))
    order = hand_over(make_order(books, make_product(books, price="50.00"), user=buyer, code="ALL"))

    with pytest.raises(CannotReturn, match="Nothing was paid for it"):
        ask(order, buyer, kind="refund")
    assert ReturnRequest.objects.count() == 0
    request = ask(order, buyer)
    assert str(request.money) == "0.00 EUR"
    for to in ("approved", "received"):
        answer_request(retailer=books, uuid=request.uuid, to=to)

    request.refresh_from_db()
    assert returns.moves_of(request) == []
    assert Refund.objects.count() == 0
    assert Allocation.objects.get().status == "paid"
    order.refresh_from_db()
    assert order.status == "returned"


def as_before(request, amount):
    """What the request, its one line and its refund said when discounts were overlooked."""
    ReturnRequest.objects.filter(pk=request.pk).update(amount_minor=amount)
    request.lines.update(amount_minor=amount)
    Refund.objects.filter(request=request).update(amount_minor=amount)


def set_right():
    module = import_module("marketplace.payments.migrations.0004_refunds_after_discounts")
    with connection.schema_editor() as editor:
        module.set_right(apps, editor)


@pytest.mark.parametrize("moves", [(), ("approved",), ("approved", "received")])
def test_an_upgrade_sets_right_what_is_not_paid_back_yet(books, buyer, moves):
    make_offer(books, given=terms(percent="50"))
    order = hand_over(make_order(books, make_product(books, price="10.00"), user=buyer, quantity=2))
    request = ask(order, buyer, quantity=1)
    for to in moves:
        answer_request(retailer=books, uuid=request.uuid, to=to)
    as_before(request, 1000)

    set_right()

    request.refresh_from_db()
    assert request.amount_minor == 500
    assert [line.amount_minor for line in request.lines.all()] == [500]
    due = Refund.objects.filter(request=request).values_list("amount_minor", "status")
    assert list(due) == ([(500, "due")] if "received" in moves else [])


def test_an_upgrade_leaves_no_more_than_what_was_not_paid_back(books, buyer):
    """10.00 and 5.00 for the delivery were paid; 10.00 went back for a piece worth 5.00."""
    make_offer(books, given=terms(percent="50"))
    order = hand_over(make_order(books, make_product(books, price="10.00"), user=buyer, quantity=2))
    first = ask(order, buyer, quantity=1)
    settle(first)
    as_before(first, 1000)
    second = ask(order, buyer)
    as_before(second, 1500)

    set_right()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.amount_minor, second.amount_minor) == (1000, 500)


def test_a_request_is_for_no_more_than_what_was_not_paid_back(books, buyer):
    make_offer(books, given=terms(percent="50"))
    order = hand_over(make_order(books, make_product(books, price="10.00"), user=buyer, quantity=2))
    first = ask(order, buyer, quantity=1)
    settle(first)
    as_before(first, 1000)

    assert ask(order, buyer).amount_minor == 500


def test_a_request_tells_what_is_left_where_more_was_asked_for(books, buyer):
    order = hand_over(make_order(books, make_product(books, price="10.00"), user=buyer))
    request = ask(order, buyer)
    ReturnRequest.objects.update(amount_minor=9900)
    for to in ("approved", "received"):
        answer_request(retailer=books, uuid=request.uuid, to=to)
    request.refresh_from_db()
    assert (request.amount_minor, Refund.objects.get().amount_minor) == (1500, 1500)
