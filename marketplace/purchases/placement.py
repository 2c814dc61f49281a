"""One checkout over any number of shops: all of it, or nothing.

`place_purchase` runs inside the transaction that marketplace.payments.checkout opens. Every
shop's basket is inspected under its locks before the first order is written.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils.translation import get_language, gettext, ngettext

from marketplace.accounts.models import User
from marketplace.cart.change_kinds import ChangeKind
from marketplace.cart.models import CartBasket
from marketplace.purchases.changes import Change
from marketplace.purchases.errors import CartChanged
from marketplace.purchases.inspections import (
    InspectedBasket,
    QuotedGroup,
    inspect,
    require_minimum,
    require_total,
    require_unchanged,
)
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.purchases.statements import WRITE_PURCHASE
from tenants.kernel.money import total
from tenants.registry.context import use_retailer
from tenants.shop.order import placement
from tenants.shop.order.models import Order
from tenants.shop.partner.services import OutOfStock

CLOSE_BASKETS = """
    WITH bought AS (DELETE FROM public.cart_cartline WHERE basket_id = ANY(%(baskets)s))
    DELETE FROM public.cart_cartbasket WHERE id = ANY(%(baskets)s)
"""
LONGEST_SUMMARY = 255  # characters of RetailerOrder.summary


@dataclass(frozen=True, slots=True)
class Buyer:
    user: User | None
    email: str
    shipping_address: dict[str, str] | None
    payment_method: str
    # Whether the method wants the money before the shops begin to work.
    paid_ahead: bool


def place_purchase(
    *,
    buyer: Buyer,
    baskets: Sequence[CartBasket],
    currency: str,
    quoted: Mapping[str, QuotedGroup] | None = None,
    approve: Callable[[Sequence[InspectedBasket]], None] | None = None,
) -> tuple[Purchase, list[RetailerOrder]]:
    """The purchase and its orders, one for each of `baskets`: in retailer order, locked with
    their cart.

    `quoted` are the prices that a quote keeps, by slug. `approve` sees all before anything is
    written, when nothing else stands in the way, and may raise. Raises CartChanged,
    BelowMinimumOrder, TotalTooLarge.
    """
    user_id = buyer.user.pk if buyer.user else None
    quotes = quoted or {}
    inspected = [
        inspect(basket, user_id=user_id, quoted=quotes.get(basket.retailer.slug))
        for basket in baskets
    ]
    require_unchanged(inspected)
    require_minimum(inspected)
    require_total(inspected)
    if approve:
        approve(inspected)
    purchase = _purchase_of(buyer, inspected, currency)
    orders = [_write_order(purchase, buyer, group) for group in inspected]
    pointers = _write_purchase(purchase, orders, inspected)
    for order, group in zip(orders, inspected, strict=True):
        with use_retailer(group.basket.retailer):
            placement.announce_order(order=order, actor=buyer.user)
    return purchase, pointers


def _purchase_of(buyer: Buyer, inspected: Sequence[InspectedBasket], currency: str) -> Purchase:
    return Purchase(
        uuid=uuid4(),
        user=buyer.user,
        email=buyer.email,
        language=get_language() or "",
        currency=currency,
        total=total((group.amounts.payable for group in inspected), currency).amount,
        shipping_address=buyer.shipping_address,
    )


def _write_order(purchase: Purchase, buyer: Buyer, group: InspectedBasket) -> Order:
    request = placement.OrderRequest(
        basket_id=group.basket.basket_id,
        purchase=purchase.uuid,
        user_id=buyer.user.pk if buyer.user else None,
        email=buyer.email,
        fulfilment=group.basket.fulfilment,
        payment_method=buyer.payment_method,
        paid_ahead=buyer.paid_ahead,
        shipping_address=buyer.shipping_address,
        lines=group.lines,
        amounts=group.amounts,
        discounts=group.discounts,
        actor=buyer.user,
    )
    try:
        with use_retailer(group.basket.retailer):
            return placement.place_order(request=request)
    except OutOfStock as refusal:
        raise _sold_out(group, refusal) from refusal


def _sold_out(group: InspectedBasket, refusal: OutOfStock) -> CartChanged:
    """Two lines of one basket may share a stock record and pass one by one, not together."""
    lines = [line for line in group.lines if line.record_id == refusal.stock_record]
    changes: list[dict[str, Any]] = [
        Change(
            retailer=group.basket.retailer.slug,
            item=line.product,
            title=line.title,
            kind=ChangeKind.LESS_STOCK,
            was=line.quantity,
            now=line.available,
        ).as_dict()
        for line in lines
    ]
    return CartChanged(gettext("There is less in stock than you chose."), changes=changes)


def _write_purchase(
    purchase: Purchase, orders: Sequence[Order], groups: Sequence[InspectedBasket]
) -> list[RetailerOrder]:
    """By their shops' names, as orders are shown."""
    pointers = [_pointer(purchase, *pair) for pair in zip(orders, groups, strict=True)]
    listings = [group.lines[0].listed for group in groups]
    by_shop = {pointer.retailer_id: pointer for pointer in pointers}
    rows = WRITE_PURCHASE.fetch_all(_purchase_values(purchase, pointers, listings))
    for pk, purchase.pk, shop, image in rows:
        by_shop[shop].pk, by_shop[shop].purchase, by_shop[shop].image = pk, purchase, image
    return [by_shop[shop] for _, _, shop, _ in rows]


