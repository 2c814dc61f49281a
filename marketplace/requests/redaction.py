r"""Takes secrets out of what is about to be logged, and bounds it.

A safety net, not a licence: code still must not log them. It knows secrets by the name before
them (`password=`, `Authorization:`) and by their form (bearer tokens, JSON web tokens, signed
values, reset tokens, passwords in URLs, card numbers with a right check digit).

Strangers choose what is read here, so every pattern takes time in proportion to the text. A word
is entered at its first character alone, `(?<![\w-])`, and never given back, `[\w-]++`: the shape
`\b[\w-]*(a|b)[\w-]*` would be cubic (tests/architecture/test_patterns.py).
"""

import re
from typing import Any

REDACTED = "[redacted]"
# Characters of a text that are looked at, and that are logged of it.
READ = 32_000
SHOWN = 2_000
SHOWN_OF_TRACEBACK = 20_000
# Of a mapping or list in a line: how many entries are logged, and how deep.
ENTRIES = 100
DEPTH = 8

_NAMES = (
    r"passw(?:or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key|authorization|cookie"
    r"|signature|session[_-]?(?:id|key)|otp|one[_-]?time[_-]?code|credential|card[_-]?number|cvc|cvv"
)
_SECRET_NAME = re.compile(_NAMES, re.IGNORECASE)
_COOKIES = re.compile(r"(?i)(\b(?:set-)?cookie['\"]?\s*+[:=]\s*+['\"]?)[^'\"\r\n]++")
_CREDENTIALS = re.compile(r"(?i)\b(bearer|basic|token|digest)\s++[\w.~+/=-]{8,}+")
_NAMED = re.compile(
    rf"(?i)(?<![\w-])(?=[\w-]*?(?:{_NAMES}))([\w-]++['\"]?\s*+(?:=>|[:=])\s*+)(?!\[redacted\])"
    r"(?:'[^'\r\n]*+'|\"[^\"\r\n]*+\"|[^\s,;&'\"}\])]++)"
)
_URL_PASSWORD = re.compile(r"(://[^\s:/@]*+:)[^\s@/]++(?=@)")
# What follows the word is looked at once, before its parts are: `eyJ-eyJ-eyJ` begins one often.
_WEB_TOKEN = re.compile(
    r"(?<![\w-])(?=[\w-]++\.[\w-]++\.[\w-])([\w-]*?)\beyJ[\w-]++\.[\w-]++\.[\w-]++"
)
_FORMS = re.compile(
    # django.core.signing: value, moment and signature, or the value and its signature alone; in an
    # address that was not decoded too.
    r"(?<![\w-])[\w-]++(?::|~|%3[Aa])"
    r"(?:[\w-]{5,}+(?::|%3[Aa])[\w-]{27,}+|[\w-]{43}(?![\w-]))"
    r"|\b[a-z0-9]{6}-[0-9a-f]{32}\b"  # password reset token
    r"|\b(?:sk|rk|pk|whsec)_(?:live_|test_)?\w{12,}+"  # payment provider's key
)
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])")


def redact(text: str, *, length: int = SHOWN) -> str:
    """The text with "[redacted]" in place of each secret that was recognised.

    Longer ones lose their middle: `length` characters are left, and a word on how many went.
    """
    text = _cut_middle(text)
    text = _COOKIES.sub(rf"\1{REDACTED}", text)
    text = _CREDENTIALS.sub(rf"\1 {REDACTED}", text)
    text = _NAMED.sub(rf"\1{REDACTED}", text)
    text = _URL_PASSWORD.sub(rf"\1{REDACTED}", text)
    text = _WEB_TOKEN.sub(rf"\1{REDACTED}", text)
    text = _FORMS.sub(REDACTED, text)
    return shorten(_CARD.sub(_without_card, text), length)


def shorten(text: str, most: int = SHOWN) -> str:
    """The text without its middle where it has more than `most` characters."""
    if len(text) <= most:
        return text
    head, tail = most * 3 // 4, most // 4
    return f"{text[:head]} [... {len(text) - head - tail} characters ...] {text[-tail:]}"


def redact_value(value: Any, *, name: str = "", depth: int = 0) -> Any:
    """The same for what goes into a JSON line: mappings by the names of their keys, too.

    Objects are logged as their text, such as a request with its query.
    """
    if name and _SECRET_NAME.search(name[:READ]) and value not in (None, ""):
        return REDACTED
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict | list | tuple) and depth >= DEPTH:
        return "[...]"
    if isinstance(value, dict):
        entries = list(value.items())[:ENTRIES]
        return {
            shorten(str(key)): redact_value(item, name=str(key), depth=depth + 1)
            for key, item in entries
        }
    if isinstance(value, list | tuple):
        return [redact_value(item, depth=depth + 1) for item in value[:ENTRIES]]
    return redact(value if isinstance(value, str) else str(value))


def _cut_middle(text: str) -> str:
    """What is looked at; cut between words, since half a secret does not look like one."""
    if len(text) <= READ:
        return text
    head = text[:READ]
    whole = head[: max(head.rfind(separator) for separator in " \n&;,/") + 1]
    return f"{whole}[... {len(text) - len(whole)} characters more]"


def _without_card(match: re.Match[str]) -> str:
    digits = [int(character) for character in match[0] if character.isdigit()]
    return REDACTED if _passes_luhn(digits) else match[0]


def _passes_luhn(digits: list[int]) -> bool:
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
