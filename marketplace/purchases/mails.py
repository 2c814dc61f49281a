"""To whom, in which language and with which link a customer is told of a purchase."""

from marketplace.notifications.services import Recipient
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.kernel import fulfilments
from tenants.kernel.postal.lines import local_lines
from tenants.registry.hosts import market_url


def customer_of(purchase: Purchase) -> Recipient:
    """A guest too: at the mailbox of the order, and in the language that it was placed in."""
    return Recipient(purchase.email, purchase.language, purchase.user_id)


def order_link(purchase: Purchase, order_token: str) -> str:
    """A customer logs in. Who has no account, or none any more that one can log in to (erased,
    blocked), has a signed link that expires with its token.
    """
    address = f"{market_url()}/orders/{purchase.uuid}"
    can_log_in = purchase.user is not None and purchase.user.is_active
    return address if can_log_in else f"{address}?token={order_token}"


def pickup_place(order: RetailerOrder) -> str:
    """ "Rua das Flores 112, 4050-266 Porto" where it is picked up, else "". Who has bought is told,
    whether the shop shows its address to everybody or not."""
    picked_up = order.fulfilment == fulfilments.PICKUP
    return ", ".join(local_lines(order.retailer.postal_address())) if picked_up else ""
