"""One offer applied to a basket, by Oscar's condition and benefit."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from oscar.apps.offer.results import ZERO_DISCOUNT

from tenants.shop.offer.amounts import round_down
from tenants.shop.offer.lines import OfferBasket, OfferLine, go_back, mark
from tenants.shop.offer.models import Benefit, ConditionalOffer

DELIVERY_BENEFITS = frozenset(
    {Benefit.SHIPPING_PERCENTAGE, Benefit.SHIPPING_ABSOLUTE, Benefit.SHIPPING_FIXED_PRICE}
)
# What these give never grows when pieces are used up by others.
BY_PIECE = frozenset({Benefit.PERCENTAGE, Benefit.FIXED_UNIT})
PLAIN = frozenset({Benefit.PERCENTAGE, Benefit.FIXED, Benefit.FIXED_UNIT, Benefit.MULTIBUY})


@dataclass(eq=False)
class Candidate:
    """An offer that may be applied. `code` opens it ("": none is needed), at that `place` of
    those entered; `times` is how often it may be applied; `lines` are those it looks at."""

    offer: ConditionalOffer
    condition: Any
    benefit: Any
    times: int
    code: str
    place: int
    lines: list[OfferLine]

    @cached_property
    def shelf(self) -> frozenset[OfferLine]:
        return frozenset(self.lines)

    @cached_property
    def is_custom(self) -> bool:
        return bool(self.offer.condition.proxy_class or self.offer.benefit.proxy_class)

    @cached_property
    def is_delivery(self) -> bool:
        return not self.is_custom and self.offer.benefit.type in DELIVERY_BENEFITS

    @cached_property
    def is_plain(self) -> bool:
        """Whether the pieces that it finds used are all that it needs to know of others."""
        benefit = self.offer.benefit
        has_plain_type = benefit.type in PLAIN and not benefit.max_affected_items
        return self.offer.exclusive and not self.is_custom and (has_plain_type or self.is_delivery)

    @cached_property
    def only_falls(self) -> bool:
        """Whether it never gives more when others came before it (if no line is shared)."""
        benefit = self.offer.benefit
        if self.is_custom or benefit.max_affected_items:
            return False
        return benefit.type in BY_PIECE or benefit.type == Benefit.FIXED or self.is_delivery

    def meets(self, other: "Candidate", full: Collection[OfferLine]) -> bool:
        """Whether what one of them gives may change what the other does.

        `full` are the lines of which all offers together may take more than they are worth.
        """
        if self.is_custom or other.is_custom or (self.is_delivery and other.is_delivery):
            return True
        if self.code and self.code == other.code:
            return True
        common = self.shelf & other.shelf
        others = self.offer.rivals | self.offer.apart
        return bool(common) if other.offer.pk in others else not common.isdisjoint(full)

    def part_of(self, line: OfferLine) -> Decimal:
        """How much of the line's worth it may take: 1 is all of it."""
        benefit = self.offer.benefit
        if self.is_delivery:
            return Decimal(0)
        if self.is_custom or benefit.type not in PLAIN or not line.worth:
            return Decimal(1)
        if benefit.type == Benefit.PERCENTAGE:
            return benefit.value / 100
        if benefit.type == Benefit.FIXED and not benefit.max_affected_items:
            return benefit.value / line.worth
        if benefit.type == Benefit.FIXED_UNIT:
            return benefit.value / line.unit_effective_price
        return Decimal(1)


@dataclass(frozen=True, slots=True)
class Application:
    """`times` the offer was applied, and what all of it takes off, in whole smallest units."""

    candidate: Candidate
    amount: Decimal
    times: int
    is_delivery: bool


def apply_offer(candidate: Candidate, basket: OfferBasket) -> Application | None:
    """As often as it may and gives something; None, and nothing is changed, if it gives nothing."""
    before = mark(candidate.lines)
    amount, times, is_delivery = Decimal(0), 0, False
    while times < candidate.times:
        state = mark(candidate.lines)
        result = _apply_once(candidate, basket)
        if not result.is_successful:
            go_back(state)
            break
        times, amount = times + 1, amount + result.discount
        is_delivery = is_delivery or result.affects_shipping
        if result.is_final:
            break
    if is_delivery:
        amount = min(_off_delivery(candidate, basket.fee), basket.fee_left)
    else:
        amount = min(
            amount, sum((line.reduction - reduction for line, reduction, _ in before), Decimal(0))
        )
    amount = round_down(amount, basket.currency)
    if amount <= 0:
        go_back(before)
        return None
    if is_delivery:
        basket.fee_left -= amount
    return Application(candidate, amount, times, is_delivery)


def _apply_once(candidate: Candidate, basket: OfferBasket) -> Any:
    basket.show(candidate.offer, candidate.lines)
    if not candidate.condition.is_satisfied(candidate.offer, basket):
        return ZERO_DISCOUNT
    return candidate.benefit.apply(basket, candidate.condition, candidate.offer)


def _off_delivery(candidate: Candidate, fee: Decimal) -> Decimal:
    """Oscar rounds a percentage to two digits, to the even one: not all currencies have two."""
    benefit = candidate.offer.benefit
    if not candidate.is_custom and benefit.type == Benefit.SHIPPING_PERCENTAGE:
        return fee * benefit.value / 100
    return Decimal(candidate.benefit.shipping_discount(fee))


def ceiling(candidate: Candidate, basket: OfferBasket) -> Decimal:
    """What it gives at most, whatever came before it; the basket is as it came."""
    if candidate.is_delivery:
        return min(_off_delivery(candidate, basket.fee), basket.fee)
    benefit = candidate.offer.benefit
    worth = sum((line.worth for line in candidate.lines), Decimal(0))
    if candidate.is_custom:
        return worth
    if benefit.type == Benefit.PERCENTAGE:
        return worth * min(benefit.value, Decimal(100)) / 100
    if benefit.type == Benefit.FIXED and not benefit.max_affected_items:
        return min(worth, benefit.value)
    if benefit.type == Benefit.FIXED_PRICE:
        return max(worth - benefit.value, Decimal(0))
    if benefit.type == Benefit.MULTIBUY:
        return max((line.unit_effective_price for line in candidate.lines), default=Decimal(0))
    return worth
