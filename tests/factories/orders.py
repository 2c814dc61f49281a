"""Orders that came through the checkout and went on from there."""

from marketplace.payments.checkout import place
from marketplace.purchases.models import RetailerOrder
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order
from tenants.shop.order.services import move_order
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart

ROAD = {
    "delivery": ("processing", "shipped", "delivered"),
    "pickup": ("processing", "ready_for_pickup", "delivered"),
}


def make_order(retailer, product, *, user=None, quantity=1, fulfilment="delivery", address=ADDRESS):
    """The pointer in public of a new order of this one shop."""
    placed = place(
        shopper=fill_cart(product.uuid, user=user, quantity=quantity),
        email=user.email if user else "guest@mail.example",
        retailers=[retailer.slug],
        fulfilment={retailer.slug: fulfilment},
        shipping_address=address if fulfilment == "delivery" else None,
        payment_method="cash_on_delivery",
    )
    return RetailerOrder.objects.select_related("purchase", "retailer").get(
        purchase=placed.purchase
    )


def hand_over(order, *, until="delivered", **values):
    """Move it along its road; gives it as it is then."""
    road = ROAD[order.fulfilment]
    with use_retailer(order.retailer):
        for status in road[: road.index(until) + 1]:
            move_order(order=Order.objects.get(uuid=order.uuid), to=status, **values)
    order.refresh_from_db()
    return order
