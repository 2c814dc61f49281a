"""How many carts are begun: counted before the cart's transaction begins."""

from marketplace.cart.shopper import Shopper, read_token
from marketplace.requests import throttles


def count_new_cart(*, shopper: Shopper, address: str) -> None:
    """A guest's first item opens a cart, with a basket in the shop; further ones cost nothing.

    Raises TooManyTries.
    """
    if shopper.user is None and read_token(shopper.token) is None:
        throttles.hit("cart-address", address)
