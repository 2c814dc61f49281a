"""A basket as Oscar's conditions and benefits see it, with states that a search can go back to.

Which pieces an offer may still use is decided here and not by Oscar's LineOfferConsumer, which
asks the database about each pair of offers; the rules are Oscar's (docs/money.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tenants.kernel.money import Money
from tenants.shop.offer.ranges import Goods


@dataclass(frozen=True, slots=True)
class PricedLine:
    goods: Goods
    quantity: int
    price: Money


class OfferLine:
    """`used` are the pieces that each offer (id) has used, `taken` what is off the line so far."""

    def __init__(self, line: PricedLine) -> None:
        self.product = line.goods
        self.quantity = line.quantity
        self.unit_effective_price = line.price.amount
        self.price_currency = line.price.currency
        self.stockrecord = self.stockrecord_id = line.goods.id
        self.worth = line.price.amount * line.quantity
        self.used: dict[int, int] = {}
        self.reduction = Decimal(0)

    def discount(
        self, amount: Decimal, quantity: int, incl_tax: bool = True, offer: Any = None
    ) -> None:
        """Never more than the line is worth, whatever combines on it."""
        self.reduction += min(amount, self.worth - self.reduction)
        self.consume(quantity, offer)

    def consume(self, quantity: int, offer: Any = None) -> int:
        pieces = int(min(self.available(offer), quantity))
        if pieces > 0:
            # A new dictionary: who remembers the old one can go back to it.
            self.used = {**self.used, offer.pk: self.used.get(offer.pk, 0) + pieces}
        return pieces

    def available(self, offer: Any) -> int:
        """Pieces that the offer may use beside what others have used."""
        if not self.used or not (offer.apart or offer.rivals):
            return self.quantity - self.used.get(offer.pk, 0)
        free = self.quantity
        for other, pieces in self.used.items():
            if other in offer.apart:
                return 0
            if other == offer.pk or other in offer.rivals:
                free -= pieces
        return free

    def has_offer_discount(self, offer: Any) -> bool:
        return offer.pk in self.used

    def quantity_with_offer_discount(self, offer: Any) -> int:
        return self.used.get(offer.pk, 0)

    def quantity_without_offer_discount(self, offer: Any) -> int:
        return self.available(offer)

    def is_available_for_offer_discount(self, offer: Any) -> bool:
        return self.available(offer) > 0

    def quantity_available_for_offer(self, offer: Any) -> int:
        return self.available(offer) + self.used.get(offer.pk, 0)


Mark = tuple[OfferLine, Decimal, dict[int, int]]


class OfferBasket:
    """`fee_left` is what of the delivery fee nothing has taken off yet.

    Only lines of which the offer at work may use something, or has, are shown to it: Oscar's
    percentage stops at the first line that is used up, its multibuy would give such a line away.
    """

    def __init__(self, lines: Iterable[PricedLine], currency: str, fee: Decimal) -> None:
        self.lines = [OfferLine(line) for line in lines]
        self.currency, self.fee, self.fee_left = currency, fee, fee
        self._shown = self.lines

    def all_lines(self) -> list[OfferLine]:
        return self._shown

    def show(self, offer: Any, lines: Sequence[OfferLine]) -> None:
        self._shown = [line for line in lines if line.available(offer) > 0 or offer.pk in line.used]


def mark(lines: Iterable[OfferLine]) -> list[Mark]:
    """The lines as they are; `go_back` makes them so again."""
    return [(line, line.reduction, line.used) for line in lines]


def go_back(marks: Iterable[Mark]) -> None:
    for line, reduction, used in marks:
        line.reduction, line.used = reduction, used
