"""Reference rates: what one euro is in each currency, by which amounts are compared.

Never by which they are paid. `rates.json` holds those of one day for every currency that is
money somewhere; `read_rates` takes the same format from anybody's hands.
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from tenants.kernel.money import currency_codes

BASE = "EUR"
DATA = Path(__file__).with_name("rates.json")
# Far beyond every currency there is: the dinar of Kuwait is 0.35, the rial of Iran 1.6 million.
LEAST, MOST = Decimal("0.001"), Decimal("1000000000")
DECIMALS = 8  # as many are kept


class UnusableRates(ValueError):
    """The text is not a table of rates; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rates:
    """`per_euro`: {"USD": Decimal("1.1361"), ...}, without the euro itself."""

    day: date
    per_euro: dict[str, Decimal]
    source: str = ""


@lru_cache(maxsize=1)
def reference_rates() -> Rates:
    """Those of the repository."""
    return read_rates(DATA.read_bytes())


@lru_cache(maxsize=1)
def tradable_currencies() -> frozenset[str]:
    """What a shop may sell in: without a rate its prices could not be compared with others."""
    return frozenset({BASE, *reference_rates().per_euro})


def read_rates(text: bytes) -> Rates:
    """`{"base": "EUR", "date": "2026-09-29", "rates": {"USD": 1.1361, ...}}`; more is ignored.

    Currencies that ISO 4217 does not know are left out. Raises UnusableRates: half of a table
    is none.
    """
    try:
        table = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise UnusableRates(f"no JSON: {error}"[:200]) from error
    if not isinstance(table, dict) or not isinstance(table.get("rates"), dict):
        raise UnusableRates("no object with `base`, `date` and `rates`")
    if table.get("base") != BASE:
        raise UnusableRates(f"`base` is not {BASE}")
    rates = {code: _rate(code, value) for code, value in table["rates"].items() if _is_known(code)}
    if not rates:
        raise UnusableRates("`rates` names no currency")
    source = table.get("source")
    return Rates(_day(table.get("date")), rates, source[:300] if isinstance(source, str) else "")


def _is_known(code: str) -> bool:
    return code in currency_codes() and code != BASE


def _rate(code: str, value: Any) -> Decimal:
    if not isinstance(value, Decimal):
        raise UnusableRates(f"the rate of {code} is no number")
    if not LEAST <= value <= MOST:
        raise UnusableRates(f"the rate of {code} is out of bounds")
    return round(value, DECIMALS)


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UnusableRates("`date` is no day such as 2026-09-29") from error


def _refuse(constant: str) -> Decimal:
    raise UnusableRates(f"{constant} is no number")
