"""Prices as people write them: "1.234,50 €", "USD 12", "12,-". Pure.

A comma or point with three digits behind it is thousands or decimals only by the habit of
the rest of the file: `DecimalHabit` looks at all prices before one is read.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds.cells import (
    DECIMALS_ONLY,
    Cell,
    UnreadableCellError,
    as_text,
    plain_number,
    without_exponent,
)
from tenants.feeds.headings import UnclearList
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


UNDECIDED = "?"
MARKS = {"comma": ",", "point": "."}
_RATE = re.compile(r"100|[0-9]{1,2}(?:[.][0-9]{1,4})?")
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{2,3})*\.\d{3}|[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}")


class AmbiguousNumbers(UnclearList):
    code = "ambiguous-numbers"
    title = _("The numbers of this file can be read in two ways.")
    meaning = _("A comma or point before three digits may part thousands or decimals.")
    remedy = _("Say which parts the decimals: `decimal` is `comma` or `point`.")
    names = ("comma", "decimal", "point")


@dataclass(slots=True)
class DecimalHabit:
    """Counts how the file's numbers are written; `mark` is "" undecided, "?" both ways.

    `chosen`, one of MARKS, is what somebody said, whatever the file looks like; `unclear` the
    first number that is thousands or decimals by what the others say.
    """

    chosen: str = ""
    points: int = 0
    commas: int = 0
    unclear: str = ""

    def look_at(self, cell: Cell, currency: str = "") -> None:
        """`currency` is the shop's own, empty for a count; numbers of a sheet are clear."""
        if not isinstance(cell, str) or cell.isdecimal():
            return
        number = re.sub(r"[^\d.,]", "", plain_number(cell)).strip(".,")
        last = max(number.rfind("."), number.rfind(","))
        if last < 0:
            return
        mark = "." if DECIMALS_ONLY in cell else _mark_told_by(number, number[last])
        self.points += mark == "."
        self.commas += mark == ","
        if not mark and not self.unclear and _is_unclear(cell, number, currency):
            self.unclear = cell.strip()[:40]

    @property
    def mark(self) -> str:
        if self.chosen:
            return MARKS[self.chosen]
        if self.points and self.commas:
            return UNDECIDED
        return "," if self.commas else "." if self.points else ""

    def require_clear(self) -> None:
        """Raises AmbiguousNumbers."""
        if self.unclear and not self.mark:
            raise AmbiguousNumbers(
                gettext(
                    "“%(sample)s” is thousands or decimals, and no other number tells. Say what "
                    "parts the decimals (“decimal”: comma or point)."
                )
                % {"sample": self.unclear}
            )


def _mark_told_by(number: str, last: str) -> str:
    """The decimal mark, "" where none is told: by the `last` of two kinds of separators, by one
    that is repeated, or that has other than three digits behind it."""
    if "." in number and "," in number:
        return last if number.count(last) == 1 else ""
    if number.count(last) == 1:
        return "" if _ONE_GROUP.fullmatch(number) else last
    other = "," if last == "." else "."
    return other if _GROUPS.fullmatch(number) else ""


def _is_unclear(cell: str, number: str, currency: str) -> bool:
    """Three digits behind a point are the decimals of a currency that has three; one of none has
    only thousands. Stock may be a warehouse's 1.000: one, or a thousand."""
    if not _ONE_GROUP.fullmatch(number):
        return False
    decimals = _decimals_of(cell, currency) if currency else 2
    return bool(decimals) and not (decimals == 3 and "." in number)


def _decimals_of(cell: str, currency: str) -> int:
    """How many the currency has that the cell names, or else the shop's own."""
    match = _SHAPE.match(plain_number(as_text(cell)))
    if not match:
        return 0  # no amount: its row is refused
    try:
        return exponent(_currency_of("", cell, (match["before"], match["after"]), currency))
    except UnreadableCellError:
        return 0


@dataclass(frozen=True, slots=True)
class Price:
    """`exact` is what the file has, which may be more decimals than the currency knows."""

    amount: Decimal
    currency: str
    exact: Decimal

    @property
    def rounded(self) -> bool:
        return self.amount != self.exact


def as_price(field: str, cell: Cell, *, currency: str, mark: str, is_sure: bool = False) -> Price:
    """`currency` is the shop's own, for cells that name none; `is_sure` where somebody said the
    `mark`: then three digits behind it are decimals. Raises UnreadableCellError."""
    if isinstance(cell, bool):
        raise UnreadableCellError(field, cell, gettext("This is not an amount."))
    if isinstance(cell, int | float):
        return _check_amount(field, cell, Decimal(as_text(cell)), currency)
    text = without_exponent(field, plain_number(as_text(cell)))
    match = _SHAPE.match(text)
    if not match:
        raise UnreadableCellError(field, text, gettext("This is not an amount."))
    named = _currency_of(field, text, (match["before"], match["after"]), currency)
    number = re.sub(r"[\s'’(+]", "", match["number"])
    if isinstance(cell, str) and DECIMALS_ONLY in cell:
        mark, is_sure = ".", True
    decimals = 3 if is_sure else exponent(named)
    amount = _number(field, text, number.lstrip("-"), mark, decimals)
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
    if mark == UNDECIDED or (is_decimal and decimals < 3):
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
    return Price(quantize(amount, currency), currency, amount)


def as_rate(field: str, cell: Cell) -> Decimal:
    """A tax in per cent: 19, "19 %", "7,5"; 0.19 is a spreadsheet's 19 %. Raises
    UnreadableCellError."""
    text = plain_number(as_text(cell)).replace(",", ".").removesuffix("%").strip()
    if not _RATE.fullmatch(text):
        raise UnreadableCellError(field, cell, gettext("This is no rate of tax in per cent."))
    rate = Decimal(text)
    return (rate * 100 if 0 < rate < 1 else rate).quantize(Decimal("0.001"))
