"""What may have changed of a cart since it was seen, and which of it a line shows."""

from enum import StrEnum

from tenants.kernel.money import Money


class ChangeKind(StrEnum):
    PRICE_ROSE = "price_rose"
    PRICE_DROPPED = "price_dropped"
    OUT_OF_STOCK = "out_of_stock"
    LESS_STOCK = "less_stock"
    ARCHIVED = "archived"
    UNAVAILABLE = "unavailable"
    # Of a shop's whole part of the cart; everything above is of a line.
    DISCOUNT_FELL = "discount_fell"


OF_PRICE = frozenset({ChangeKind.PRICE_ROSE, ChangeKind.PRICE_DROPPED})
OF_STOCK = frozenset({ChangeKind.OUT_OF_STOCK, ChangeKind.LESS_STOCK})
OF_MONEY = OF_PRICE | {ChangeKind.DISCOUNT_FELL}
OF_LINES = [kind for kind in ChangeKind if kind != ChangeKind.DISCOUNT_FELL]


def find_change(
    *, price_before: Money, price: Money | None, quantity: int, stock: int | None
) -> ChangeKind | None:
    """The one that matters most to the buyer, of what is not archived.

    `price` is None for what is not for sale now, `stock` for what is not counted.
    """
    if price is None or price.currency != price_before.currency:
        return ChangeKind.UNAVAILABLE
    if stock is not None and stock < quantity:
        return ChangeKind.LESS_STOCK if stock > 0 else ChangeKind.OUT_OF_STOCK
    if price == price_before:
        return None
    return ChangeKind.PRICE_ROSE if price_before < price else ChangeKind.PRICE_DROPPED
