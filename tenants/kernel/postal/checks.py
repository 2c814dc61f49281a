"""Whether a parcel would get there."""

from collections.abc import Mapping

from django.utils.translation import gettext

from tenants.kernel.countries import country_names
from tenants.kernel.identity import normal_name, typed_phone
from tenants.kernel.names import is_visible
from tenants.kernel.postal.fields import BY_COUNTRY, FIELDS, LONGEST, Address
from tenants.kernel.postal.postcodes import fits, normal_postcode
from tenants.kernel.postal.rules import EITHER, PROVINCE_BY_POSTCODE, AddressRule, rule_of
from tenants.kernel.postal.spellings import fold
from tenants.kernel.postal.subdivisions import (
    Subdivision,
    find_by_part,
    find_by_postcode,
    find_subdivision,
    spelling_of,
)
from tenants.kernel.postal.words import say_missing, say_unknown_state, say_wrong_postcode


def normal_address(values: Mapping[str, str | None]) -> dict[str, str]:
    """Each field in its one form: a postcode as its country writes it, a state by its code or
    name there. What its country does not know stays as it was typed."""
    address = {name: normal_name(str(values.get(name) or "")) for name in FIELDS}
    address["country"] = address["country"].upper()
    address["phone_number"] = typed_phone(address["phone_number"])
    rule = rule_of(address["country"])
    address["postcode"] = normal_postcode(address["postcode"], rule)
    address["state"] = _state(address, rule)
    return address


def _state(address: Address, rule: AddressRule) -> str:
    """A town that names it is enough: Dubai is one of both."""
    if address["state"]:
        subdivision = _subdivision(address["state"], rule)
        return spelling_of(subdivision, address["state"]) if subdivision else address["state"]
    subdivision = _implied(address, rule)
    return spelling_of(subdivision, address["city"]) if subdivision else ""


def _implied(address: Address, rule: AddressRule) -> Subdivision | None:
    if rule.country in PROVINCE_BY_POSTCODE:
        return find_by_postcode(address["postcode"], rule.subdivisions)
    if address["city"] and "city" not in rule.required and "state" in rule.used:
        district = rule.districts.get(fold(address["city"]))
        return district or _subdivision(address["city"], rule)
    return None


def _subdivision(text: str, rule: AddressRule) -> Subdivision | None:
    """Not by a part where "Hong Kong" is the whole."""
    whole = find_subdivision(text, rule.subdivisions)
    if whole or rule.country in EITHER:
        return whole
    return find_by_part(text, rule.subdivisions)


def problems_of(address: Address) -> dict[str, str]:
    """What is missing or cannot be, by field; of what `normal_address` gave."""
    country = address["country"]
    problems = {} if address["first_name"] or address["last_name"] else {"first_name": _needed()}
    for name, longest in LONGEST.items():
        if address[name] and not is_visible(address[name]):
            problems[name] = gettext("Use letters that can be seen.")
        elif len(address[name]) > longest and name != "country":
            problems[name] = gettext("Use at most %(longest)s characters.") % {"longest": longest}
    if country not in country_names():
        problems["country"] = (
            gettext("Use the two letters of the country, such as DE.") if country else _needed()
        )
    return problems | {
        name: text for name, text in place_problems(address).items() if name not in problems
    }


def _needed() -> str:
    return gettext("This field is required.")


def place_problems(address: Address) -> dict[str, str]:
    """Those of a place that belongs to nobody by name: a shop's."""
    rule = rule_of(address["country"])
    problems = {
        name: say_missing(name, rule)
        for name in ("line1", *BY_COUNTRY)
        if name in rule.required and not address[name]
    }
    if "city" not in problems and not (address["city"] or address["state"]) and rule.districts:
        problems["city"] = _needed()
    if address["postcode"] and not fits(address["postcode"], rule):
        problems["postcode"] = say_wrong_postcode(rule)
    if address["state"] and "state" in rule.required and _is_unknown(address["state"], rule):
        problems["state"] = say_unknown_state(rule)
    return problems


def _is_unknown(state: str, rule: AddressRule) -> bool:
    return bool(rule.subdivisions) and _subdivision(state, rule) is None
