"""What a page showed of a cart: nothing else, and nothing dearer, is ordered by its button.

A shopper has several tabs and devices. What one of them puts into the cart, or was told of, the
page in another does not show.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.utils.translation import gettext

from marketplace.cart.queries import CartGroup
from marketplace.purchases.errors import CartChanged
from marketplace.purchases.inspections import InspectedBasket
from tenants.kernel import fulfilments
from tenants.kernel.money import Money


@dataclass(frozen=True, slots=True)
class GroupPrint:
    """Of one shop's part: its pieces, and in minor units what they cost less their discounts and
    what their delivery would add."""

    pieces: str
    goods: int
    delivery: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Of `str()` of one; None of anything else."""
        pieces, *amounts = text.split(".")
        if len(amounts) != 2 or not all(part.isdecimal() and len(part) < 20 for part in amounts):
            return None
        return cls(pieces, int(amounts[0]), int(amounts[1]))

    def __str__(self) -> str:
        return f"{self.pieces}.{self.goods}.{self.delivery}"

    def covers(self, group: InspectedBasket) -> bool:
        """Whether these pieces were shown, and at no lower sum."""
        delivered = group.basket.fulfilment == fulfilments.DELIVERY
        most = self.goods + (self.delivery if delivered else 0)
        pieces = _digest((line.product, line.quantity) for line in group.cart_lines)
        return pieces == self.pieces and group.amounts.payable.minor <= most


def print_group(group: CartGroup, *, delivery: Money) -> GroupPrint:
    """`delivery` is what it would cost, whatever the cart has chosen."""
    pieces = _digest((item.product, item.quantity) for item in group.items)
    return GroupPrint(pieces, (group.goods_total - group.discount).minor, delivery.minor)


def require_shown(
    inspected: Sequence[InspectedBasket], prints: Mapping[str, GroupPrint | None]
) -> None:
    """`prints` by slug. Raises CartChanged, without a list: the page shows all of it again."""
    for group in inspected:
        group_print = prints.get(group.basket.retailer.slug)
        if group_print is None or not group_print.covers(group):
            raise CartChanged(gettext("Your cart holds something else than was shown."), changes=[])


def _digest(pieces: Iterable[tuple[UUID, int]]) -> str:
    text = " ".join(sorted(f"{product}:{quantity}" for product, quantity in pieces))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
