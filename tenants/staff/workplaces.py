"""The shops that somebody works for, over all of them."""

from typing import Any

from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.people import shops_with
from tenants.staff.models import Membership


def workplaces(
    user: Any, *, retailer: Retailer | None = None, permission: str = ""
) -> list[Retailer]:
    """Where `user` has a membership that is live, one shop's alone on its host, by their names.

    With `permission` only where she has that and is let in: not in a closed shop, and not without
    a second factor where the shop wants one. It looks into every shop's memberships: for pages
    that few open.
    """
    shops = [retailer] if retailer else shops_with(user, model=Membership)
    places = [shop for shop in shops if _works_at(shop, user, permission)]
    return sorted(places, key=lambda shop: (shop.name.casefold(), shop.pk))


def _works_at(shop: Retailer, user: Any, permission: str) -> bool:
    with use_retailer(shop):
        if user.membership is None or not permission:
            return user.membership is not None
        is_let_in = user.second_factor_at is not None or not shop.requires_second_factor
        return is_let_in and shop.status != Retailer.Status.CLOSED and user.has_perm(permission)
