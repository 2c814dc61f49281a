"""A method that is paid ahead: its orders are worked on when the money has come."""

from decimal import Decimal

import pytest

from marketplace.cart.vouchers import apply_voucher
from marketplace.payments.checkout import place
from marketplace.payments.gateways import METHODS
from marketplace.payments.gateways.cash import CashOnDelivery
from marketplace.payments.models import Payment
from marketplace.payments.services import receive
from tenants.context import use_retailer
from tenants.shop.order.models import Order, OrderStatusChange
from tenants.shop.order.services import IllegalMove, legal_moves, move_order
from tests.factories.goods import ADDRESS, fill_cart, sell
from tests.factories.offers import make_voucher, terms

pytestmark = pytest.mark.django_db


class Card(CashOnDelivery):
    """What the orders need to know of a card; no provider is asked here."""

    code = "card"
    kind = "card"
    paid_ahead = True

    def status_at_placement(self) -> str:
        return Payment.Status.PENDING


@pytest.fixture(autouse=True)
def card(monkeypatch):
    monkeypatch.setitem(METHODS, "card", Card())


def buy(*shops, code="", method="card", **given):
    shopper = fill_cart(*(sell(shop).uuid for shop in shops))
    if code:
        apply_voucher(shopper=shopper, code=code)
    given.setdefault("shipping_address", ADDRESS)
    return place(shopper=shopper, email="ada@mail.example", payment_method=method, **given)


def source(order):
    with use_retailer(order.retailer):
        return Order.objects.get(uuid=order.uuid)


def statuses(placed):
    payment = Payment.objects.get(pk=placed.payment.pk)
    return [payment.status, *payment.allocations.order_by("id").values_list("status", flat=True)]


def test_nobody_works_on_it_before(books):
    placed = buy(books)
    order = placed.purchase.orders.get()
    with use_retailer(books):
        for to in ("processing", "paid"):
            with pytest.raises(IllegalMove, match="pending and not paid yet"):
                move_order(order=source(order), to=to)
        assert legal_moves(source(order)) == ["cancelled"]
        assert OrderStatusChange.objects.count() == 1
    assert statuses(placed) == ["pending", "pending"]


def test_the_money_makes_it_paid_once_and_at_every_shop(books, coffee):
    placed = buy(books, coffee)
    for _ in range(2):
        receive(payment=placed.payment)

    assert statuses(placed) == ["paid", "paid", "paid"]
    for order in placed.purchase.orders.select_related("retailer"):
        assert (order.status, source(order).awaits_payment) == ("paid", False)
        with use_retailer(order.retailer):
            assert legal_moves(source(order)) == ["processing", "cancelled"]
            log = OrderStatusChange.objects.order_by("id").values_list("new_status", "actor_role")
            assert list(log) == [("pending", "customer"), ("paid", "system")]


def test_money_for_an_order_that_was_cancelled_leaves_it_so(books, coffee):
    placed = buy(books, coffee)
    gone = placed.purchase.orders.get(retailer=books)
    with use_retailer(books):
        move_order(order=source(gone), to="cancelled")

    receive(payment=placed.payment)

    assert {order.status for order in placed.purchase.orders.all()} == {"cancelled", "paid"}
    assert sorted(statuses(placed)) == ["cancelled", "paid", "paid"]


@pytest.mark.parametrize("method", ["cash_on_delivery", "card"])
@pytest.mark.parametrize("fulfilment", ["delivery", "pickup"])
def test_where_nothing_is_to_be_paid_nothing_is_due(books, method, fulfilment):
    make_voucher(books, "ALL", given=terms(percent="100"))
    placed = buy(books, code="ALL", method=method, fulfilment={"books": fulfilment})

    assert statuses(placed) == ["paid", "paid"]
    order = placed.purchase.orders.select_related("retailer").get()
    assert (order.payable, source(order).awaits_payment) == (Decimal(0), False)
    with use_retailer(books):
        assert legal_moves(source(order)) == ["processing", "cancelled"]
        move_order(order=source(order), to="cancelled")
    assert statuses(placed) == ["cancelled", "cancelled"]


def test_a_free_part_is_paid_and_the_other_due(books, coffee):
    make_voucher(books, "ALL", given=terms(percent="100"))
    placed = buy(books, coffee, code="ALL", method="cash_on_delivery")
    shares = placed.payment.allocations.select_related("order__retailer")
    assert {share.order.retailer.slug: share.status for share in shares} == {
        "books": "paid",
        "coffee": "cod_due",
    }
    assert statuses(placed)[0] == "cod_due"
