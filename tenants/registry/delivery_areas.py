"""What a shop says of where it delivers: countries and, if it delivers only nearby, postcodes and a
radius. tenants.registry.delivery_reach knows what lies within the radius.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext

from tenants.kernel.countries import country_name
from tenants.kernel.normal_forms import normalise
from tenants.kernel.postal.postcodes import digits_of, fits, fold_postcode, normal_postcode
from tenants.kernel.postal.rules import rule_of
from tenants.kernel.postal.words import country_in_sentence

MOST_POSTCODES = 500
FARTHEST_KM = 100
_COUNTRY = re.compile(r"([A-Z]{2}):")
_RANGE = re.compile(r"(\d{2,10})\s*[-\u2010-\u2015]\s*(\d{2,10})")
_PLAIN = re.compile(r"[A-Z0-9]{2,10}\*?")


class Area(Protocol):
    """A shop, as far as this module reads it: a registry's row, or a detail's columns."""

    name: str
    country: str
    delivery_countries: Sequence[str]
    delivery_postcodes: Sequence[str]
    delivery_radius: int | None


@dataclass(frozen=True, slots=True)
class Outside:
    """Why an address is not delivered to; `field` is that of the address."""

    field: str
    sentence: str


def refuse_country(shop: Area, country: str) -> Outside | None:
    """None where the shop delivers to that country, if not to every place in it."""
    if not shop.delivery_countries or country in shop.delivery_countries:
        return None
    sentence = gettext("%(shop)s does not deliver to %(country)s, only to %(countries)s.")
    words = {
        "shop": shop.name,
        "country": country_in_sentence(country),
        "countries": write_countries(shop.delivery_countries),
    }
    return Outside("country", sentence % words)


def refuse_place(shop: Area) -> Outside:
    sentence = gettext("%(shop)s does not deliver to this address, only to %(area)s.")
    return Outside("postcode", sentence % {"shop": shop.name, "area": write_near(shop)})


def has_postcode(shop: Area, address: Mapping[str, str]) -> bool:
    return matches(
        shop.delivery_postcodes,
        home=shop.country,
        country=address["country"],
        postcode=address.get("postcode", ""),
    )


def is_local(shop: Area) -> bool:
    return bool(shop.delivery_postcodes or shop.delivery_radius)


def write_area(shop: Area) -> str:
    """ "Delivers to Austria or Germany"; "" for a shop that delivers everywhere."""
    texts = []
    if shop.delivery_countries:
        texts.append(write_countries(shop.delivery_countries))
    if is_local(shop):
        texts.append(write_near(shop))
    return gettext("Delivers to %(area)s") % {"area": ": ".join(texts)} if texts else ""


def write_countries(codes: Iterable[str]) -> str:
    """ "Austria, France or Germany", in the reader's language."""
    names = map(country_in_sentence, sorted(codes, key=country_name))
    return get_text_list(list(names), gettext("or"))


def write_near(shop: Area) -> str:
    """ "postcodes 10115-10179 or 12* or places up to 5 km from the shop" """
    texts = []
    if shop.delivery_postcodes:
        postcodes = get_text_list(list(shop.delivery_postcodes), gettext("or"))
        texts.append(gettext("postcodes %(postcodes)s") % {"postcodes": postcodes})
    if shop.delivery_radius:
        texts.append(gettext("places up to %(km)s km from the shop") % {"km": shop.delivery_radius})
    return get_text_list(texts, gettext("or"))


def read_postcodes(text: str, *, home: str = "") -> list[str]:
    """ "10115, 10117 – 10179; 12*" -> ["10115", "10117-10179", "12*"]; FR:67* of another country.

    `home` is the country of those that name none. Raises ValidationError that names what cannot be
    read, or is no postcode there.
    """
    texts = re.split(r"[,;\n]", normalise("NFKC", text))
    parts = [fold_postcode(part) for part in texts]
    patterns = list(dict.fromkeys(_pattern(part, home) for part in parts if part))
    if len(patterns) > MOST_POSTCODES:
        message = gettext("Name at most %(most)s; ranges and * take many at once.")
        raise ValidationError(message % {"most": MOST_POSTCODES})
    return patterns


def _pattern(part: str, home: str) -> str:
    match = _COUNTRY.match(part)
    prefix, country = (match[0], match[1]) if match else ("", home)
    rest = part.removeprefix(prefix).strip()
    if span := _RANGE.fullmatch(rest):
        low, high = span.groups()
        # 150-0001 and 00-950 are postcodes of one place: the ends of a range are equally long.
        if len(low) == len(high) and low <= high:
            return f"{prefix}{low}-{high}"
    plain = re.sub(r"[\s\u2010-\u2015-]", "", rest)
    if not (_PLAIN.fullmatch(plain) and _is_of(country, plain)):
        message = gettext("%(part)s is no postcode. Write 10115, 10115-10179 or 101*.")
        raise ValidationError(message % {"part": part[:40]})
    return prefix + plain


def _is_of(country: str, plain: str) -> bool:
    """Two postcodes with a space between them, or a range from its end, look like one."""
    rule = rule_of(country)
    if plain.endswith("*"):
        return not digits_of(rule) or plain[:-1].isdigit()
    return fits(normal_postcode(plain, rule), rule)


def matches(patterns: Iterable[str], *, home: str, country: str, postcode: str) -> bool:
    """`home`: the country of patterns that name none."""
    plain = re.sub(r"[^A-Z0-9]", "", fold_postcode(postcode))
    for pattern in patterns:
        prefix = match[1] if (match := _COUNTRY.match(pattern)) else home
        if prefix == country and _fits(pattern.rpartition(":")[2], plain):
            return True
    return False


def _fits(pattern: str, plain: str) -> bool:
    """Letters that a country writes before its digits may be left out, and written where it has
    none: LV-1010 and 1010, D-10115 and 10115."""
    if pattern[:1].isdigit():
        plain = plain.lstrip(ascii_uppercase)
    elif plain.isdigit():
        pattern = pattern.lstrip(ascii_uppercase)
    if pattern.endswith("*"):
        return plain.startswith(pattern[:-1])
    low, _dash, high = pattern.partition("-")
    return plain == low if not high else len(plain) == len(low) and low <= plain <= high
