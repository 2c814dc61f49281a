"""Numbers as people and forms send them."""

import re
from decimal import Decimal

LONGEST = 18  # digits; what PostgreSQL's bigint holds

# Amounts: no column of money is wider. Exponents are no way to type one, and one of a million
# digits takes Python's arithmetic beyond its bounds.
AMOUNT = re.compile(r"[+-]?(\d{1,12}([.,]\d{0,12})?|[.,]\d{1,12})")


def read_whole(text: str) -> int | None:
    """ "12" -> 12, "١٢" -> 12, in any script's digits; None for all else, "²" and "-1" too."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def read_amount(text: str) -> Decimal | None:
    """ "1,5" -> 1.5, in any script's digits; None for all else, "1e3" and "NaN" too."""
    text = text.strip()
    return Decimal(text.replace(",", ".")) if AMOUNT.fullmatch(text) else None
