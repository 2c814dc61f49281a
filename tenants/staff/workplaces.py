"""The shops that somebody works for, over all of them."""

from collections.abc import Iterator
from typing import Any

from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.people import rows_with
from tenants.staff.models import Membership
from tenants.staff.roles import roles_with


def workplaces(
    user: Any, *, retailer: Retailer | None = None, permission: str = ""
) -> list[Retailer]:
    """Where `user` has a membership that is live, one shop's alone on its host, by their names.

    With `permission` only where her role has that and she is let in: not in a closed shop, and not
    without a second factor where the shop wants one. It looks into every shop's memberships, a
    hundred shops a statement: for pages that few open.
    """
    members = _membership_in(retailer, user) if retailer else _memberships(user)
    live = [(shop, member) for shop, member in members if member.is_live()]
    roles = roles_with(permission)
    places = [
        shop
        for shop, member in live
        if not permission or (member.role in roles and _is_let_in(user, shop))
    ]
    return sorted(places, key=lambda shop: (shop.name.casefold(), shop.pk))


def _membership_in(shop: Retailer, user: Any) -> list[tuple[Retailer, Membership]]:
    with use_retailer(shop):
        return [(shop, user.membership)] if user.membership else []


def _memberships(user: Any) -> Iterator[tuple[Retailer, Membership]]:
    """The groups of a role follow it (staff.services), so that no schema needs to be entered."""
    for shop, (role, ends) in rows_with(user, model=Membership, fields=["role", "expires_at"]):
        yield shop, Membership(user_id=user.pk, role=role, expires_at=ends)


def _is_let_in(user: Any, shop: Retailer) -> bool:
    has_factor = user.second_factor_at is not None or not shop.requires_second_factor
    return user.is_active and has_factor and shop.status != Retailer.Status.CLOSED
