"""Arithmetic of discounts, in the smallest unit of the currency (docs/money.md)."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from tenants.kernel.money import exponent


def round_down(amount: Decimal, currency: str | None = None) -> Decimal:
    """settings.OSCAR_OFFER_ROUNDING_FUNCTION: to the currency's digits, never above."""
    digits = exponent(currency) if currency else 2
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)


def share_out(total: int, weights: Sequence[Decimal], limits: Sequence[int]) -> list[int]:
    """Split `total` by the weights; the shares sum to it and none is above its limit.

    Each gets its part rounded down; what is left goes, unit by unit, to those that lost
    most by the rounding, the earlier first. Raises ValueError when the limits hold less.
    """
    if not 0 <= total <= sum(limits):
        raise ValueError(f"{total} does not fit into {sum(limits)}")
    whole = sum(weights, Decimal(0))
    exact = [total * weight / whole if whole else Decimal(0) for weight in weights]
    shares = [min(int(part), limit) for part, limit in zip(exact, limits, strict=True)]
    places = sorted(range(len(shares)), key=lambda place: (shares[place] - exact[place], place))
    rest = total - sum(shares)
    while rest:
        for place in places:
            room = min(limits[place] - shares[place], 1, rest)
            shares[place] += room
            rest -= room
    return shares
