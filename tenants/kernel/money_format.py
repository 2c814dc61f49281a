"""How an amount of money is written for a reader, in the language that is active."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency
from django.utils.translation import get_language, to_locale

# Babel sets a currency's code against the figure ("KWD1.250"); CLDR asks for a space there.
_CODE_BEFORE_FIGURE = re.compile(r"(?<=[A-Za-z])(?=\d)")


class Amount(Protocol):
    """What can be written: tenants.kernel.money.Money, or anything of its shape."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@lru_cache(maxsize=8192)
def _format(amount: Decimal | str, currency: str, language: str) -> str:
    text = str(format_currency(amount, currency, locale=_locale(language)))
    return _CODE_BEFORE_FIGURE.sub("\xa0", text)


def write_money(money: Amount | dict[str, Any] | str | None, language: str = "") -> str:
    """Write "€12.50" in English, "12,50 €" in German, "¥1,200" without decimals; "" for None.

    Takes an object or a dict with `amount` and `currency` (the API's own shape). `language` is
    for who writes many: which one is active is asked otherwise.
    """
    if money is None or isinstance(money, str):
        return ""  # a name that a template does not have
    if isinstance(money, dict):  # an abstract Mapping would take longer to ask than all the rest
        amount, currency = money["amount"], str(money["currency"])
    else:
        amount, currency = money.amount, money.currency
    return _format(amount, currency, language or get_language() or "en")
