"""What a shopper was shown to be taken off a shop's goods and their delivery.

It stands in CartBasket.pricing, where a smaller discount takes its place only once it was shown or
told. Without the print of what it was worked out for, so that reading asks the shop anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplace.cart.models import CartBasket
from tenants.shop.offer.amounts import round_down
from tenants.shop.offer.discounts import DELIVERY, GOODS


@dataclass(frozen=True, slots=True)
class Reduction:
    """`lines` is {product: its part of what is taken off the goods}."""

    lines: Mapping[str, Decimal]
    delivery: Decimal

    @property
    def total(self) -> Decimal:
        return sum(self.lines.values(), self.delivery)

    def __add__(self, other: "Reduction") -> "Reduction":
        """Of two groups that become one: it is delivered once."""
        products = {**self.lines, **other.lines}
        zero = Decimal(0)
        lines = {
            product: self.lines.get(product, zero) + other.lines.get(product, zero)
            for product in products
        }
        return Reduction(lines, max(self.delivery, other.delivery))

    def limit(self, pieces: Mapping[str, int], before: Mapping[str, int]) -> "Reduction":
        """Of so many pieces of each product, of those that there were `before`."""
        lines = {
            product: off * pieces[product] / before[product]
            for product, off in self.lines.items()
            if product in pieces
        }
        return Reduction(lines, self.delivery)

    def write_into(self, pricing: Mapping[str, Any], currency: str) -> dict[str, Any]:
        """What CartBasket.pricing keeps of both."""
        lines = {product: round_down(off, currency) for product, off in self.lines.items()}
        goods, delivery = sum(lines.values(), Decimal(0)), round_down(self.delivery, currency)
        return {
            **pricing,
            "of": None,
            "lines": {product: str(off) for product, off in lines.items() if off},
            "discounts": [
                {"name": "", "code": "", "amount": str(amount), "kind": kind}
                for kind, amount in ((GOODS, goods), (DELIVERY, delivery))
                if amount
            ],
        }


def read_reduction(pricing: Mapping[str, Any]) -> Reduction:
    lines = {product: Decimal(off) for product, off in pricing.get("lines", {}).items()}
    return Reduction(lines, _sum_up(pricing, DELIVERY))


def reduction_in(basket: CartBasket) -> Reduction:
    """Of the codes that it still has: what somebody takes out she does not miss."""
    pricing = basket.pricing
    discounts = pricing.get("discounts", [])
    standing = [each for each in discounts if each["code"] in ("", *basket.vouchers)]
    if len(standing) == len(discounts):
        return read_reduction(pricing)
    reduction, goods = read_reduction(pricing), _sum_up(pricing, GOODS)
    rest = _sum_up({"discounts": standing}, GOODS)
    lines = {product: off * rest / goods for product, off in reduction.lines.items()}
    return Reduction(lines, _sum_up({"discounts": standing}, DELIVERY))


def _sum_up(pricing: Mapping[str, Any], kind: str) -> Decimal:
    discounts = pricing.get("discounts", [])
    return sum((Decimal(each["amount"]) for each in discounts if each["kind"] == kind), Decimal(0))
