"""Time zones: which one a place has, and what time it is there.

The table is IANA's zone.tab, as the package tzdata brings it: country, coordinates of the zone's
principal town, name.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from tenants.kernel.names import seen_form
from tenants.kernel.towns import Spot, Town, distance_km, list_towns

# Where a country has several and nothing tells which: that of most of its people.
MAIN = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UM": "Pacific/Midway",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}
COORDINATES = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")


@lru_cache(maxsize=64)
def zone_of_place(
    country: str,
    *,
    city: str = "",
    state: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> str:
    """The zone's name, "UTC" for no country. Where the clocks of a country differ: that of the
    nearest town, or of the largest of this name, in this state if its code is told; or else of most
    people, there or in the whole country. A fifth of a second then, for the list of towns; what was
    asked is remembered."""
    principal = zones_of_country(country)
    main = MAIN.get(country.upper()) or next((town.zone for town in principal), "UTC")
    if all(_offsets(town.zone) == _offsets(main) for town in principal):
        return main
    towns = chain(list_towns(frozenset({country.upper()})), principal)
    if latitude is not None and longitude is not None:
        spot = Spot(latitude, longitude)
        near = min(towns, key=lambda town: distance_km(town.spot, spot), default=None)
    else:
        near = _largest(towns, seen_form(city), state.upper())
    return main if near is None or _offsets(near.zone) == _offsets(main) else near.zone


def _largest(towns: Iterable[Town], name: str, state: str) -> Town | None:
    """Of this name in this state; else of any there; else of this name elsewhere."""

    def rank(town: Town) -> tuple[bool, bool, int]:
        return bool(state) and town.state == state, name in town.names, town.people

    largest = max(towns, key=rank, default=None)
    return largest if largest and any(rank(largest)[:2]) else None


def zones_of_country(country: str) -> list[Town]:
    """The principal town of each; empty for a country that is not known."""
    return _places().get(country.upper(), [])


def zone(name: str) -> tzinfo:
    """UTC where there is no zone of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def moment_of(reading: datetime, zone: tzinfo) -> datetime:
    """In UTC: when the zone's clock first shows this reading (without a zone), or a later one.

    Where the hour is left out in spring that is the moment of the jump; where it comes twice in
    autumn, the first time.
    """
    first, second = (reading.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return first
    return _bisect(second, first, lambda moment: _reading_at(moment, zone) >= reading)


def latest_reading(moment: datetime, zone: tzinfo) -> datetime:
    """What the zone's clock has shown at the latest by then, without a zone.

    It stands still in the hour that comes twice, the second time. `moment_of(reading) <= moment`
    is the same as `reading <= latest_reading(moment)`.
    """
    local = moment.astimezone(zone)
    if not local.fold:
        return local.replace(tzinfo=None)
    first = local.replace(fold=0).astimezone(UTC)
    before = first.astimezone(zone).utcoffset() or timedelta(0)
    turn = _bisect(first, moment, lambda then: then.astimezone(zone).utcoffset() != before)
    return (turn + before).replace(tzinfo=None) - datetime.resolution


def _reading_at(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _bisect(low: datetime, high: datetime, is_past: Callable[[datetime], bool]) -> datetime:
    """The first whole second after `low` at which it is past, as it is at `high`."""
    low, high = low.replace(microsecond=0).astimezone(UTC), high.astimezone(UTC)
    early, late = 0, -((low - high) // timedelta(seconds=1))
    while late - early > 1:
        middle = (early + late) // 2
        if is_past(low + timedelta(seconds=middle)):
            late = middle
        else:
            early = middle
    return low + timedelta(seconds=late)


def zone_options() -> list[tuple[str, str]]:
    """[(name, as people read it)], all of them by name."""
    return [(name, _as_words(name)) for name in _names()]


def require_zone(name: str) -> None:
    if name != "UTC" and name not in _names():
        raise ValidationError(gettext("There is no such time zone."))


@cache
def _names() -> list[str]:
    return sorted(name for name in available_timezones() if "/" in name)


def _as_words(name: str) -> str:
    return name.replace("_", " ").replace("/", " / ")


@cache
def _places() -> dict[str, list[Town]]:
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    places: dict[str, list[Town]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, coordinates, name = line.split("\t")[:3]
            places.setdefault(country, []).append(_principal(country, coordinates, name))
    return places


def _principal(country: str, coordinates: str, zone: str) -> Town:
    """Of nobody knows how many people: a namesake in the list of towns goes before it."""
    name = zone.rpartition("/")[2].replace("_", " ")
    return Town(name, country, _spot(coordinates), 0, "", zone)


def _spot(coordinates: str) -> Spot:
    """ISO 6709: "+5230+01322" or "+513030-0000731"."""
    parts = COORDINATES.fullmatch(coordinates)
    if parts is None:
        raise ValueError(coordinates)
    return Spot(_angle(*parts.groups()[:4]), _angle(*parts.groups()[4:]))


def _offsets(name: str) -> list[object]:
    """What its clocks show in winter and in summer: Detroit keeps New York's time."""
    return [datetime(2026, month, 15, tzinfo=zone(name)).utcoffset() for month in (1, 7)]


def _angle(sign: str, degrees: str, minutes: str, seconds: str | None) -> float:
    angle = int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -angle if sign == "-" else angle
