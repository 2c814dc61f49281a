"""What a shop says of a basket now, beside what the shopper saw of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from marketplace.cart.discounts import GroupDiscount, discounts_in
from marketplace.cart.limits import require_sums
from marketplace.cart.models import CartBasket, CartLine
from marketplace.purchases.changes import UNAVAILABLE, Change, compare, compare_discounts
from marketplace.purchases.errors import BelowMinimumOrder, CartChanged
from tenants.kernel.money import Money, total
from tenants.registry.context import use_retailer
from tenants.shop.offer.discounts import Discounts
from tenants.shop.order import placement
from tenants.shop.order.amounts import OrderAmounts


@dataclass(frozen=True, slots=True)
class QuotedGroup:
    """What a quote keeps for one shop: unit prices by product, what the delivery costs before
    discounts, what was taken off, and the moment whose offers count."""

    prices: dict[UUID, Money]
    delivery: Money
    discounts: list[GroupDiscount]
    at: datetime


@dataclass(frozen=True, slots=True)
class InspectedBasket:
    basket: CartBasket
    seen: list[CartLine]
    lines: list[placement.StockedLine]
    amounts: OrderAmounts
    discounts: Discounts
    changes: list[Change]


def inspect(
    basket: CartBasket,
    *,
    user_id: int | None,
    quoted: QuotedGroup | None = None,
    lock: bool = True,
) -> InspectedBasket:
    """Read the basket, under the shop's locks or (`lock` False) without any.

    With `quoted` a line, and the delivery, cost what the quote says, or what they cost now if
    that is less.
    """
    seen = list(basket.lines.order_by("id"))
    if basket.retailer.is_gone:
        return _gone(basket, seen)
    with use_retailer(basket.retailer):
        is_open = placement.lock_basket(basket_id=basket.basket_id) if lock else True
        found = placement.inspect_basket(basket_id=basket.basket_id, lock=lock) if is_open else []
        lines = _at_quote(found, quoted) if quoted else found
        changes = _changes(basket, seen, lines, quoted)
        stops = any(change.stops for change in changes)
        priced = [] if stops and lock else [line for line in lines if line.price is not None]
        amounts, discounts = placement.price_basket(
            lines=priced,
            fulfilment=basket.fulfilment,
            codes=basket.vouchers,
            user_id=user_id,
            at=quoted.at if quoted else None,
            most_delivery=quoted.delivery if quoted else None,
            lock=lock,
        )
    if priced and (quoted or basket.pricing):
        changes += _less_off(basket, seen, amounts, quoted)
    return InspectedBasket(basket, seen, lines, amounts, discounts, changes)


def _gone(basket: CartBasket, seen: list[CartLine]) -> InspectedBasket:
    """There is nobody left to ask."""
    zero = Money.zero(basket.retailer.currency)
    amounts = OrderAmounts(zero, zero, zero, zero)
    return InspectedBasket(
        basket, seen, [], amounts, Discounts(), _changes(basket, seen, [], quoted=None)
    )


def _at_quote(
    lines: Sequence[placement.StockedLine], quoted: QuotedGroup
) -> list[placement.StockedLine]:
    return [_cheaper(line, quoted.prices.get(line.product)) for line in lines]


def _cheaper(line: placement.StockedLine, kept: Money | None) -> placement.StockedLine:
    if kept is None or line.price is None or line.price.currency != kept.currency:
        return line
    return replace(line, price=kept) if kept < line.price else line


def _changes(
    basket: CartBasket,
    seen: list[CartLine],
    lines: list[placement.StockedLine],
    quoted: QuotedGroup | None,
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
        found.append(
            compare(
                retailer=basket.retailer,
                item=line.uuid,
                seen=_seen_price(line, quoted),
                quantity=line.quantity,
                line=there,
            )
        )
    return [change for change in found if change]


def _seen_price(line: CartLine, quoted: QuotedGroup | None) -> Money:
    seen = Money(line.unit_price, line.currency)
    return quoted.prices.get(line.product, seen) if quoted else seen


def _less_off(
    basket: CartBasket, seen: list[CartLine], amounts: OrderAmounts, quoted: QuotedGroup | None
) -> list[Change]:
    goods = total(
        (_seen_price(line, quoted) * line.quantity for line in seen), basket.retailer.currency
    )
    shop = basket.retailer
    change = compare_discounts(
        retailer=shop,
        seen=quoted.discounts if quoted else discounts_in(basket.pricing, shop),
        seen_goods=goods,
        seen_delivery=quoted.delivery if quoted else shop.delivery_charge(goods),
        amounts=amounts,
        delivered=basket.fulfilment == "delivery",
    )
    return [change] if change else []


def require_unchanged(inspected: Sequence[InspectedBasket]) -> None:
    changes = [change for one in inspected for change in one.changes]
    if any(change.stops for change in changes):
        raise CartChanged(
            "Look at what changed, then check out again.",
            changes=[change.as_dict() for change in changes],
        )


def require_total(inspected: Sequence[InspectedBasket]) -> None:
    """What no column holds is no order: prices may have risen since the cart was filled.

    Raises TotalTooLarge.
    """
    require_sums(one.amounts.goods + one.amounts.delivery for one in inspected)


def require_minimum(inspected: Sequence[InspectedBasket]) -> None:
    """The goods before discounts: a voucher never makes an order too small."""
    short = [
        {
            "retailer": one.basket.retailer.slug,
            "minimum": (one.amounts.goods + missing).as_dict(),
            "missing": missing.as_dict(),
        }
        for one in inspected
        if (missing := one.basket.retailer.missing_for_minimum(one.amounts.goods))
    ]
    if short:
        names = ", ".join(str(one["retailer"]) for one in short)
        raise BelowMinimumOrder(f"Add something more from {names}.", retailers=short)
