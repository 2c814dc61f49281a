"""Pure arithmetic of orders and invoices (docs/money.md)."""

from decimal import Decimal
from typing import Any


def share_of_pieces(*, payable: int, quantity: int, before: int, pieces: int) -> int:
    """The part of a line's `payable` for `pieces` of its `quantity`, after `before` were settled.

    Minor units. `payable` is what is paid for the line, after its discount. Taken as a
    difference of rounded sums, so that all pieces, in any steps, sum to it.
    """
    if not 0 <= before <= before + pieces <= quantity:
        raise ValueError(f"{pieces} pieces after {before} of {quantity}")
    return _round_half_up(payable, before + pieces, quantity) - _round_half_up(
        payable, before, quantity
    )


def _round_half_up(payable: int, pieces: int, quantity: int) -> int:
    """Half up, without a float."""
    return (2 * payable * pieces + quantity) // (2 * quantity)


def amount_demanded(content: dict[str, Any]) -> Decimal:
    """Invoices that were written before discounts stood in them call it their total."""
    return Decimal(content["payable"] if "payable" in content else content["total"])


def amount_added_up(content: dict[str, Any]) -> Decimal:
    lines = sum((amount_of_line(line) for line in content["lines"]), Decimal(0))
    discounts = (Decimal(discount["amount"]) for discount in content.get("discounts", []))
    off = sum(discounts, Decimal(0))
    return lines - off + Decimal(content["delivery"])


def amount_of_line(line: dict[str, Any]) -> Decimal:
    return Decimal(line["before_discount"] if "before_discount" in line else line["total"])
