"""Cash that staff say they have, at any time before the hand-over; and what it costs to cancel."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from marketplace.audit.models import Entry
from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Allocation, Payment, Receipt, Refund
from marketplace.payments.receipts import (
    NothingDue,
    PaidToProvider,
    ReceiptStands,
    receive_cash,
    undo_receipt,
)
from marketplace.payments.refunds import (
    NothingOwed,
    gives_money_back,
    hand_back,
    owed_for_cancelled,
)
from marketplace.purchases.services import cancel_order
from tenants.kernel.errors import NotFound
from tenants.kernel.money import Money
from tests.factories.accounts import make_customer
from tests.factories.gateways import Card
from tests.factories.goods import make_product
from tests.factories.offers import make_voucher, terms
from tests.factories.orders import hand_over, make_order, make_purchase_at, move_at_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(books):
    return make_order(books, make_product(books, price="12.50"), fulfilment="pickup")


def share(order):
    return Allocation.objects.select_related("payment").get(order=order)


def statuses(order):
    allocation = share(order)
    return allocation.payment.status, allocation.status


def say(verb, order, actor=None):
    return verb(retailer=order.retailer, order=order.uuid, actor=actor)


@pytest.mark.parametrize("until", ["pending", "processing", "ready_for_pickup"])
def test_it_is_paid_at_any_time_once(order, until):
    actor = make_customer()
    if until != "pending":
        hand_over(order, until=until)

    for _ in range(2):
        say(receive_cash, order, actor)

    assert statuses(order) == ("paid", "paid")
    receipt = Receipt.objects.get()
    assert (receipt.amount_minor, receipt.received_by, receipt.undone_at) == (
        1250,
        actor.uuid,
        None,
    )
    assert share(order).changed_at is not None


def test_the_other_shop_of_the_purchase_waits_for_its_own(books, coffee):
    placed = make_purchase_at(books, coffee)
    order = placed.purchase.orders.select_related("retailer").get(retailer=books)

    say(receive_cash, order)

    assert statuses(order) == ("cod_due", "paid")
    with pytest.raises(NotFound):
        receive_cash(retailer=coffee, order=order.uuid, actor=None)
    assert Receipt.objects.count() == 1


def test_a_mistake_is_undone_and_may_be_said_anew(order):
    actor = make_customer()
    say(receive_cash, order)
    for _ in range(2):
        say(undo_receipt, order, actor)
    assert statuses(order) == ("cod_due", "cod_due")
    say(receive_cash, order)

    assert statuses(order) == ("paid", "paid")
    undone, stands = Receipt.objects.order_by("id")
    assert (undone.undone_by, stands.undone_at) == (actor.uuid, None)


def test_a_hand_over_makes_it_final(order):
    say(receive_cash, order)
    hand_over(order)

    with pytest.raises(ReceiptStands):
        say(undo_receipt, order)

    assert statuses(order) == ("paid", "paid")
    assert Receipt.objects.get().undone_at is None


def test_what_was_paid_by_its_hand_over_has_no_receipt(order):
    hand_over(order)
    say(receive_cash, order)

    assert not Receipt.objects.exists()
    with pytest.raises(ReceiptStands):
        say(undo_receipt, order)
    assert statuses(order) == ("paid", "paid")


def test_nothing_is_due_of_what_was_cancelled_or_costs_nothing(books, order):
    move_at_shop(order, "cancelled")
    with pytest.raises(NothingDue):
        say(receive_cash, order)
    assert statuses(order) == ("cancelled", "cancelled")

    make_voucher(books, "ALL", given=terms(percent="100"))
    free = make_order(books, make_product(books), fulfilment="pickup", code="ALL")
    say(receive_cash, free)
    with pytest.raises(ReceiptStands):
        say(undo_receipt, free)
    assert statuses(free) == ("paid", "paid")
    assert not Receipt.objects.exists()


def test_what_a_provider_takes_is_not_marked_by_hand(books, monkeypatch):
    monkeypatch.setitem(METHODS, "card", Card())
    order = make_order(books, make_product(books), payment_method="card")

    with pytest.raises(PaidToProvider):
        say(receive_cash, order)

    assert statuses(order) == ("pending", "pending")


def test_the_database_keeps_one_receipt_that_stands(order):
    say(receive_cash, order)
    with pytest.raises(IntegrityError, match="receipt_stands_once"), transaction.atomic():
        Receipt.objects.create(allocation=share(order), amount_minor=1250)


@pytest.mark.parametrize("by", ["shop", "customer"])
def test_cash_of_a_cancelled_order_is_owed_until_it_went_back(books, by):
    """It became `cancelled`, and nobody knew any more that the shop had the money."""
    user = make_customer()
    order = make_order(books, make_product(books, price="12.50"), fulfilment="pickup", user=user)
    say(receive_cash, order)
    assert gives_money_back(order=order.uuid, to="cancelled")
    if by == "shop":
        move_at_shop(order, "cancelled")
    else:
        cancel_order(uuid=order.uuid, user=user)
    order.refresh_from_db()

    assert statuses(order) == ("paid", "paid")
    assert owed_for_cancelled(order) == Money(Decimal("12.50"), "EUR")
    with pytest.raises(ReceiptStands):
        say(undo_receipt, order)

    for _ in range(2):
        say(hand_back, order, user)

    assert statuses(order) == ("refunded", "refunded")
    order.refresh_from_db()
    assert owed_for_cancelled(order) is None
    refund = Refund.objects.get()
    assert (refund.status, refund.amount_minor, refund.paid_by) == ("paid", 1250, user.uuid)
    refunds = Entry.objects.filter(what="refund.paid").values_list("after", flat=True)
    assert list(refunds) == [{"amount": "12.50", "currency": "EUR"}]


def test_nothing_is_handed_back_that_is_not_owed(order):
    say(receive_cash, order)

    with pytest.raises(NothingOwed):
        say(hand_back, order)

    assert statuses(order) == ("paid", "paid")
    assert Payment.objects.get().status == "paid"
