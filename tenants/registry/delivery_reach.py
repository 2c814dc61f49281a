"""Which addresses a shop delivers to.

An address near a shop has one of its postcodes, or lies within its radius: by the coordinates that
an app sends, if they lie at the town that is written, else by its town, whose centre counts. Of a
town that is not known, or of whose name there are several, the postcodes alone decide. What lies
within a radius is reckoned when the shop saves it: a checkout compares names, in one statement for
all its shops.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from tenants.kernel.names import seen_form
from tenants.kernel.towns import Spot, Town, distance_km, list_towns, spots_of
from tenants.registry.delivery_areas import (
    Outside,
    has_postcode,
    is_local,
    refuse_country,
    refuse_place,
)
from tenants.registry.models import DeliveryReach, Retailer

ACROSS_KM = 40  # from the centre of the largest cities to their edge
SHOWN = 12  # of the towns that a radius reaches


def find_obstacles(
    shops: Sequence[Retailer], address: Mapping[str, str], spot: Spot | None = None
) -> dict[int, Outside]:
    """Why which of these shops (by key) does not deliver there; of a country alone as far as that
    tells.

    `spot`: where it is, if an app knows. Nothing is asked where no shop has a radius.
    """
    obstacles = {
        shop.pk: obstacle
        for shop in shops
        if (obstacle := refuse_country(shop, address["country"])) is not None
    }
    if not (address.get("postcode") or address.get("city") or spot):
        return obstacles
    local = [shop for shop in shops if shop.pk not in obstacles and is_local(shop)]
    local = [shop for shop in local if not has_postcode(shop, address)]
    near = _within([shop for shop in local if shop.delivery_radius], address, spot)
    return obstacles | {shop.pk: refuse_place(shop) for shop in local if shop.pk not in near}


def _within(shops: Sequence[Retailer], address: Mapping[str, str], spot: Spot | None) -> set[int]:
    if not shops:
        return set()
    reaches = DeliveryReach.objects.filter(retailer__in=shops)
    if spot is None or _is_elsewhere(spot, address):
        reaches = reaches.filter(
            towns__contains=[_key(address["country"], address.get("city", ""))]
        )
        return set(reaches.values_list("retailer", flat=True))
    radius = {shop.pk: shop.delivery_radius or 0 for shop in shops}
    rows = reaches.values_list("retailer", "latitude", "longitude")
    return {pk for pk, *centre in rows if distance_km(Spot(*centre), spot) <= radius[pk]}


def _is_elsewhere(spot: Spot, address: Mapping[str, str]) -> bool:
    """Coordinates say where in a town it is, not that another one is meant than is written."""
    spots = spots_of(address["country"], address.get("city", ""))
    return bool(spots) and all(distance_km(spot, town) > ACROSS_KM for town in spots)


@dataclass(frozen=True, slots=True)
class Circle:
    """All that decides what a shop's radius reaches."""

    country: str
    city: str
    place: Spot | None
    is_published: bool
    radius: int
    countries: frozenset[str]

    @classmethod
    def around(cls, shop: Retailer) -> "Circle":
        return cls(
            country=shop.country,
            city=seen_form(shop.city),
            place=_place_of(shop),
            is_published=shop.publishes_address,
            radius=shop.delivery_radius or 0,
            countries=frozenset(shop.delivery_countries) | {shop.country},
        )


class Reach(NamedTuple):
    centre: Spot
    towns: list[str]
    largest: list[str]


def save_reach(shop: Retailer) -> None:
    """Write what its radius reaches. Raises ValidationError as `reckon_reach`."""
    if not shop.delivery_radius:
        DeliveryReach.objects.filter(retailer=shop).delete()
        return
    reach = reckon_reach(Circle.around(shop))
    DeliveryReach.objects.update_or_create(
        retailer=shop,
        defaults={
            "latitude": reach.centre.latitude,
            "longitude": reach.centre.longitude,
            "towns": reach.towns,
            "largest": reach.largest,
        },
    )


@lru_cache(maxsize=8)
def reckon_reach(circle: Circle) -> Reach:
    """A name that a town outside bears as well stands for none.

    A second where all countries are named; the last few are remembered, so that nobody waits
    who reckons first and then holds the shop's row. Raises ValidationError where it is not known
    where the shop lies.
    """
    centre = _centre_of(circle)

    def is_near(town: Town) -> bool:
        return distance_km(centre, town.spot) <= circle.radius

    near = [town for town in list_towns(circle.countries) if is_near(town)]
    near.sort(key=lambda town: -town.people)
    names = _keys(near)
    for town in list_towns(frozenset(town.country for town in near)):
        if not is_near(town):
            names.difference_update(_keys([town]))
    return Reach(centre, sorted(names), [town.name for town in near[:SHOWN]])


def _centre_of(circle: Circle) -> Spot:
    """Where the shop is, if it says so to everybody; else the centre of its town: whoever asks
    about many places would find the middle of a circle."""
    place = circle.place
    if place and circle.is_published:
        return place
    home = frozenset({circle.country})
    namesakes = (town for town in list_towns(home) if circle.city in town.names)
    town = max(namesakes, key=lambda town: town.people, default=None)
    if town is None and place:
        town = min(list_towns(home), key=lambda town: distance_km(town.spot, place), default=None)
    if town:
        return town.spot
    message = gettext("We do not know where your town is. Name postcodes instead.")
    raise ValidationError({"delivery_radius": [message]})


def _place_of(shop: Retailer) -> Spot | None:
    if shop.latitude is None or shop.longitude is None:
        return None
    return Spot(float(shop.latitude), float(shop.longitude))


def _keys(towns: Iterable[Town]) -> set[str]:
    return {_key(town.country, name) for town in towns for name in town.names}


def _key(country: str, name: str) -> str:
    return f"{country}:{seen_form(name)}"
