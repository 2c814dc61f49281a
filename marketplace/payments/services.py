"""What is owed for a purchase, shared out over its orders to the smallest unit."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Allocation, Payment
from marketplace.payments.refunds import lock_allocation, owe_rest, record_rest, save_allocation
from marketplace.payments.statements import OPEN_PAYMENT
from marketplace.payments.states import AWAITED, payment_status
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.shop.order.services import lock_order, note_payment


def open_payment(*, purchase: Purchase, orders: Sequence[RetailerOrder], method: str) -> Payment:
    """One payment per purchase and one allocation per order; the allocations sum to the payment.

    Where nothing is to be paid nothing is due: such an allocation is paid as it is written.
    """
    due = METHODS[method].status_at_placement()
    statuses = [due if order.money else Payment.Status.PAID for order in orders]
    at = now()
    payment = Payment(
        purchase=purchase,
        method=method,
        status=payment_status(statuses),
        amount_minor=purchase.money.minor,
        currency=purchase.currency,
        created_at=at,
        changed_at=at,
    )
    allocations = [
        Allocation(order=order, status=status, amount_minor=order.money.minor)
        for order, status in zip(orders, statuses, strict=True)
    ]
    if sum(allocation.amount_minor for allocation in allocations) != payment.amount_minor:
        raise AssertionError(f"the allocations of purchase {purchase.uuid} do not sum to its total")
    _write_payment(payment, allocations)
    return payment


def _write_payment(payment: Payment, allocations: Sequence[Allocation]) -> None:
    by_order = {allocation.order_id: allocation for allocation in allocations}
    rows = OPEN_PAYMENT.fetch_all(
        {
            "uuid": payment.uuid,
            "purchase": payment.purchase_id,
            "method": payment.method,
            "status": payment.status,
            "amount": payment.amount_minor,
            "currency": payment.currency,
            "at": payment.created_at,
            "orders": list(by_order),
            "statuses": [allocation.status for allocation in allocations],
            "amounts": [allocation.amount_minor for allocation in allocations],
        }
    )
    for payment.pk, pk, uuid, order in rows:
        by_order[order].pk, by_order[order].uuid = pk, uuid
        by_order[order].payment = payment


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
        allocation = lock_allocation(order=order.uuid)
        if source.status != states.CANCELLED and allocation.status in AWAITED:
            allocation.status = Payment.Status.PAID
            save_allocation(allocation)


def follow_order(*, retailer: Retailer, order: Order, before: str, **kwargs: Any) -> None:
    """Receiver of order_changed: the order's allocation, then the payment, take their new status.

    Of goods that came back to the shop without a request the money is taken to be handed back;
    cash that had come before an order was cancelled is owed.
    """
    if not before:
        return
    allocation = lock_allocation(order=order.uuid)
    gateway = METHODS[allocation.payment.method]
    is_owed = order.status == states.CANCELLED and gateway.refunds_by_hand and owe_rest(allocation)
    if not is_owed:
        allocation.status = gateway.status_after_move(
            status=allocation.status, order_status=order.status
        )
    if order.status == states.RETURNED:
        record_rest(allocation, order=order, retailer=retailer)
    save_allocation(allocation)
