"""Public holidays of a country, proposed to a shop; none closes it by itself.

The package `holidays` (MIT) is loaded when somebody asks: it takes some 20 MB.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from tenants.kernel.opening_hours import DAY

PERIOD = 366 * DAY


class Holiday(NamedTuple):
    day: date
    name: str


def holidays_from(
    first: date, *, country: str, region: str = "", language: str = ""
) -> list[Holiday]:
    """Of the year from that day on, named in this language if they have names in it; none where
    the country or its region is not known."""
    calendar = _calendar(country, region, language, years=[first.year, first.year + 1])
    rows = sorted(calendar.items()) if calendar is not None else []
    return [Holiday(day, name) for day, name in rows if first <= day < first + PERIOD]


def regions_of(country: str) -> list[tuple[str, str]]:
    """[(code, name)] of those that have holidays of their own, by name."""
    calendar = _calendar(country)
    if calendar is None:
        return []
    aliases: Mapping[str, list[str]] = calendar.get_subdivision_aliases()
    names = {code: next(iter(aliases.get(code) or []), code) for code in calendar.subdivisions}
    return sorted(names.items(), key=lambda pair: pair[1])


def region_of(country: str, state: str) -> str:
    """The code of the region that an address names by code or name; empty for none."""
    wish = state.strip().casefold()
    regions = regions_of(country) if wish else []
    codes = (code for code, name in regions if wish in (code.casefold(), name.casefold()))
    return next(codes, "")


def _calendar(country: str, region: str = "", language: str = "", **options: Any) -> Any:
    package = _package()
    try:
        calendar = package.country_holidays(country)
        language = _language_of(calendar, language)
        return package.country_holidays(
            country, subdiv=region or None, language=language, **options
        )
    except NotImplementedError:  # that country, or that region of it
        return None


def _language_of(calendar: Any, language: str) -> str:
    """`pt` is answered by `pt_PT`; English or the country's own where there is none."""
    names: list[str] = sorted(calendar.supported_languages)
    for wish in (language[:2], "en"):
        matches = [name for name in names if name.split("_")[0] == wish]
        if matches:
            own: str = calendar.default_language
            return own if own in matches else matches[0]
    return str(calendar.default_language)


@cache
def _package() -> Any:
    import holidays

    return holidays
