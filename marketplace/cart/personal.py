"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

from marketplace.cart.models import CartBasket, CartLine
from marketplace.cart.services import lock_cart
from marketplace.cart.shopper import Shopper
from tenants.joints.django import delete_at_once

MODELS = ("cart.Cart",)


def collect(user: Any) -> dict[str, Any]:
    lines = CartLine.objects.filter(basket__cart__user_id=user.pk).order_by("id")
    return {
        "cart": [
            {
                "shop": line.basket.retailer.name,
                "title": line.title,
                "quantity": line.quantity,
                "added_at": line.added_at,
            }
            for line in lines.select_related("basket__retailer")
        ]
    }


def forget(user: Any) -> None:
    """The index over all baskets; the baskets themselves go with tenants.shop.personal."""
    cart = lock_cart(Shopper(user=user))
    if cart is not None:
        delete_at_once(CartLine.objects.filter(basket__cart=cart))
        delete_at_once(CartBasket.objects.filter(cart=cart))
        cart.delete()