def _purchase_values(
    purchase: Purchase, orders: Sequence[RetailerOrder], listings: Sequence[UUID]
) -> dict[str, Any]:
    address = purchase.shipping_address
    pairs = zip(orders, listings, strict=True)
    return {
        "uuid": purchase.uuid,
        "user": purchase.user_id,
        "email": purchase.email,
        "language": purchase.language,
        "currency": purchase.currency,
        "total": purchase.total,
        "address": None if address is None else json.dumps(address),
        "at": purchase.placed_at,
        "orders": json.dumps([_order_values(*pair) for pair in pairs], default=str),
    }


def _order_values(order: RetailerOrder, listing: UUID) -> dict[str, Any]:
    return {
        "uuid": order.uuid,
        "retailer": order.retailer_id,
        "number": order.number,
        "status": order.status,
        "fulfilment": order.fulfilment,
        "currency": order.currency,
        "total": order.payable,
        "delivery_fee": order.delivery_fee,
        "discount": order.discount,
        "item_count": order.item_count,
        "summary": order.summary,
        "listing": listing,
    }


def _pointer(purchase: Purchase, order: Order, group: InspectedBasket) -> RetailerOrder:
    fee: Decimal = group.amounts.delivery.amount
    return RetailerOrder(
        uuid=order.uuid,
        retailer=group.basket.retailer,
        number=order.number,
        status=order.status,
        fulfilment=order.fulfilment,
        currency=order.currency,
        payable=order.total_incl_tax,
        delivery_fee=fee,
        discount=group.amounts.discount.amount,
        item_count=sum(line.quantity for line in group.lines),
        summary=_summary(group.lines),
        changed_at=purchase.placed_at,
    )


def _summary(lines: Sequence[placement.StockedLine]) -> str:
    """In the buyer's language; a title that is too long for the column gives way."""
    title, further = lines[0].title, len(lines) - 1
    if not further:
        return title[:LONGEST_SUMMARY]
    sentence = ngettext("%(title)s and %(count)s more", "%(title)s and %(count)s more", further)
    room = LONGEST_SUMMARY - len(sentence % {"title": "", "count": further})
    return sentence % {"title": title[:room], "count": further}


def close_baskets(baskets: Sequence[CartBasket]) -> None:
    """The index rows of what was bought go; Oscar's baskets stay, submitted."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_BASKETS, {"baskets": [basket.pk for basket in baskets]})


def choose_fulfilment(baskets: Sequence[CartBasket], chosen: Mapping[str, str]) -> None:
    """Absent means what the cart has, if the shop still offers that."""
    for basket in baskets:
        retailer = basket.retailer
        current = basket.fulfilment if retailer.offers(basket.fulfilment) else ""
        basket.fulfilment = chosen.get(retailer.slug, current or retailer.default_fulfilment)
