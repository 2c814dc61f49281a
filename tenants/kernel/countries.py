"""Countries to which a parcel can be sent: ISO 3166-1 alpha-2 codes with CLDR's names."""

from functools import lru_cache

from babel import Locale

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
