"""What delivery and pickup cost at each shop, for a cart or for a list of products."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from marketplace.cart.errors import ItemsRefused
from marketplace.cart.items import ItemRequest
from marketplace.cart.offers import find_all_buyable
from marketplace.cart.queries import CartView
from marketplace.purchases.address import spot_of
from tenants.kernel import fulfilments
from tenants.kernel.countries import country_names
from tenants.kernel.errors import Invalid, Refusal
from tenants.kernel.money import Money
from tenants.kernel.postal.checks import normal_address
from tenants.registry.delivery_reach import find_obstacles
from tenants.registry.models import Retailer


@dataclass(frozen=True, slots=True)
class ShopShipping:
    """`fees`: of each fulfilment that the shop offers (tenants.kernel.fulfilments), for goods of
    this worth."""

    retailer: Retailer
    goods: Money
    fees: dict[str, Money]

    @property
    def free_over(self) -> Money | None:
        over = self.retailer.free_delivery_over
        return None if over is None else Money(over, self.retailer.currency)

    @property
    def minimum_order(self) -> Money | None:
        least = self.retailer.minimum_order
        return Money(least, self.retailer.currency) if least else None

    @property
    def missing(self) -> Money:
        return self.retailer.missing_for_minimum(self.goods)


def shipping_of(retailer: Retailer, goods: Money | None = None) -> ShopShipping:
    """Without `goods`: what it costs below the limit from which it is free."""
    zero = Money.zero(retailer.currency)
    delivery = (
        Money(retailer.delivery_fee, retailer.currency)
        if goods is None
        else retailer.delivery_charge(goods)
    )
    every = {fulfilments.DELIVERY: delivery, fulfilments.PICKUP: zero}
    fees = {code: fee for code, fee in every.items() if retailer.offers(code)}
    return ShopShipping(retailer, zero if goods is None else goods, fees)


def shipping_of_shops(
    *, slugs: Iterable[str], retailer: Retailer | None, cart: CartView
) -> list[ShopShipping]:
    """Of the host's shop; else of those named; else of those in the cart. Active ones alone."""
    if retailer:
        return [shipping_of(retailer)]
    names = list(slugs) or [group.retailer.slug for group in cart.groups]
    shops = Retailer.objects.active().filter(slug__in=names).order_by("name", "id")
    return [shipping_of(shop) for shop in shops]


def shipping_of_cart(cart: CartView) -> list[ShopShipping]:
    return [
        shipping_of(group.retailer, group.goods_total) for group in cart.groups if group.available
    ]


def shipping_of_items(
    *, items: Sequence[ItemRequest], retailer: Retailer | None
) -> list[ShopShipping]:
    """At present prices, whether or not so many are in stock. Raises ItemsRefused."""
    offered = find_all_buyable(products=[item.product for item in items], retailer=retailer)
    refused = [
        {
            "index": index,
            "product": str(item.product),
            "type": f"/problems/{answer.code}",
            "title": answer.title,
            "detail": answer.detail,
        }
        for index, item in enumerate(items)
        if isinstance(answer := offered[item.product], Refusal)
    ]
    if refused:
        raise ItemsRefused(gettext("See what is wrong with each."), items=refused)
    goods: dict[int, Money] = {}
    for item in items:
        answer = offered[item.product]
        assert not isinstance(answer, Refusal)
        key, amount = answer.retailer.pk, answer.price * item.quantity
        goods[key] = goods[key] + amount if key in goods else amount
    shops = Retailer.objects.filter(pk__in=goods).order_by("name", "id")
    return [shipping_of(shop, goods[shop.pk]) for shop in shops]


def find_obstacles_to(shops: Sequence[ShopShipping], values: Mapping[str, Any]) -> dict[int, str]:
    """Why which shop (by key) does not deliver to this address, or to as much as is known of it."""
    address = normal_address(values)
    if not address["country"]:
        return {}
    retailers = [shop.retailer for shop in shops if shop.retailer.offers_delivery]
    obstacles = find_obstacles(retailers, address, spot_of(values))
    return {pk: obstacle.sentence for pk, obstacle in obstacles.items()}


def require_country(country: str) -> None:
    """One that exists. Raises Invalid."""
    if country and country.upper() not in country_names():
        message = gettext("Use the two letters of the country, such as DE.")
        raise Invalid(fields={"shipping_address.country": [message]})
