"""Countries to which a parcel can be sent: ISO 3166-1 alpha-2 codes with CLDR's names."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language, to_locale

# CLDR lists regions and groups beside countries.
NOT_COUNTRIES = frozenset(
    {"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)


@lru_cache(maxsize=8)
def country_names(language: str = "en") -> dict[str, str]:
    """{"DE": "Germany", ...} in the given language, by code."""
    names = Locale.parse(language.replace("-", "_")).territories
    return {
        code: names[code]
        for code in sorted(names)
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def reader_locale() -> str:
    """Babel's name of the language in use: "en", "pt_BR"."""
    return to_locale(get_language() or "en")


def country_name(code: str) -> str:
    """In the reader's language; the code itself of what is no country."""
    return country_names(reader_locale()).get(code, code)
