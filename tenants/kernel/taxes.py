"""Prices with their tax and without: pure arithmetic, rates in per cent (docs/money.md)."""

from decimal import Decimal

from tenants.kernel.money import quantize

WHOLE = Decimal(100)


def gross_of(net: Decimal, *, rate: Decimal, currency: str) -> Decimal:
    """What is paid; a `net` of more digits than its currency has is rounded behind the tax only."""
    return quantize(net * (WHOLE + rate) / WHOLE, currency)


def net_of(gross: Decimal | None, *, rate: Decimal | None, currency: str) -> Decimal | None:
    """None where either is not known."""
    if gross is None or rate is None:
        return None
    return quantize(gross * WHOLE / (WHOLE + rate), currency)
