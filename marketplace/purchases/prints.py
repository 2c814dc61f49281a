"""What a page showed of a cart: nothing else, and nothing dearer, is ordered by its button.

A shopper has several tabs and devices. What one of them puts into the cart, or was told of, the
page in another does not show.

The checkout's page has a print of each shop's part, of which the form still chooses the shops and
their delivery. The page of a mail's link shows a whole order, and has one print of it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
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
        pieces = _print_pieces((line.product, line.quantity) for line in group.cart_lines)
        return pieces == self.pieces and group.amounts.payable.minor <= most


def print_group(group: CartGroup, *, delivery: Money) -> GroupPrint:
    """`delivery` is what it would cost, whatever the cart has chosen."""
    pieces = _print_pieces((item.product, item.quantity) for item in group.items)
    return GroupPrint(pieces, (group.goods_total - group.discount).minor, delivery.minor)


def require_shown(
    inspected: Sequence[InspectedBasket], prints: Mapping[str, GroupPrint | None]
) -> None:
    """`prints` by slug. Raises CartChanged, without a list: the page shows all of it again."""
    for group in inspected:
        group_print = prints.get(group.basket.retailer.slug)
        if group_print is None or not group_print.covers(group):
            raise CartChanged(gettext("Your cart holds something else than was shown."), changes=[])


def print_order(groups: Sequence[InspectedBasket], order: dict[str, Any]) -> str:
    """Another for other goods, another sum, another address: what is placed is what was shown.

    `order` is what waits for its confirmation, which another checkout of the cart changes.
    """
    content = [
        [
            group.basket.retailer.slug,
            group.basket.fulfilment,
            str(group.amounts.payable),
            _print_pieces((line.product, line.quantity) for line in group.lines),
        ]
        for group in groups
    ]
    return _digest(json.dumps([content, order], sort_keys=True))


def _print_pieces(pieces: Iterable[tuple[UUID, int]]) -> str:
    return _digest(" ".join(sorted(f"{product}:{quantity}" for product, quantity in pieces)))[:16]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
