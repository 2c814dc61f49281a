"""What is owed for a purchase, shared out over its orders to the smallest unit."""

from typing import Any

from django.utils.timezone import now

from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Allocation, Payment
from marketplace.payments.states import payment_status
from marketplace.purchases.models import Purchase
from tenants.models import Retailer
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
    """Receiver of order_changed: the order's share, then the payment, take their new status."""
    if not before:
        return
    payment = Payment.objects.select_for_update().get(allocations__order__uuid=order.uuid)
    shares = list(Allocation.objects.filter(payment=payment).select_related("order").order_by("id"))
    for share in shares:
        if share.order.uuid == order.uuid:
            gateway = METHODS[payment.method]
            before = share.status
            share.status = gateway.status_after_move(status=before, order_status=order.status)
            share.changed_at = share.changed_at if share.status == before else now()
            share.save(update_fields=["status", "changed_at"])
    _set_status(payment, payment_status([share.status for share in shares]))


def _set_status(payment: Payment, status: str) -> None:
    if payment.status != status:
        payment.status = status
        payment.changed_at = now()
        payment.save(update_fields=["status", "changed_at"])
