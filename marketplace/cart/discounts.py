"""What a shop's offers and a group's vouchers take off, worked out in the shop at each change.

The result is kept on the CartBasket, so that a cart is read without visiting a schema. It is
worked out again while reading only if it may not be right any more (`current_pricing`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.timezone import now

from marketplace.cart.models import CartBasket
from marketplace.cart.reductions import Reduction, read_reduction, reduction_in
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


class PricedItem(NamedTuple):
    """So many of a product, at this price each."""

    product: UUID
    quantity: int
    price: Money


def concerns(basket: CartBasket) -> bool:
    """Whether anything can be taken off here: most carts need not ask their shops."""
    return bool(basket.retailer.has_offers or basket.vouchers or basket.pricing)


def reprice(basket: CartBasket, *, user_id: int | None) -> None:
    """Work it out anew and keep it, for the cart to be shown; its row is locked.

    A shop that does not trade shows no discount: of what is left, what was shown stays.
    """
    if not concerns(basket):
        return
    if basket.retailer.is_active:
        basket.pricing = work_out(basket, user_id=user_id)
    else:
        basket.pricing = _reduction_of_the_rest(basket)
    basket.save(update_fields=["pricing"])


def _reduction_of_the_rest(basket: CartBasket) -> dict[str, Any]:
    pieces = {str(line.product): line.quantity for line in basket.lines.order_by("id")}
    reduction = reduction_in(basket).limit(pieces, pieces)
    return reduction.write_into(basket.pricing, basket.retailer.currency)


def reprice_unseen(basket: CartBasket, *, reduction: Reduction, user_id: int | None) -> None:
    """After a change that shows nobody the cart: where less is taken off than the `reduction` that
    was shown, that stays, for the checkout to tell."""
    reprice(basket, user_id=user_id)
    if read_reduction(basket.pricing).total < reduction.total:
        basket.pricing = reduction.write_into(basket.pricing, basket.retailer.currency)
        basket.save(update_fields=["pricing"])


def current_pricing(
    basket: CartBasket, *, goods: Iterable[PricedItem], user_id: int | None
) -> dict[str, Any]:
    """What is kept, or what is right now where that is out of date. Writes nothing.

    It is, when something in it ended, when the `goods` are others or cost something else, and
    when the shop has made or ended an offer since.
    """
    if not concerns(basket) or not basket.retailer.is_active:
        return {}
    pricing = basket.pricing
    until = pricing.get("until")
    ended = until is not None and datetime.fromisoformat(until) < now()
    if not ended and pricing.get("of") == _print_of(basket, goods, user_id):
        return dict(pricing)
    return work_out(basket, user_id=user_id)


def _print_of(basket: CartBasket, goods: Iterable[PricedItem], user_id: int | None) -> str:
    """Another for other pieces, other prices, other offers, another customer."""
    lines = sorted(
        f"{item.product}:{item.quantity}:{item.price.amount.normalize():f}" for item in goods
    )
    text = f"{basket.retailer.offer_changes} {user_id} {' '.join(lines)}"
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
    goods = [PricedItem(line.product, line.quantity, placement.price_of(line)) for line in priced]
    print_of_goods = _print_of(basket, goods, user_id)
    return _outcome(basket, discounts) | {"of": print_of_goods, "lines": by_product}


def _outcome(basket: CartBasket, discounts: Discounts) -> dict[str, Any]:
    codes = {discount.code for discount in discounts.entries}
    refused = {code: refusal.code for code, refusal in discounts.refused.items()}
    for code in basket.vouchers:
        if code not in codes:
            outdone = code in discounts.outdone
            refused.setdefault(code, OUTDONE if outdone else NOT_APPLICABLE)
    return {
        "until": discounts.until.isoformat() if discounts.until else None,
        "refused": refused,
        "discounts": plain_discounts(discounts),
    }


def plain_discounts(discounts: Discounts) -> list[dict[str, str]]:
    """Plain values, for `read_discounts`."""
    return [
        {
            "name": discount.name,
            "code": discount.code,
            "amount": str(discount.amount.amount),
            "kind": discount.kind,
        }
        for discount in discounts.entries
    ]


def read_discounts(values: list[dict[str, str]], currency: str) -> list[GroupDiscount]:
    return [
        GroupDiscount(
            value["name"], value["code"], Money.parse(value["amount"], currency), value["kind"]
        )
        for value in values
    ]


def discounts_in(pricing: Mapping[str, Any], retailer: Retailer) -> list[GroupDiscount]:
    return read_discounts(pricing.get("discounts", []), retailer.currency)


def line_discounts_in(pricing: Mapping[str, Any], retailer: Retailer) -> dict[str, Money]:
    """{product: its part of what is taken off the goods}, where there is one."""
    lines: dict[str, str] = pricing.get("lines", {})
    return {product: Money.parse(off, retailer.currency) for product, off in lines.items()}


def vouchers_in(basket: CartBasket, pricing: Mapping[str, Any]) -> list[GroupVoucher]:
    refused = pricing.get("refused", {})
    return [GroupVoucher(code, refused.get(code, "")) for code in basket.vouchers]


def sum_discounts(discounts: list[GroupDiscount], kind: str, currency: str) -> Money:
    return sum(
        (discount.amount for discount in discounts if discount.kind == kind), Money.zero(currency)
    )


__all__ = ["DELIVERY", "GOODS", "concerns", "current_pricing", "reprice", "work_out"]
