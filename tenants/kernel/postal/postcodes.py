"""The one spelling of a postcode: as its country writes it, however it was typed."""

import re
import unicodedata
from collections.abc import Iterator

from tenants.kernel.normal_forms import normalise
from tenants.kernel.postal.fields import LONGEST
from tenants.kernel.postal.rules import AddressRule

# Five digits, or five with four more.
DIGITS_ALONE = re.compile(r"\(?\\d\{(\d+)\}\)?(?:\(\?:\[ \\-\].*)?")
# What is typed where a form insists and there is none.
PLACEHOLDER = re.compile(r"0*|-*|N ?A|N/A|NONE|X+|9990(?:77|78)")


def normal_postcode(text: str, rule: AddressRule) -> str:
    """ "sw1y4jh" -> "SW1Y 4JH", "D-10115" -> "10115"; what is none stays as it was typed."""
    if len(text) > LONGEST["postcode"]:
        return text
    typed = fold_postcode(text)
    if not rule.has_postcode:
        return "" if PLACEHOLDER.fullmatch(typed) else text
    for candidate in _candidates(typed, rule):
        if fits(candidate, rule):
            return candidate
    return typed


def fits(postcode: str, rule: AddressRule) -> bool:
    return not rule.pattern or re.fullmatch(pattern_of(rule), postcode) is not None


def pattern_of(rule: AddressRule) -> str:
    """Of a whole postcode."""
    return rule.pattern


def digits_of(rule: AddressRule) -> int:
    """How many digits a postcode has that is nothing else; 0 for others."""
    match = DIGITS_ALONE.fullmatch(rule.pattern)
    return int(match[1]) if match else 0


def fold_postcode(text: str) -> str:
    """Capitals, and digits of any script as ASCII's."""
    wide = normalise("NFKC", text).upper()
    digits = (str(unicodedata.decimal(letter, letter)) for letter in wide)
    return " ".join("".join(digits).split())


def _candidates(typed: str, rule: AddressRule) -> Iterator[str]:
    """As the examples are written, first as it stands, then without and with what precedes it."""
    bare = re.sub(r"[^0-9A-Z]", "", typed)
    yield from _written(bare, rule)
    yield typed
    for prefix in _prefixes(rule):
        if bare.startswith(prefix):
            yield from _written(bare.removeprefix(prefix), rule)
    for example in rule.examples:
        letters = re.match(r"[A-Z]{2,}[- ]?(?=\d)", example)
        if letters:
            yield f"{letters[0]}{bare}"


def _prefixes(rule: AddressRule) -> list[str]:
    """ "L-1234", "LU-1234", and "D-10115", which was written before there were codes."""
    return [re.sub(r"[^A-Z]", "", rule.prefix) or rule.country[:1], rule.country]


def _written(bare: str, rule: AddressRule) -> Iterator[str]:
    """With the spaces and dashes of the examples of that length."""
    for example in rule.examples:
        if len(re.sub(r"[^0-9A-Z]", "", example)) == len(bare):
            letters = iter(bare)
            yield "".join(next(letters) if sign.isalnum() else sign for sign in example)
    yield bare
