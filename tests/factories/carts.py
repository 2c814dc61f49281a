"""Carts, filled by the service that the product itself uses."""

from uuid import UUID

from marketplace.accounts.models import User
from marketplace.cart.services import add_item
from marketplace.cart.shopper import Shopper
from marketplace.cart.vouchers import apply_voucher


def fill_cart(
    *products: UUID, user: User | None = None, quantity: int = 1, code: str = ""
) -> Shopper:
    """A shopper with these products in the cart: this user, or a new guest. `code`: a voucher's."""
    shopper = Shopper(user=user)
    for product in products:
        view = add_item(shopper=shopper, product=product, quantity=quantity)
        shopper = shopper if user else Shopper(token=view.token)
    if code:
        apply_voucher(shopper=shopper, code=code)
    return shopper
