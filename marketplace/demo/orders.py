"""A few orders in every status, placed and moved through the same doors as real ones."""

from marketplace.accounts.models import User
from marketplace.cart.services import add_item
from marketplace.cart.shopper import Shopper
from marketplace.demo.people import address
from marketplace.discovery.models import ListingVariant
from marketplace.payments.checkout import Placed, place
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.kernel.fulfilments import DELIVERY, PICKUP
from tenants.registry.context import use_retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.shop.order.services import move_order

# Which shops each purchase is from, how it is handed over, and how far its orders have come.
PURCHASES: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = (
    (
        ("clay", "paper"),
        DELIVERY,
        (states.PROCESSING, states.SHIPPED, states.DELIVERED),
    ),
    (("grounds",), PICKUP, (states.PROCESSING, states.READY_FOR_PICKUP)),
    (("clay", "northbound"), DELIVERY, (states.PROCESSING, states.SHIPPED)),
    (("paper",), DELIVERY, (states.CANCELLED,)),
    (("kiso",), DELIVERY, (states.PROCESSING,)),
    (("clay", "grounds", "northbound"), DELIVERY, ()),
)


def place_orders(customers: list[User]) -> int:
    """Only where nobody has bought anything yet; answers how many purchases there are."""
    if Purchase.objects.exists():
        return 0
    for number, (slugs, fulfilment, moves) in enumerate(PURCHASES):
        purchase = buy(customers[number % len(customers)], slugs, fulfilment, number)
        for order in purchase.orders.select_related("retailer"):
            advance(order, moves)
    return len(PURCHASES)


def buy(customer: User, slugs: tuple[str, ...], fulfilment: str, number: int) -> Purchase:
    shopper = Shopper(user=customer)
    for slug in slugs:
        for product in variants_in_stock(slug)[number * 3 : number * 3 + 2]:
            add_item(shopper=shopper, product=product.uuid, quantity=1 + number % 2)
    placed = place(
        shopper=shopper,
        fulfilment=dict.fromkeys(slugs, fulfilment),
        shipping_address=address() if fulfilment == DELIVERY else None,
        is_confirmed=True,
    )
    assert isinstance(placed, Placed)
    return placed.purchase


def variants_in_stock(slug: str) -> list[ListingVariant]:
    variants = ListingVariant.objects.filter(listing__retailer__slug=slug, quantity__gte=10)
    return list(variants.order_by("title", "uuid"))


def advance(order: RetailerOrder, moves: tuple[str, ...]) -> None:
    with use_retailer(order.retailer):
        source = Order.objects.get(uuid=order.uuid)
        for status in moves:
            move_order(order=source, to=status, role="owner")
