"""What a part of the cart costs handed over in another way than the cart has chosen."""

from dataclasses import dataclass

from marketplace.cart.discounts import concerns, work_out
from marketplace.cart.models import CartBasket
from marketplace.cart.queries import CartGroup, price_group
from marketplace.cart.rows import only
from marketplace.cart.shopper import Shopper, in_cart_of
from tenants.kernel import fulfilments
from tenants.kernel.money import Money


@dataclass(frozen=True, slots=True)
class DeliveryPrice:
    """`discount` is what offers and vouchers take off the fee, never more than that."""

    fee: Money
    discount: Money

    @property
    def payable(self) -> Money:
        return self.fee - self.discount


def price_delivery(shopper: Shopper, group: CartGroup) -> DeliveryPrice:
    """What delivery adds, by the offers that would count with it, as at the checkout."""
    fee = group.retailer.delivery_charge(group.goods_total)
    delivered = price_handover(shopper, group, fulfilment=fulfilments.DELIVERY)
    return DeliveryPrice(fee, fee - delivered.delivery_fee)


def price_handover(shopper: Shopper, group: CartGroup, *, fulfilment: str) -> CartGroup:
    """The group as it costs this way: with a fee to take off, other offers may give the most.

    Asks the shop only where that is not what the cart has and something may be taken off.
    """
    if group.fulfilment == fulfilment:
        return group
    baskets = CartBasket.objects.select_related("retailer").filter(retailer=group.retailer)
    basket = only(baskets.filter(in_cart_of(shopper, path="cart__")))
    if basket is None:
        return group
    basket.fulfilment = fulfilment
    user_id = shopper.user.pk if shopper.user else None
    pricing = work_out(basket, user_id=user_id) if concerns(basket) else {}
    return price_group(basket, group.items, pricing=pricing)
