"""Orders that came through the checkout and went on from there."""

from marketplace.payments.checkout import place
from marketplace.purchases.models import RetailerOrder
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order
from tenants.shop.order.services import move_order
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product

ROAD = {
    "delivery": ("processing", "shipped", "delivered"),
    "pickup": ("processing", "ready_for_pickup", "delivered"),
}


def check_out(shopper, **details):
    """The checkout's answer to who wants what is in the cart sent to ADDRESS.

    `details` are what it takes beside these; its `email` counts for guests alone.
    """
    usual = {"email": "guest@mail.example", "shipping_address": ADDRESS}
    return place(shopper=shopper, **(usual | details))


def make_purchase(*products, user=None, quantity=1, code="", **details):
    """What the checkout answers to a new purchase of these products, of whichever shops."""
    uuids = [product.uuid for product in products]
    return check_out(fill_cart(*uuids, user=user, quantity=quantity, code=code), **details)


def make_purchase_at(*shops, **details):
    """The same, of a new product of each shop."""
    return make_purchase(*[make_product(shop) for shop in shops], **details)


def make_order(retailer, *products, fulfilment="delivery", address=ADDRESS, **details):
    """The pointer in public of a new order of this one shop; `details` as for a purchase."""
    placed = make_purchase(
        *products,
        retailers=[retailer.slug],
        fulfilment={retailer.slug: fulfilment},
        shipping_address=address if fulfilment == "delivery" else None,
        **details,
    )
    return RetailerOrder.objects.select_related("purchase", "retailer").get(
        purchase=placed.purchase
    )


def move_at_shop(order, to, **values):
    """The shop's own row of this order, moved."""
    with use_retailer(order.retailer):
        return move_order(order=Order.objects.get(uuid=order.uuid), to=to, **values)


def hand_over(order, *, until="delivered", **values):
    """Move it along its road; gives it as it is then."""
    road = ROAD[order.fulfilment]
    for status in road[: road.index(until) + 1]:
        move_at_shop(order, status, **values)
    order.refresh_from_db()
    return order
