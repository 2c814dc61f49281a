"""Prices as people write them: "1.234,50 €", "USD 12", "12,-". Pure.

A comma or point with three digits behind it is thousands or decimals only by the habit of
the rest of the file: `DecimalHabit` looks at all prices before one is read.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds.cells import Cell, UnreadableCellError, as_text, without_exponent
from tenants.kernel.money import currency_codes, exponent, quantize

MAX_AMOUNT = Decimal(10) ** 12
AMBIGUOUS = _(
    "This could be thousands or decimals. Write it without "
    "separators of thousands, with two decimals."
)

# A sign that several currencies share stands for the shop's own when that is one of them.
SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP"),
    "us$": ("USD",),
    "a$": ("AUD",),
    "c$": ("CAD",),
    "r$": ("BRL",),
    "dollar": ("USD", "AUD", "CAD", "NZD"),
    "dollars": ("USD", "AUD", "CAD", "NZD"),
    "£": ("GBP",),
    "pounds": ("GBP",),
    "¥": ("JPY", "CNY"),
    "円": ("JPY",),
    "yen": ("JPY",),
    "元": ("CNY",),
    "₹": ("INR",),
    "rs": ("INR", "PKR", "LKR", "NPR"),
    "₩": ("KRW",),
    "₺": ("TRY",),
    "tl": ("TRY",),
    "₽": ("RUB",),
    "руб": ("RUB",),
    "₴": ("UAH",),
    "грн": ("UAH",),
    "₪": ("ILS",),
    "₫": ("VND",),
    "฿": ("THB",),
    "rp": ("IDR",),
    "rm": ("MYR",),
    "zł": ("PLN",),
    "zl": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "lei": ("RON",),
    "лв": ("BGN",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "fr": ("CHF",),
    "sfr": ("CHF",),
    "kn": ("HRK",),
    "kd": ("KWD",),
    "د.ك": ("KWD",),
}
# As sheets from Arabic, Hebrew, Chinese and Japanese write them; marks of direction are nothing.
_PLAIN: dict[int, int | str | None] = {
    **str.maketrans("٫٬￥￡￦\u3000", ".,¥£₩ "),
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u061c\u200b\u200e\u200f\ufeff")),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
}
_PER_UNIT = {
    "",
    "per",
    "pro",
    "je",
    "each",
    "ea",
    "pc",
    "pcs",
    "piece",
    "unit",
    "stk",
    "st",
    "stück",
}
# Nothing is given back: blanks may stand in nearly each part, and a cell may be long.
_SHAPE = re.compile(
    r"^(?P<before>(?:[^\d(+\-.,]|(?<=[^\W\d_])\.)*+)(?P<number>[(+-]?\s*+(?:[.,' ’]*+\d)++)"
    r"(?P<dash>[.,]\s*+[-–—]*+)?+(?P<close>\))?+(?P<after>[^\d]*+)$"
)


@dataclass(slots=True)
class DecimalHabit:
    """Counts how the file's prices are written; "" is undecided, "?" both ways."""

    points: int = 0
    commas: int = 0

    def look_at(self, cell: Cell) -> None:
        if not isinstance(cell, str):
            return
        number = re.sub(r"[^\d.,]", "", cell.translate(_PLAIN)).strip(".,")
        last = max(number.rfind("."), number.rfind(","))
        if last < 0 or not self._tells(number, last):
            return
        if number[last] == ",":
            self.commas += 1
        else:
            self.points += 1

    @staticmethod
    def _tells(number: str, last: int) -> bool:
        """Two kinds of separators tell, and so does anything but three digits at the end."""
        both = "." in number and "," in number
        return number.count(number[last]) == 1 and (both or len(number) - last - 1 != 3)

    @property
    def mark(self) -> str:
        if self.points and self.commas:
            return "?"
        return "," if self.commas else "." if self.points else ""


@dataclass(frozen=True, slots=True)
class Price:
    """`rounded` tells that the file had more decimals than the currency knows."""

    amount: Decimal
    currency: str
    rounded: bool = False


