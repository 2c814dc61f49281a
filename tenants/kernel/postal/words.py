"""What a country calls the parts of its addresses, and what is said of one that is wrong."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.countries import country_name, reader_locale
from tenants.kernel.postal.postcodes import digits_of
from tenants.kernel.postal.rules import AddressRule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

POSTCODE_LABELS: dict[str, "StrOrPromise"] = {
    "postal": _("Postcode"),
    "zip": _("ZIP code"),
    "eircode": _("Eircode"),
    "pin": _("PIN code"),
}
POSTCODE_NOUNS: dict[str, "StrOrPromise"] = {
    "postal": _("A postcode"),
    "zip": _("A ZIP code"),
    "eircode": _("An Eircode"),
    "pin": _("A PIN code"),
}
CITY_LABELS: dict[str, "StrOrPromise"] = {
    "city": _("Town or city"),
    "district": _("District"),
    "post_town": _("Town or city"),
    "suburb": _("Suburb"),
}
STATE_LABELS: dict[str, "StrOrPromise"] = {
    "area": _("Area"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Province"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "oblast": _("Oblast"),
    "parish": _("Parish"),
    "prefecture": _("Prefecture"),
    "province": _("Province"),
    "state": _("State"),
}
STATE_NOUNS: dict[str, "StrOrPromise"] = {
    "area": _("An area"),
    "county": _("A county"),
    "department": _("A department"),
    "district": _("A district"),
    "do_si": _("A province"),
    "emirate": _("An emirate"),
    "island": _("An island"),
    "oblast": _("An oblast"),
    "parish": _("A parish"),
    "prefecture": _("A prefecture"),
    "province": _("A province"),
    "state": _("A state"),
}
NUMBERS: dict[int, "StrOrPromise"] = {
    3: _("three digits"),
    4: _("four digits"),
    5: _("five digits"),
    6: _("six digits"),
    7: _("seven digits"),
}
# Whose names have an article within an English sentence.
WITH_ARTICLE = frozenset(
    "AE BS CF CG CD CK DO FK FO GB GM KM KY MH MP MV NL PH SB SC TC UM US VG VI".split()
)


def label_of(field: str, rule: AddressRule) -> str:
    """Of the postcode, the city or the state."""
    labels = {
        "postcode": POSTCODE_LABELS[rule.postcode_kind],
        "city": CITY_LABELS[rule.city_kind],
        "state": STATE_LABELS[rule.state_kind],
    }
    return str(labels[field])


def country_in_sentence(country: str) -> str:
    """ "Germany", "the United States"."""
    name = country_name(country)
    is_english = reader_locale().partition("_")[0] == "en"
    return f"the {name}" if is_english and country in WITH_ARTICLE else name


def say_missing(field: str, rule: AddressRule) -> str:
    if field == "postcode" and rule.examples:
        noun, example = POSTCODE_NOUNS[rule.postcode_kind], rule.examples[0]
    elif field == "state" and rule.subdivisions:
        noun, example = STATE_NOUNS[rule.state_kind], rule.subdivisions[0].example
    else:
        return gettext("This field is required.")
    sentence = gettext("%(noun)s is needed in %(country)s, such as %(example)s.")
    country = country_in_sentence(rule.country)
    return sentence % {"noun": noun, "country": country, "example": example}


def say_wrong_postcode(rule: AddressRule) -> str:
    digits = NUMBERS.get(digits_of(rule))
    values = {
        "noun": POSTCODE_NOUNS[rule.postcode_kind],
        "country": country_in_sentence(rule.country),
        "digits": digits,
        "example": next(iter(rule.examples), rule.pattern),
    }
    if digits:
        return gettext("%(noun)s in %(country)s is %(digits)s, such as %(example)s.") % values
    return gettext("%(noun)s in %(country)s looks like %(example)s.") % values


def say_unknown_state(rule: AddressRule) -> str:
    sentence = gettext("%(noun)s in %(country)s is one of a list, such as %(example)s.")
    return sentence % {
        "noun": STATE_NOUNS[rule.state_kind],
        "country": country_in_sentence(rule.country),
        "example": rule.subdivisions[0].example,
    }
