"""What a listing or variant costs at the moment for which it was read."""

from decimal import Decimal
from typing import Any, NamedTuple


class PriceNow(NamedTuple):
    """Amounts; `was` is what the cheapest costs without the sale that stands, or what its shop
    asked before; None where it is not reduced."""

    price: Decimal | None
    price_max: Decimal | None
    was: Decimal | None
    is_reduced: bool


def price_now(row: Any) -> PriceNow:
    """Of a Listing or ListingVariant that was read by `priced`."""
    if row.sale_price is None:
        is_reduced = getattr(row, "is_reduced", row.was is not None)
        return PriceNow(row.price, getattr(row, "price_max", row.price), row.was, is_reduced)
    return PriceNow(row.sale_price, row.sale_price_max, row.sale_was, True)
