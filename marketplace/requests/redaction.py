"""Takes secrets out of what is about to be logged.

A safety net, not a licence: code still must not log them. It knows secrets by the name before
them (`password=`, `Authorization:`) and by their form (bearer tokens, JSON web tokens, signed
values, reset tokens, passwords in URLs, card numbers with a right check digit).
"""

import re
from typing import Any

REDACTED = "[redacted]"
_NAMES = (
    r"passw(?:or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key|authorization|cookie"
    r"|signature|session[_-]?(?:id|key)|otp|one[_-]?time[_-]?code|credential|card[_-]?number|cvc|cvv"
)
_SECRET_NAME = re.compile(_NAMES, re.IGNORECASE)
_COOKIES = re.compile(r"(?i)(\b(?:set-)?cookie['\"]?\s*[:=]\s*['\"]?)[^'\"\r\n]+")
_CREDENTIALS = re.compile(r"(?i)\b(bearer|basic|token|digest)\s+[\w.~+/=-]{8,}")
_NAMED = re.compile(
    rf"(?i)(\b[\w-]*(?:{_NAMES})[\w-]*['\"]?\s*(?:=>|[:=])\s*)(?!\[redacted\])"
    r"(?:'[^'\r\n]*'|\"[^\"\r\n]*\"|[^\s,;&'\"}\])]+)"
)
_URL_PASSWORD = re.compile(r"(://[^\s:/@]*:)[^\s@/]+(?=@)")
_FORMS = re.compile(
    r"\beyJ[\w-]+\.[\w-]+\.[\w-]+"  # JSON web token
    r"|\b[\w-]+:[\w-]{5,}:[\w-]{27,}"  # django.core.signing
    r"|\b[a-z0-9]{6}-[0-9a-f]{32}\b"  # password reset token
    r"|\b(?:sk|rk|pk|whsec)_(?:live_|test_)?\w{12,}"  # payment provider's key
)
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])")


def redact(text: str) -> str:
    """The text with "[redacted]" in place of each secret that was recognised."""
    text = _COOKIES.sub(rf"\1{REDACTED}", text)
    text = _CREDENTIALS.sub(rf"\1 {REDACTED}", text)
    text = _NAMED.sub(rf"\1{REDACTED}", text)
    text = _URL_PASSWORD.sub(rf"\1{REDACTED}", text)
    text = _FORMS.sub(REDACTED, text)
    return _CARD.sub(_without_card, text)


def redact_value(value: Any, *, name: str = "") -> Any:
    """The same for what goes into a JSON line: mappings by the names of their keys, too."""
    if name and _SECRET_NAME.search(name) and value not in (None, ""):
        return REDACTED
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: redact_value(item, name=str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redact_value(item) for item in value]
    return value


def _without_card(match: re.Match[str]) -> str:
    digits = [int(character) for character in match[0] if character.isdigit()]
    return REDACTED if _passes_luhn(digits) else match[0]


def _passes_luhn(digits: list[int]) -> bool:
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
