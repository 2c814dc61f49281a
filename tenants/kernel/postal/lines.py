"""An address as its country writes it: the one way in which any is printed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from tenants.kernel.countries import country_name, country_names
from tenants.kernel.postal.fields import Address
from tenants.kernel.postal.rules import FIELD_OF, AddressRule, rule_of
from tenants.kernel.postal.spellings import fold, is_latin

TOKEN = re.compile(r"(%[A-Z])")
SCRIPTS = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
# Those that set the two names apart where the family's stands first.
SPACED = frozenset({"JP"})


def person_name(address: Mapping[str, str]) -> str:
    """Whoever has one name has that; the family's stands first where it is written so."""
    first, last = address.get("first_name", ""), address.get("last_name", "")
    if first and last and _is_east_asian(first + last):
        return f"{last} {first}" if address.get("country") in SPACED else f"{last}{first}"
    return f"{first} {last}".strip()


def _is_east_asian(text: str) -> bool:
    letters = (letter for letter in text if letter.isalpha())
    return all(unicodedata.name(letter, "").startswith(SCRIPTS) for letter in letters)


def address_lines(address: Address, *, sent_from: str = "") -> list[str]:
    """Whole: what a country has no place for stands behind the street. The country is named in
    the language of whoever reads, in capitals on what leaves another one (`sent_from`)."""
    lines, rule = local_lines(address), rule_of(address.get("country", ""))
    country = _country_name(rule.country, sent_from)
    if country and fold(country) not in [fold(line) for line in lines]:
        lines.append(country)
    return lines


def local_lines(address: Address) -> list[str]:
    """Without the country, for who is there anyhow."""
    rule = rule_of(address.get("country", ""))
    values = _values(address)
    template = rule.latin_format if is_latin(values["A"] + values["C"]) else rule.format
    if values["S"] and fold(values["S"]) == fold(values["C"]):
        # A town of the same name as its province is written once.
        values["S" if "%C" in template else "C"] = ""
    return [line for part in template.split("%n") for line in _lines(part, values, rule, template)]


def address_line(address: Address) -> str:
    """The same in one line, without who lives there."""
    name = person_name(address)
    return ", ".join(line for line in address_lines(address) if line != name)


def _values(address: Address) -> dict[str, str]:
    """By Google's letters."""
    values = {letter: address.get(name, "") for letter, name in FIELD_OF.items()}
    street = filter(None, (values["A"], address.get("line2", "")))
    return values | {"A": "\n".join(street), "N": person_name(address)}


def _country_name(country: str, sent_from: str) -> str:
    name = country_name(country)
    return name.upper() if sent_from and sent_from != country else name


def _lines(part: str, values: Mapping[str, str], rule: AddressRule, template: str) -> Iterator[str]:
    line = _fill(part, values)
    yield from (text for text in line.split("\n") if text)
    if "%A" in part:
        yield from _homeless(values, rule, template)


def _homeless(values: Mapping[str, str], rule: AddressRule, template: str) -> Iterator[str]:
    """What the country's format has no place for, unless the format says it in so many words."""
    literals = fold(TOKEN.sub(" ", template.replace("%n", " ")))
    named = {literals, fold(country_names().get(rule.country, ""))}
    for letter in "CSZ":
        if values[letter] and f"%{letter}" not in template and fold(values[letter]) not in named:
            yield values[letter]


def _fill(part: str, values: Mapping[str, str]) -> str:
    """A sign between two fields goes with either, one before the first with that."""
    line, before, is_first = "", "", True
    for token in TOKEN.split(part):
        if not TOKEN.fullmatch(token):
            before = token or before
            continue
        text = values.get(token[1], "")
        if text:
            is_there = is_first and before and fold(text).startswith(fold(before))
            line += text if is_there or not (line or is_first) else f"{before}{text}"
            before = ""
        is_first = False
    return line if "%" in part else part
