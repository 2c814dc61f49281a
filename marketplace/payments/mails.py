"""The buyer's confirmation, queued in the checkout's transaction."""

from collections.abc import Sequence

from marketplace.notifications.services import notify
from marketplace.payments.states import AWAITED
from marketplace.purchases.mails import customer_of, order_link
from marketplace.purchases.models import Purchase, RetailerOrder


def send_confirmation(
    *, purchase: Purchase, orders: Sequence[RetailerOrder], order_token: str
) -> None:
    notify(
        "order_placed",
        customer_of(purchase),
        {
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