def as_price(field: str, cell: Cell, *, currency: str, mark: str) -> Price:
    """`currency` is the shop's own, for cells that name none. Raises UnreadableCellError."""
    if isinstance(cell, bool):
        raise UnreadableCellError(field, cell, gettext("This is not an amount."))
    if isinstance(cell, int | float):
        return _check_amount(field, cell, Decimal(as_text(cell)), currency)
    text = without_exponent(field, as_text(cell).translate(_PLAIN))
    match = _SHAPE.match(text)
    if not match:
        raise UnreadableCellError(field, text, gettext("This is not an amount."))
    named = _currency_of(field, text, (match["before"], match["after"]), currency)
    number = re.sub(r"[\s'’(+]", "", match["number"])
    amount = _number(field, text, number.lstrip("-"), mark, exponent(named))
    if "-" in match["number"] or match["close"]:
        amount = -amount
    return _check_amount(field, text, amount, named)


def _currency_of(field: str, text: str, around: tuple[str, ...], shop: str) -> str:
    """The currency named before or behind the number; the shop's when none is."""
    for word in re.split(r"[\s/]+", " ".join(around)):
        sign = word.strip(".").casefold()
        codes = SIGNS.get(sign) or ((sign.upper(),) if sign.upper() in currency_codes() else ())
        if codes:
            return shop if shop in codes else codes[0]
        if sign not in _PER_UNIT:
            raise UnreadableCellError(
                field,
                text,
                gettext("“%(word)s” is no currency that is known here.") % {"word": word},
            )
    return shop


def _number(field: str, text: str, number: str, mark: str, decimals: int) -> Decimal:
    number = number.rstrip(".,")
    kinds = {character for character in number if character in ".,"}
    if len(kinds) == 2:
        return _with_both(field, text, number)
    if not kinds:
        return Decimal(number)
    separator = kinds.pop()
    if number.count(separator) > 1:
        return _thousands(field, text, number, separator)
    whole, fraction = number.split(separator)
    if len(fraction) != 3 or not whole or whole == "0" or len(whole) > 3:
        return Decimal(f"{whole or '0'}.{fraction}")
    return _three_digits(field, text, whole, fraction, separator, mark, decimals)


def _three_digits(
    field: str, text: str, whole: str, fraction: str, separator: str, mark: str, decimals: int
) -> Decimal:
    """ "1.234": decimals where the file or the currency says so, else thousands."""
    is_decimal = separator == mark or (not mark and decimals == 3 and separator == ".")
    if mark == "?" or (is_decimal and decimals < 3):
        raise UnreadableCellError(field, text, str(AMBIGUOUS))
    return Decimal(f"{whole}.{fraction}") if is_decimal else Decimal(whole + fraction)


def _with_both(field: str, text: str, number: str) -> Decimal:
    decimal = "." if number.rfind(".") > number.rfind(",") else ","
    thousands = "," if decimal == "." else "."
    if number.count(decimal) != 1:
        raise UnreadableCellError(field, text, gettext("This is not an amount."))
    whole, fraction = number.split(decimal)
    return _thousands(field, text, whole, thousands) + Decimal(f"0.{fraction}")


def _thousands(field: str, text: str, whole: str, separator: str) -> Decimal:
    groups = whole.split(separator)
    # Two digits in the middle is how India groups: 1,00,000.
    middle_ok = all(len(group) in (2, 3) for group in groups[1:-1])
    if not (1 <= len(groups[0]) <= 3 and middle_ok and len(groups[-1]) == 3):
        raise UnreadableCellError(field, text, gettext("This is not an amount."))
    return Decimal("".join(groups))


def _check_amount(field: str, cell: Cell, amount: Decimal, currency: str) -> Price:
    if amount < 0:
        raise UnreadableCellError(field, cell, gettext("A price cannot be negative."))
    if amount >= MAX_AMOUNT:
        raise UnreadableCellError(field, cell, gettext("This amount is too large."))
    exact = quantize(amount, currency)
    return Price(exact, currency, rounded=exact != amount)
