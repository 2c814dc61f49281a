"""The buyer's confirmation, queued in the checkout's transaction."""

from collections.abc import Sequence

from django.utils.translation import get_language, override

from marketplace.notifications.services import notify
from marketplace.payments.states import AWAITED
from marketplace.purchases.mails import customer_of, order_link, pickup_place
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.kernel import fulfilments
from tenants.kernel.postal.lines import address_lines


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
                    "pickup_at": pickup_place(order),
                }
                for order in orders
            ],
            "delivered_to": _delivered_to(purchase, orders),
            "link": order_link(purchase, order_token),
        },
    )


def _delivered_to(purchase: Purchase, orders: Sequence[RetailerOrder]) -> list[str]:
    delivers = any(order.fulfilment == fulfilments.DELIVERY for order in orders)
    address = purchase.shipping_address if delivers else None
    with override(purchase.language or get_language()):
        return address_lines(address) if address else []
