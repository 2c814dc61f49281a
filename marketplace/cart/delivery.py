"""What delivery costs in a cart that may have chosen pickup: by the offers, as at the checkout."""

from dataclasses import dataclass

from marketplace.cart.discounts import DELIVERY, concerns, discounts_in, sum_discounts, work_out
from marketplace.cart.models import CartBasket
from marketplace.cart.queries import CartGroup
from marketplace.cart.shopper import Shopper, find_cart
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
    """Asks the shop only where the cart has pickup and something may be taken off."""
    fee = group.retailer.delivery_charge(group.goods_total)
    if group.fulfilment == fulfilments.DELIVERY:
        return DeliveryPrice(fee, fee - group.delivery_fee)
    return DeliveryPrice(fee, min(_discount(shopper, group), fee))


def _discount(shopper: Shopper, group: CartGroup) -> Money:
    cart, zero = find_cart(shopper), Money.zero(group.retailer.currency)
    baskets = CartBasket.objects.select_related("retailer").filter(cart=cart)
    basket = baskets.filter(retailer=group.retailer).first()
    if cart is None or basket is None or not concerns(basket):
        return zero
    basket.fulfilment = fulfilments.DELIVERY
    pricing = work_out(basket, user_id=cart.user_id)
    return sum_discounts(discounts_in(pricing, basket.retailer), DELIVERY, zero.currency)
