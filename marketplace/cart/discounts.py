"""What a shop's offers and a group's vouchers take off, worked out in the shop at each change.

The result is kept on the CartBasket, so that a cart is read without visiting a schema. It is
worked out again while reading only if it may not be right any more (`current_pricing`).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.timezone import now

from marketplace.cart.models import CartBasket
from tenants.kernel.money import Money
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.discounts import DELIVERY, GOODS, Discounts
from tenants.shop.order import placement

NOT_APPLICABLE = "voucher-not-applicable"
OUTDONE = "voucher-outdone"


@dataclass(frozen=True, slots=True)
class GroupDiscount:
    """`kind`: "goods" or "delivery"; `code` is "" for an offer without a voucher."""

    name: str
    code: str
    amount: Money
    kind: str


@dataclass(frozen=True, slots=True)
class GroupVoucher:
    """`problem` is "" or the code of the refusal that keeps it from counting.

    OUTDONE is none to act on: the others take off as much without it.
    """

    code: str
    problem: str


class Priced(NamedTuple):
    """So many of a product, at this price each."""

    product: UUID
    quantity: int
    price: Money


def concerns(basket: CartBasket) -> bool:
    """Whether anything can be taken off here: most carts need not ask their shops."""
    return bool(basket.retailer.has_offers or basket.vouchers or basket.pricing)


def reprice(basket: CartBasket, *, user_id: int | None) -> None:
    """Work it out anew and keep it; the cart's row is locked."""
    if concerns(basket):
        basket.pricing = work_out(basket, user_id=user_id)
        basket.save(update_fields=["pricing"])


def current_pricing(
    basket: CartBasket, *, goods: Iterable[Priced], user_id: int | None
) -> dict[str, Any]:
    """What is kept, or what is right now where that is out of date. Writes nothing.

    It is, when something in it ended, when the `goods` are others or cost something else, and
    when the shop has made or ended an offer since.
    """
    if not concerns(basket) or not basket.retailer.is_active:
        return {}
    kept = basket.pricing
    until = kept.get("until")
    ended = until is not None and datetime.fromisoformat(until) < now()
    if not ended and kept.get("of") == _print_of(basket, goods):
        return dict(kept)
    return work_out(basket, user_id=user_id)


def _print_of(basket: CartBasket, goods: Iterable[Priced]) -> str:
    """Another for other pieces, other prices, other offers."""
    lines = sorted(
        f"{one.product}:{one.quantity}:{one.price.amount.normalize():f}" for one in goods
    )
    text = f"{basket.retailer.offer_changes} {' '.join(lines)}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def work_out(basket: CartBasket, *, user_id: int | None) -> dict[str, Any]:
    """Ask the shop: the plain values that CartBasket.pricing keeps."""
    if not basket.retailer.is_active:
        return {}
    with use_retailer(basket.retailer):
        lines = placement.inspect_basket(basket_id=basket.basket_id, lock=False)
        priced = [line for line in lines if line.price is not None]
        _, discounts = placement.price_basket(
            lines=priced,
            fulfilment=basket.fulfilment,
            codes=basket.vouchers,
            user_id=user_id,
        )
    shares = zip(priced, discounts.lines, strict=True)
    by_product = {str(line.product): str(off.amount) for line, off in shares if off}
    goods = [Priced(one.product, one.quantity, placement.price_of(one)) for one in priced]
    kept = {"of": _print_of(basket, goods), "lines": by_product}
    return _kept(basket, discounts) | kept


def _kept(basket: CartBasket, discounts: Discounts) -> dict[str, Any]:
    given = {one.code for one in discounts.found}
    refused = {code: refusal.code for code, refusal in discounts.refused.items()}
    for code in basket.vouchers:
        if code not in given:
            outdone = code in discounts.outdone
            refused.setdefault(code, OUTDONE if outdone else NOT_APPLICABLE)
    return {
        "until": discounts.until.isoformat() if discounts.until else None,
        "refused": refused,
        "discounts": kept_discounts(discounts),
    }


def kept_discounts(discounts: Discounts) -> list[dict[str, str]]:
    """Plain values, for `read_discounts`."""
    return [
        {"name": one.name, "code": one.code, "amount": str(one.amount.amount), "kind": one.kind}
        for one in discounts.found
    ]


def read_discounts(kept: list[dict[str, str]], currency: str) -> list[GroupDiscount]:
    return [
        GroupDiscount(one["name"], one["code"], Money.parse(one["amount"], currency), one["kind"])
        for one in kept
    ]


def discounts_in(pricing: dict[str, Any], retailer: Retailer) -> list[GroupDiscount]:
    return read_discounts(pricing.get("discounts", []), retailer.currency)


def line_discounts_in(pricing: dict[str, Any], retailer: Retailer) -> dict[str, Money]:
    """{product: its part of what is taken off the goods}, where there is one."""
    lines: dict[str, str] = pricing.get("lines", {})
    return {product: Money.parse(off, retailer.currency) for product, off in lines.items()}


def vouchers_in(basket: CartBasket, pricing: dict[str, Any]) -> list[GroupVoucher]:
    refused = pricing.get("refused", {})
    return [GroupVoucher(code, refused.get(code, "")) for code in basket.vouchers]


def taken_off(discounts: list[GroupDiscount], kind: str, currency: str) -> Money:
    return sum((one.amount for one in discounts if one.kind == kind), Money.zero(currency))


__all__ = ["DELIVERY", "GOODS", "concerns", "current_pricing", "reprice", "work_out"]
