"""Addresses without and with a closing slash: a redirect would drop the body of a POST."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, URLResolver, path

from marketplace.pages import account, orders

Pattern = URLPattern | URLResolver


def page(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """Reversed without the slash, answered with it too."""
    return [path(route, view, name=name), path(f"{route}/", view)]


def account_pages(prefix: str) -> list[URLPattern]:
    """The same pages below `/profile` on the marketplace's host and `/account` on a shop's."""
    return [
        *page(prefix, account.details, "account"),
        *page(f"{prefix}/password", account.password, "account-password"),
        *page(f"{prefix}/addresses", account.addresses, "account-addresses"),
        *page(f"{prefix}/addresses/add", account.add_address, "account-address-add"),
        *page(f"{prefix}/addresses/<uuid:uuid>", account.change_address, "account-address"),
        *page(
            f"{prefix}/addresses/<uuid:uuid>/remove",
            account.remove_address,
            "account-address-remove",
        ),
        *page(f"{prefix}/orders", orders.orders, "account-orders"),
        *page(f"{prefix}/orders/<uuid:uuid>", orders.order, "account-order"),
        *page(f"{prefix}/orders/<uuid:uuid>/cancel", orders.cancel, "account-order-cancel"),
        *page(f"{prefix}/sessions", account.sessions, "account-sessions"),
        *page(
            f"{prefix}/sessions/revoke-others",
            account.revoke_other_sessions,
            "account-sessions-revoke-others",
        ),
        *page(
            f"{prefix}/sessions/<slug:device>/revoke",
            account.revoke_session,
            "account-session-revoke",
        ),
    ]
