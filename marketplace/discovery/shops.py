"""The shops that are open on the marketplace: by name, near a place, open at this hour.

The registry's tables alone, and as many statements for one shop as for a thousand.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat, LPad

from tenants.registry.models import Retailer
from tenants.registry.timetables import filter_open

EARTH = 6_371_000  # metres, the mean radius
DEGREE = math.pi * EARTH / 180  # metres from one parallel to the next
# Metres along the surface of a sphere (haversine); half a percent off at worst.
DISTANCE = f"""
round({2 * EARTH} * asin(least(1, sqrt(
    power(sin(radians(tenants_retailer.latitude::float8 - %s) / 2), 2)
    + cos(radians(%s)) * cos(radians(tenants_retailer.latitude::float8))
    * power(sin(radians(tenants_retailer.longitude::float8 - %s) / 2), 2)
))))::bigint
"""


class Place(NamedTuple):
    """In degrees; `radius` in metres."""

    latitude: float
    longitude: float
    radius: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFilters:
    """Several names mean or, several fields and. `fulfilment` is delivery or pickup."""

    search: tuple[str, ...] = ()
    near: Place | None = None
    is_open: bool | None = None
    fulfilment: str = ""


def find_shops(
    shops: QuerySet[Retailer], filters: ShopFilters, *, now: datetime | None = None
) -> QuerySet[Retailer]:
    """`shops` narrowed; near a place each has `distance` (metres) and `place`, unique and in
    the order of distance. A shop that tells no hours is neither open nor closed."""
    if filters.search:
        named = Q()
        for name in filters.search:
            named |= Q(name__icontains=name)
        shops = shops.filter(named)
    if filters.fulfilment:
        shops = shops.filter(**{f"offers_{filters.fulfilment}": True})
    if filters.is_open is not None:
        shops = filter_open(shops, filters.is_open, now=now)
    return _near(shops, filters.near) if filters.near else shops


def _near(shops: QuerySet[Retailer], place: Place) -> QuerySet[Retailer]:
    """Distances from a few places would tell an address that is not published."""
    distance = RawSQL(DISTANCE, (place.latitude, place.latitude, place.longitude))  # noqa: S611
    key = Concat(
        LPad(Cast("distance", CharField()), 9, Value("0")), Value(":"), F("slug"),
        output_field=CharField(),
    )  # fmt: skip
    nearby = shops.filter(_box(place), publishes_address=True).annotate(distance=distance)
    return nearby.filter(distance__lte=place.radius).annotate(place=key)


def _box(place: Place) -> Q:
    """What an index can tell: a rectangle of degrees around the circle."""
    high = place.radius / DEGREE
    south, north = place.latitude - high, place.latitude + high
    inside = Q(latitude__range=(max(south, -90), min(north, 90)))
    if south <= -90 or north >= 90:
        return inside & Q(longitude__isnull=False)  # a pole is near: every meridian is
    # The circle is widest where it touches its easternmost meridian, not at its middle.
    sine = math.sin(place.radius / EARTH) / math.cos(math.radians(place.latitude))
    if sine >= 1:
        return inside & Q(longitude__isnull=False)
    wide = math.degrees(math.asin(sine))
    return inside & _meridians(place.longitude - wide, place.longitude + wide)


def _meridians(west: float, east: float) -> Q:
    """Round the world's back two ranges."""
    if west < -180:
        return Q(longitude__gte=west + 360) | Q(longitude__lte=east)
    if east > 180:
        return Q(longitude__gte=west) | Q(longitude__lte=east - 360)
    return Q(longitude__range=(west, east))
