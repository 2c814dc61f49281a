"""What a buyer may do with an order, and how the pointer in public follows the shop."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.activities.services import record
from marketplace.purchases.errors import TooLateToCancel
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.queries import find_order
from marketplace.purchases.tasks import tell_of_move, tell_staff_of_order
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.shop.order.services import lock_order, move_order


@transaction.atomic
def cancel_order(
    *,
    uuid: UUID,
    user: User | None = None,
    order_token: str | None = None,
    retailer: Retailer | None = None,
) -> RetailerOrder:
    """The buyer cancels while the shop has not begun. Raises NotFound, TooLateToCancel."""
    order = find_order(uuid=uuid, user=user, order_token=order_token, retailer=retailer)
    with use_retailer(order.retailer):
        source = lock_order(uuid=uuid)
        if source.status not in states.CUSTOMER_MAY_CANCEL:
            raise TooLateToCancel(_why_too_late(source.status))
        move_order(order=source, to=states.CANCELLED, actor=user, role="customer")
        if user is not None:
            record(user=user, kind="order_cancelled", order=str(uuid))
    return find_order(uuid=uuid, user=user, order_token=order_token, retailer=retailer)


def _why_too_late(status: str) -> str:
    """And what one can do instead."""
    if status == states.CANCELLED:
        return gettext("It was cancelled before.")
    if status == states.RETURNED:
        return gettext("It came back to the shop.")
    if status == states.DELIVERED:
        return gettext("It was handed over; ask the shop to take it back.")
    if status == states.SHIPPED:
        return gettext("It is on its way; you can return it when it has come.")
    return gettext(
        "The shop is already working on it. Ask the shop to cancel it, or return it later."
    )


def follow_order(
    *, retailer: Retailer, order: Order, before: str, role: str = "", **kwargs: Any
) -> None:
    """Receiver of order_changed: "my orders" shows the status without asking the shop.

    The shop's staff are told of an order when they may begin: of a new one (`before` is ""), or
    when the money that it awaited has come. The customer is told of every move; of a new order
    the checkout tells.
    """
    if order.status == states.PAID or not (before or order.awaits_payment):
        tell_staff_of_order.enqueue(order=str(order.uuid))
    if before:
        tell_of_move.enqueue(
            order=str(order.uuid), status=order.status, by_customer=role == "customer"
        )
        RetailerOrder.objects.filter(uuid=order.uuid).update(status=order.status, changed_at=now())
