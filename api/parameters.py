"""Reading query parameters: what cannot be read is refused by name, never guessed."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext, ngettext

from api.errors import InvalidParameter

TRUE = frozenset({"true", "1", "yes"})
FALSE = frozenset({"false", "0", "no"})
MAX_TEXT = 200


def refuse(name: str, message: str) -> InvalidParameter:
    detail = gettext("%(name)s: %(message)s") % {"name": name, "message": message}
    return InvalidParameter(detail, fields={name: [message]})


def texts(query: QueryDict, name: str) -> list[str]:
    """Every value of a parameter that may be repeated; repeated means or, empty means nothing."""
    return [value for value in _values_of(query, name) if value]


def single(query: QueryDict, name: str) -> str | None:
    """A text that makes no sense twice; None also for an empty one."""
    return once(query, name) or None


def once(query: QueryDict, name: str) -> str | None:
    """A parameter that makes no sense twice; None where it is absent, and "" where it is empty."""
    values = _values_of(query, name)
    if len(values) > 1:
        raise refuse(name, gettext("Give it once."))
    return values[0] if values else None


def _values_of(query: QueryDict, name: str) -> list[str]:
    values = [value.strip() for value in query.getlist(name)]
    if any(len(value) > MAX_TEXT or "\x00" in value for value in values):
        raise refuse(name, _too_long())
    return values


def _too_long() -> str:
    sentence = ngettext(
        "Use at most %(most)s character.", "Use at most %(most)s characters.", MAX_TEXT
    )
    return sentence % {"most": MAX_TEXT}


def number(query: QueryDict, name: str, *, default: int, low: int, high: int) -> int:
    text = once(query, name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise refuse(
            name,
            gettext("Use a whole number from %(low)s to %(high)s.") % {"low": low, "high": high},
        )
    return int(text)


def choice(query: QueryDict, name: str, choices: Iterable[str]) -> str | None:
    text = once(query, name)
    if text is not None and text not in choices:
        raise refuse(name, gettext("Use one of: %(names)s.") % {"names": ", ".join(choices)})
    return text


def amounts(query: QueryDict, name: str) -> list[Decimal]:
    return [_amount(name, text) for text in _values_of(query, name)]


def _amount(name: str, text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise refuse(name, gettext("Use a decimal number such as 12.50.")) from error
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 12:
        raise refuse(name, gettext("Use a decimal number such as 12.50, not below zero."))
    return amount


def flag(query: QueryDict, name: str) -> bool | None:
    """True, False, or None when absent or when both are asked for."""
    flags = set()
    for text in _values_of(query, name):
        if text.lower() not in TRUE | FALSE:
            raise refuse(name, gettext("Use true or false."))
        flags.add(text.lower() in TRUE)
    return flags.pop() if len(flags) == 1 else None
