"""Money: an amount and its currency, held to the currency's own exponent (ISO 4217)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from babel.core import get_global

ZERO = Decimal(0)

# What the columns of amounts hold, Decimal(15, 3). As an integer of the smallest unit it has at
# most 15 digits, so what fits here fits there.
LARGEST = Decimal("999999999999.999")


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies were to be added or compared."""


@lru_cache(maxsize=256)
def exponent(currency: str) -> int:
    """Digits after the decimal point of a currency: EUR 2, JPY 0, KWD 3 (CLDR)."""
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    return frozenset(get_global("all_currencies"))


@lru_cache(maxsize=256)
def _quantum(currency: str) -> Decimal:
    return Decimal(1).scaleb(-exponent(currency))


def quantize(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the currency's exponent."""
    return amount.quantize(_quantum(currency), rounding=ROUND_HALF_UP)


def is_exact(amount: Decimal, currency: str) -> bool:
    """Whether the amount has no more digits than its currency knows."""
    return amount == quantize(amount, currency)


def to_minor(amount: Decimal, currency: str) -> int:
    """12.50 EUR -> 1250, 1200 JPY -> 1200.

    Raises ValueError for an amount finer than the currency's smallest unit.
    """
    if not is_exact(amount, currency):
        raise ValueError(f"{amount} has more decimals than {currency} allows")
    return int(amount.scaleb(exponent(currency)))


def from_minor(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-exponent(currency))


def format_amount(amount: Decimal, currency: str) -> str:
    """The API's decimal string: "12.50", "1200"."""
    return f"{quantize(amount, currency):f}"


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(ZERO, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """Raises ValueError when text is no amount of that currency."""
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(f"{text!r} is not an amount") from error
        if not amount.is_finite() or not is_exact(amount, currency):
            raise ValueError(f"{text!r} is not an amount in {currency}")
        return cls(amount, currency)

    @property
    def minor(self) -> int:
        return to_minor(self.amount, self.currency)

    def __add__(self, other: "Money") -> "Money":
        self._require_same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._require_same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.amount * quantity, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._require_same(other)
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{format_amount(self.amount, self.currency)} {self.currency}"

    def as_dict(self) -> dict[str, str]:
        """The API's shape: {"amount": "12.50", "currency": "EUR"}."""
        return {"amount": format_amount(self.amount, self.currency), "currency": self.currency}

    def _require_same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")


def total(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, Money.zero(currency))


def totals_by_currency(amounts: Iterable[Money]) -> list[Money]:
    """One sum per currency, in the order in which the currencies first appear."""
    sums: dict[str, Money] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Money.zero(money.currency)) + money
    return list(sums.values())
