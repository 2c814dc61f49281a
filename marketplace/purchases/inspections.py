"""What a shop says of a basket now, beside what the shopper saw of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from marketplace.cart.change_kinds import ChangeKind
from marketplace.cart.discounts import GroupDiscount, discounts_in
from marketplace.cart.limits import require_sums
from marketplace.cart.models import CartBasket, CartLine
from marketplace.cart.reductions import Reduction
from marketplace.purchases.changes import Change, compare, compare_discounts
from marketplace.purchases.errors import BelowMinimumOrder, CartChanged
from tenants.kernel import fulfilments
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
    cart_lines: list[CartLine]
    lines: list[placement.StockedLine]
    amounts: OrderAmounts
    discounts: Discounts
    changes: list[Change]
    is_quoted: bool = False

    @property
    def reduction(self) -> Reduction:
        """What is taken off now, for a shopper who is told of it."""
        priced = (line for line in self.lines if line.price is not None)
        shares = zip(priced, self.discounts.lines, strict=True)
        lines = {str(line.product): off.amount for line, off in shares}
        return Reduction(lines, self.amounts.delivery_discount.amount)


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
    cart_lines = sorted(basket.lines.all(), key=lambda line: line.pk)
    if basket.retailer.is_gone:
        return _gone(basket, cart_lines)
    with use_retailer(basket.retailer):
        is_open = placement.lock_basket(basket_id=basket.basket_id) if lock else True
        stock_lines = (
            placement.inspect_basket(basket_id=basket.basket_id, lock=lock) if is_open else []
        )
        lines = _at_quote(stock_lines, quoted) if quoted else stock_lines
        changes = _changes(basket, cart_lines, lines, quoted)
        stops = any(change.stops for change in changes)
        priced = [line for line in lines if line.price is not None]
        amounts, discounts = placement.price_basket(
            lines=priced,
            fulfilment=basket.fulfilment,
            codes=basket.vouchers,
            user_id=user_id,
            at=quoted.at if quoted else None,
            most_delivery=quoted.delivery if quoted else None,
            lock=lock and not stops,
        )
    if priced and basket.retailer.is_active and (quoted or basket.pricing):
        changes += _less_off(basket, cart_lines, amounts, quoted)
    return InspectedBasket(
        basket, cart_lines, lines, amounts, discounts, changes, is_quoted=quoted is not None
    )


def _gone(basket: CartBasket, cart_lines: list[CartLine]) -> InspectedBasket:
    """There is nobody left to ask."""
    zero = Money.zero(basket.retailer.currency)
    amounts = OrderAmounts(zero, zero, zero, zero)
    return InspectedBasket(
        basket, cart_lines, [], amounts, Discounts(), _changes(basket, cart_lines, [], quoted=None)
    )


def _at_quote(
    lines: Sequence[placement.StockedLine], quoted: QuotedGroup
) -> list[placement.StockedLine]:
    return [_cheaper(line, quoted.prices.get(line.product)) for line in lines]


def _cheaper(line: placement.StockedLine, price: Money | None) -> placement.StockedLine:
    if price is None or line.price is None or line.price.currency != price.currency:
        return line
    return replace(line, price=price) if price < line.price else line


def _changes(
    basket: CartBasket,
    cart_lines: list[CartLine],
    lines: list[placement.StockedLine],
    quoted: QuotedGroup | None,
) -> list[Change]:
    slug = basket.retailer.slug
    if not basket.retailer.is_active:
        return [Change(slug, line.uuid, line.title, ChangeKind.UNAVAILABLE) for line in cart_lines]
    now = {line.product: line for line in lines}
    changes: list[Change | None] = []
    for line in cart_lines:
        there = now.get(line.product)
        if there is None:
            changes.append(Change(slug, line.uuid, line.title, ChangeKind.UNAVAILABLE))
            continue
        changes.append(
            compare(
                retailer=basket.retailer,
                item=line.uuid,
                price_before=_price_before(line, quoted),
                quantity=line.quantity,
                line=there,
            )
        )
    return [change for change in changes if change]


def _price_before(line: CartLine, quoted: QuotedGroup | None) -> Money:
    return quoted.prices.get(line.product, line.price_seen) if quoted else line.price_seen


def _less_off(
    basket: CartBasket,
    cart_lines: list[CartLine],
    amounts: OrderAmounts,
    quoted: QuotedGroup | None,
) -> list[Change]:
    goods = total(
        (_price_before(line, quoted) * line.quantity for line in cart_lines),
        basket.retailer.currency,
    )
    shop = basket.retailer
    change = compare_discounts(
        retailer=shop,
        discounts_before=quoted.discounts if quoted else discounts_in(basket.pricing, shop),
        goods_before=goods,
        delivery_before=quoted.delivery if quoted else shop.delivery_charge(goods),
        amounts=amounts,
        delivered=basket.fulfilment == fulfilments.DELIVERY,
    )
    return [change] if change else []


def require_unchanged(inspected: Sequence[InspectedBasket]) -> None:
    changes = [change for group in inspected for change in group.changes]
    if any(change.stops for change in changes):
        refusal = CartChanged(
            gettext("Look at what changed, then check out again."),
            changes=[change.as_dict() for change in changes],
        )
        refusal.groups = inspected
        raise refusal


def require_total(inspected: Sequence[InspectedBasket]) -> None:
    """What no column holds is no order: prices may have risen since the cart was filled.

    Raises TotalTooLarge.
    """
    require_sums(group.amounts.goods + group.amounts.delivery for group in inspected)


def require_minimum(inspected: Sequence[InspectedBasket]) -> None:
    """The goods before discounts: a voucher never makes an order too small."""
    short = [
        {
            "retailer": group.basket.retailer.slug,
            "minimum": (group.amounts.goods + missing).as_dict(),
            "missing": missing.as_dict(),
        }
        for group in inspected
        if (missing := group.basket.retailer.missing_for_minimum(group.amounts.goods))
    ]
    if short:
        names = ", ".join(str(row["retailer"]) for row in short)
        raise BelowMinimumOrder(
            gettext("Add something more from %(names)s.") % {"names": names}, retailers=short
        )
