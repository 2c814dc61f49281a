"""One checkout over any number of shops: all of it, or nothing.

`place_purchase` runs inside the transaction that marketplace.payments.checkout opens. Every
shop's basket is inspected under its locks before the first order is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from marketplace.accounts.models import User
from marketplace.cart.models import CartBasket, CartLine
from marketplace.discovery.models import Listing
from marketplace.purchases.changes import UNAVAILABLE, Change, compare
from marketplace.purchases.errors import CartChanged
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.context import use_retailer
from tenants.kernel.money import Money, total
from tenants.shop.order import placing
from tenants.shop.order.amounts import OrderAmounts
from tenants.shop.order.models import Order
from tenants.shop.partner.services import OutOfStock


@dataclass(frozen=True, slots=True)
class Buyer:
    user: User | None
    email: str
    shipping_address: dict[str, str] | None
    payment_method: str


@dataclass(frozen=True, slots=True)
class InspectedBasket:
    basket: CartBasket
    lines: list[placing.StockedLine]
    amounts: OrderAmounts
    changes: list[Change]


def place_purchase(*, buyer: Buyer, baskets: Sequence[CartBasket], currency: str) -> Purchase:
    """`baskets` in retailer order, locked with their cart. Raises CartChanged."""
    inspected = [inspect(basket) for basket in baskets]
    require_unchanged(inspected)
    purchase = _create_purchase(buyer, inspected, currency)
    pictures = _pictures([one.lines[0].listed for one in inspected])
    for one in inspected:
        _place_order(purchase, buyer, one, pictures.get(one.lines[0].listed, ""))
    return purchase


def inspect(basket: CartBasket) -> InspectedBasket:
    """Read the basket under the shop's locks and compare it with what the shopper saw."""
    seen = list(basket.lines.order_by("id"))
    with use_retailer(basket.retailer):
        is_open = placing.lock_basket(basket_id=basket.basket_id)
        lines = placing.inspect_basket(basket_id=basket.basket_id) if is_open else []
        changes = _changes(basket, seen, lines)
        priced = [] if any(change.stops for change in changes) else lines
        amounts = placing.price_basket(lines=priced, fulfilment=basket.fulfilment)
    return InspectedBasket(basket, lines, amounts, changes)


def _changes(
    basket: CartBasket, seen: list[CartLine], lines: list[placing.StockedLine]
) -> list[Change]:
    slug = basket.retailer.slug
    if not basket.retailer.is_active:
        return [Change(slug, line.uuid, line.title, UNAVAILABLE) for line in seen]
    now = {line.product: line for line in lines}
    found: list[Change | None] = []
    for line in seen:
        there = now.get(line.product)
        if there is None:
            found.append(Change(slug, line.uuid, line.title, UNAVAILABLE))
            continue
        price = Money(line.unit_price, line.currency)
        found.append(
            compare(
                retailer=basket.retailer,
                item=line.uuid,
                seen=price,
                quantity=line.quantity,
                line=there,
            )
        )
    return [change for change in found if change]


def require_unchanged(inspected: Sequence[InspectedBasket]) -> None:
    changes = [change for one in inspected for change in one.changes]
    if any(change.stops for change in changes):
        raise CartChanged(
            "Look at what changed, then check out again.",
            changes=[change.as_dict() for change in changes],
        )


def _create_purchase(buyer: Buyer, inspected: Sequence[InspectedBasket], currency: str) -> Purchase:
    return Purchase.objects.create(
        uuid=uuid4(),
        user=buyer.user,
        email=buyer.email,
        currency=currency,
        total=total((one.amounts.total for one in inspected), currency).amount,
        shipping_address=buyer.shipping_address,
    )


def _pictures(listings: Sequence[UUID]) -> dict[UUID, str]:
    """What "my orders" shows of each order: the path or address of a listing's first picture."""
    rows = Listing.objects.filter(uuid__in=listings, images__0__isnull=False)
    first = rows.values_list("uuid", "images__0__path", "images__0__url")
    return {uuid: (path or url or "")[:500] for uuid, path, url in first}


def _place_order(
    purchase: Purchase, buyer: Buyer, one: InspectedBasket, picture: str
) -> RetailerOrder:
    retailer = one.basket.retailer
    with use_retailer(retailer):
        order = _write_order(purchase, buyer, one)
        pointer = _point_to(order, purchase, one, picture)
        placing.announce_order(order=order, actor=buyer.user)
    return pointer


def _write_order(purchase: Purchase, buyer: Buyer, one: InspectedBasket) -> Order:
    request = placing.OrderRequest(
        basket_id=one.basket.basket_id,
        purchase=purchase.uuid,
        user_id=buyer.user.pk if buyer.user else None,
        email=buyer.email,
        fulfilment=one.basket.fulfilment,
        payment_method=buyer.payment_method,
        shipping_address=buyer.shipping_address,
        lines=one.lines,
        amounts=one.amounts,
        actor=buyer.user,
    )
    try:
        return placing.place_order(request=request)
    except OutOfStock as refusal:
        raise _sold_out(one, refusal) from refusal


def _sold_out(one: InspectedBasket, refusal: OutOfStock) -> CartChanged:
    """Two lines of one basket may share a stock record and pass one by one, not together."""
    lines = [line for line in one.lines if line.record_id == refusal.stock_record]
    slug = one.basket.retailer.slug
    changes: list[dict[str, Any]] = [
        Change(
            slug, line.product, line.title, "less_stock", line.quantity, line.available
        ).as_dict()
        for line in lines
    ]
    return CartChanged("There is less in stock than you chose.", changes=changes)


def _point_to(
    order: Order, purchase: Purchase, one: InspectedBasket, picture: str
) -> RetailerOrder:
    fee: Decimal = one.amounts.delivery.amount
    return RetailerOrder.objects.create(
        uuid=order.uuid,
        purchase=purchase,
        retailer=one.basket.retailer,
        number=order.number,
        status=order.status,
        fulfilment=order.fulfilment,
        currency=order.currency,
        total=order.total_incl_tax,
        delivery_fee=fee,
        item_count=sum(line.quantity for line in one.lines),
        summary=_summary(one.lines),
        image=picture,
    )


def _summary(lines: Sequence[placing.StockedLine]) -> str:
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{lines[0].title[: 255 - len(more)]}{more}"


def close_baskets(baskets: Sequence[CartBasket]) -> None:
    """The index rows of what was bought go; Oscar's baskets stay, submitted."""
    CartLine.objects.filter(basket__in=baskets).delete()
    CartBasket.objects.filter(pk__in=[basket.pk for basket in baskets]).delete()


def choose_fulfilment(baskets: Sequence[CartBasket], chosen: Mapping[str, str]) -> None:
    """Absent means delivery; a shop that does not deliver hands over at its counter."""
    for basket in baskets:
        retailer = basket.retailer
        basket.fulfilment = chosen.get(retailer.slug, retailer.default_fulfilment)
