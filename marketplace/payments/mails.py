"""The buyer's confirmation, queued in the checkout's transaction."""

from django.conf import settings

from marketplace.notifications.services import send_mail_later
from marketplace.purchases.models import Purchase


def send_confirmation(*, purchase: Purchase, order_token: str) -> None:
    send_mail_later(
        to=purchase.email,
        subject="Your order at Galleria",
        template="order_placed",
        context={
            "purchase": str(purchase.uuid),
            "total": purchase.money.as_dict(),
            "orders": [
                {
                    "number": order.number,
                    "shop": order.retailer.name,
                    "summary": order.summary,
                    "total": order.money.as_dict(),
                }
                for order in purchase.orders.select_related("retailer").order_by("id")
            ],
            "link": order_link(purchase, order_token),
        },
    )


def order_link(purchase: Purchase, order_token: str) -> str:
    """A guest's signed link that expires with its token; a customer logs in."""
    path = f"/orders/{purchase.uuid}"
    port = f":{settings.SITE_PORT}" if settings.SITE_PORT not in ("", "80", "443") else ""
    host = f"{settings.SITE_SCHEME}://{settings.MARKET_HOST}{port}"
    return f"{host}{path}" if purchase.user_id else f"{host}{path}?token={order_token}"
