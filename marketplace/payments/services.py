"""What is owed for a purchase, shared out over its orders to the smallest unit."""

from typing import Any

from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Allocation, Payment
from marketplace.payments.refunds import lock_share, record_rest, save_share
from marketplace.purchases.models import Purchase
from tenants.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order


def open_payment(*, purchase: Purchase, method: str) -> Payment:
    """One payment per purchase and one share per order; the shares sum to the payment."""
    status = METHODS[method].status_at_placement()
    payment = Payment.objects.create(
        purchase=purchase,
        method=method,
        status=status,
        amount_minor=purchase.money.minor,
        currency=purchase.currency,
    )
    shares = [
        Allocation(payment=payment, order=order, status=status, amount_minor=order.money.minor)
        for order in purchase.orders.order_by("id")
    ]
    if sum(share.amount_minor for share in shares) != payment.amount_minor:
        raise AssertionError(f"the shares of purchase {purchase.uuid} do not sum to its total")
    Allocation.objects.bulk_create(shares)
    return payment


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
