"""How many orders are taken from whom: counted before the checkout's transaction begins."""

from collections.abc import Sequence

from marketplace.cart.models import CartBasket
from marketplace.cart.shopper import Shopper, read_token
from marketplace.payments.confirmations import is_proven
from marketplace.requests import throttles
from tenants.kernel.identity import normal_email


def count_checkout(
    *, shopper: Shopper, email: str, retailers: Sequence[str] | None, address: str
) -> bool:
    """Count a checkout for the client's address, and for the account or the guest's mailbox.

    True if a shop gets so many orders at the moment of people who have not proven their mailbox
    that theirs are confirmed by mail, whatever their size. Raises TooManyTries.
    """
    whose = [("checkout-address", address)]
    if shopper.user:
        whose.append(("checkout-account", str(shopper.user.uuid)))
    elif email.strip():
        whose.append(("checkout-mailbox", normal_email(email)))
    throttles.hit_all(*whose)
    return not is_proven(shopper.user) and _is_busy(_shops_of(shopper, retailers))


def _shops_of(shopper: Shopper, retailers: Sequence[str] | None) -> list[str]:
    """Those of which something is in the cart: to name a shop costs nothing, and counts nothing."""
    cart = read_token(shopper.token)
    if shopper.user:
        baskets = CartBasket.objects.filter(cart__user=shopper.user)
    elif cart:
        baskets = CartBasket.objects.filter(cart__uuid=cart, cart__user=None)
    else:
        return []
    if shopper.retailer:
        baskets = baskets.filter(retailer=shopper.retailer)
    if retailers is not None:
        baskets = baskets.filter(retailer__slug__in=set(retailers))
    return sorted(baskets.values_list("retailer__slug", flat=True))


def _is_busy(slugs: Sequence[str]) -> bool:
    """Nobody is refused for what strangers do at a shop: he proves his mailbox instead."""
    if not slugs:
        return False
    try:
        throttles.hit_all(*(("checkout-shop", slug) for slug in slugs))
    except throttles.TooManyTries:
        return True
    return False
