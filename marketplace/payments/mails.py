"""The buyer's confirmation, queued in the checkout's transaction."""

from collections.abc import Sequence

from django.utils.translation import gettext

from marketplace.notifications.services import send_mail_later
from marketplace.payments.states import AWAITED
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.hosts import market_url


def send_confirmation(
    *, purchase: Purchase, orders: Sequence[RetailerOrder], order_token: str
) -> None:
    send_mail_later(
        to=purchase.email,
        subject=gettext("Your order at Galleria"),
        template="order_placed",
        context={
            "purchase": str(purchase.uuid),
            "total": purchase.money.as_dict(),
            "is_free": not purchase.money,
            "awaits_payment": purchase.payment.status in AWAITED,
            "orders": [
                {
                    "number": order.number,
                    "shop": order.retailer.name,
                    "summary": order.summary,
                    "item_count": order.item_count,
                    "total": order.money.as_dict(),
                }
                for order in orders
            ],
            "link": order_link(purchase, order_token),
        },
    )


def order_link(purchase: Purchase, order_token: str) -> str:
    """A guest's signed link that expires with its token; a customer logs in."""
    address = f"{market_url()}/orders/{purchase.uuid}"
    return address if purchase.user_id else f"{address}?token={order_token}"
