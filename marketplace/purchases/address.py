"""Whether an address is needed, a parcel would get there, and the shops send one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from marketplace.cart.models import CartBasket
from marketplace.purchases.errors import AddressNeeded, OutsideDeliveryArea
from tenants.kernel import fulfilments
from tenants.kernel.postal.checks import normal_address, problems_of
from tenants.kernel.towns import Spot
from tenants.registry.delivery_reach import find_obstacles
from tenants.registry.models import Retailer


def require_address(
    baskets: Sequence[CartBasket], values: Mapping[str, Any] | None
) -> dict[str, str] | None:
    """The address, each line in its one form; None when everything is picked up.

    `values` may hold `latitude` and `longitude`, which an app knows. Raises AddressNeeded with a
    message for each field that is missing or not possible, OutsideDeliveryArea.
    """
    shops = [basket.retailer for basket in baskets if basket.fulfilment != fulfilments.PICKUP]
    if not shops:
        return None
    values = values or {}
    address = normal_address(values)
    problems = problems_of(address)
    if problems:
        raise AddressNeeded(
            gettext("Complete the delivery address."),
            fields={f"shipping_address.{name}": [text] for name, text in problems.items()},
        )
    _require_reach(shops, address, spot_of(values))
    return address


def spot_of(values: Mapping[str, Any]) -> Spot | None:
    """None unless both are told."""
    north, east = values.get("latitude"), values.get("longitude")
    return None if north is None or east is None else Spot(float(north), float(east))


def _require_reach(
    shops: Sequence[Retailer], address: Mapping[str, str], spot: Spot | None
) -> None:
    obstacles = find_obstacles(shops, address, spot)
    if not obstacles:
        return
    fields: dict[str, list[str]] = {}
    for obstacle in obstacles.values():
        fields.setdefault(f"shipping_address.{obstacle.field}", []).append(obstacle.sentence)
    raise OutsideDeliveryArea(
        gettext("Choose another address, pickup there, or leave these shops out."),
        fields=fields,
        retailers=[
            {"retailer": shop.slug, "detail": obstacles[shop.pk].sentence}
            for shop in shops
            if shop.pk in obstacles
        ],
    )
