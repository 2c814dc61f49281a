"""What is owed for a purchase, shared out over its orders to the smallest unit."""

from typing import Any

from django.db import transaction

from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Allocation, Payment
from marketplace.payments.refunds import lock_share, record_rest, save_share
from marketplace.payments.states import payment_status
from marketplace.purchases.models import Purchase
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.shop.order.services import lock_order, note_payment

# What a share is in until the money of a method that is paid ahead has come.
AWAITED = frozenset({Payment.Status.PENDING, Payment.Status.AUTHORIZED})


def open_payment(*, purchase: Purchase, method: str) -> Payment:
    """One payment per purchase and one share per order; the shares sum to the payment.

    Where nothing is to be paid nothing is due: such a share is paid as it is written.
    """
    orders = list(purchase.orders.order_by("id"))
    due = METHODS[method].status_at_placement()
    statuses = [due if order.money else Payment.Status.PAID for order in orders]
    payment = Payment.objects.create(
        purchase=purchase,
        method=method,
        status=payment_status(statuses),
        amount_minor=purchase.money.minor,
        currency=purchase.currency,
    )
    shares = [
        Allocation(payment=payment, order=order, status=status, amount_minor=order.money.minor)
        for order, status in zip(orders, statuses, strict=True)
    ]
    if sum(share.amount_minor for share in shares) != payment.amount_minor:
        raise AssertionError(f"the shares of purchase {purchase.uuid} do not sum to its total")
    Allocation.objects.bulk_create(shares)
    return payment


@transaction.atomic
def receive(*, payment: Payment) -> None:
    """The provider says that the money came: nothing is open, and the shops may begin.

    Their orders are locked before the payment, as everywhere. A second time changes nothing.
    """
    orders = list(payment.purchase.orders.select_related("retailer").order_by("retailer_id"))
    for order in orders:
        with use_retailer(order.retailer):
            lock_order(uuid=order.uuid)
    for order in orders:
        with use_retailer(order.retailer):
            source = note_payment(uuid=order.uuid)
        share = lock_share(order=order.uuid)
        if source.status != states.CANCELLED and share.status in AWAITED:
            share.status = Payment.Status.PAID
            save_share(share)


def follow_order(*, retailer: Retailer, order: Order, before: str, **kwargs: Any) -> None:
    """Receiver of order_changed: the order's share, then the payment, take their new status.

    Of goods that came back to the shop without a request the money is taken to be handed back.
    """
    if not before:
        return
    share = lock_share(order=order.uuid)
    gateway = METHODS[share.payment.method]
    share.status = gateway.status_after_move(status=share.status, order_status=order.status)
    if order.status == states.RETURNED:
        record_rest(share)
    save_share(share)
