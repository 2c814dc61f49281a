"""To whom, in which language and with which link a customer is told of a purchase."""

from marketplace.notifications.services import Recipient
from marketplace.purchases.models import Purchase
from tenants.registry.hosts import market_url


def customer_of(purchase: Purchase) -> Recipient:
    """A guest too: at the mailbox of the order, and in the language that it was placed in."""
    return Recipient(purchase.email, purchase.language, purchase.user_id)


def order_link(purchase: Purchase, order_token: str) -> str:
    """A guest's signed link that expires with its token; a customer logs in."""
    address = f"{market_url()}/orders/{purchase.uuid}"
    return address if purchase.user_id else f"{address}?token={order_token}"
