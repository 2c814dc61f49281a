"""Addresses without and with a closing slash: a redirect would drop the body of a POST."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, URLResolver, path

from marketplace.pages.account import (
    details,
    email_change,
    orders,
    returns,
    second_factor,
    settings,
    wishlist,
)

Pattern = URLPattern | URLResolver


def page(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """Reversed without the slash, answered with it too."""
    return [path(route, view, name=name), path(f"{route}/", view)]


def account_pages(prefix: str) -> list[URLPattern]:
    """The same pages below `/profile` on the marketplace's host and `/account` on a shop's."""
    return [
        *page(prefix, details.details, "account"),
        *page(f"{prefix}/password", details.password, "account-password"),
        *page(f"{prefix}/email", email_change.ask, "account-email"),
        *page(f"{prefix}/addresses", details.addresses, "account-addresses"),
        *page(f"{prefix}/addresses/add", details.add_address, "account-address-add"),
        *page(f"{prefix}/addresses/<uuid:uuid>", details.change_address, "account-address"),
        *page(
            f"{prefix}/addresses/<uuid:uuid>/remove",
            details.remove_address,
            "account-address-remove",
        ),
        *page(f"{prefix}/orders", orders.orders, "account-orders"),
        *page(f"{prefix}/orders/<uuid:uuid>", orders.order, "account-order"),
        *page(f"{prefix}/orders/<uuid:uuid>/cancel", orders.cancel, "account-order-cancel"),
        *page(f"{prefix}/preferences", settings.preferences, "account-preferences"),
        *page(f"{prefix}/picture", settings.picture, "account-picture"),
        *page(f"{prefix}/picture/remove", settings.remove_picture, "account-picture-remove"),
        *page(f"{prefix}/activity", settings.activity, "account-activity"),
        *page(f"{prefix}/data", settings.data, "account-data"),
        *page(f"{prefix}/data/request", settings.request_copy, "account-data-request"),
        *page(f"{prefix}/data/copy", settings.copy, "account-data-copy"),
        *page(f"{prefix}/data/erase", settings.erase, "account-erase"),
        *page(f"{prefix}/orders/<uuid:uuid>/invoice", orders.invoice, "account-order-invoice"),
        *page(f"{prefix}/orders/<uuid:uuid>/return", returns.ask, "account-order-return"),
        *page(f"{prefix}/wishlist", wishlist.show, "account-wishlist"),
        *page(f"{prefix}/wishlist/share", wishlist.share, "account-wishlist-share"),
        *page(f"{prefix}/second-factor", second_factor.show, "account-second-factor"),
        *page(f"{prefix}/second-factor/start", second_factor.start, "account-second-factor-start"),
        *page(
            f"{prefix}/second-factor/set-up", second_factor.set_up, "account-second-factor-set-up"
        ),
        *page(
            f"{prefix}/second-factor/codes",
            second_factor.renew_codes,
            "account-second-factor-codes",
        ),
        *page(f"{prefix}/second-factor/off", second_factor.switch_off, "account-second-factor-off"),
        *page(f"{prefix}/sessions", details.sessions, "account-sessions"),
        *page(
            f"{prefix}/sessions/revoke-others",
            details.revoke_other_sessions,
            "account-sessions-revoke-others",
        ),
        *page(
            f"{prefix}/sessions/<slug:device>/revoke",
            details.revoke_session,
            "account-session-revoke",
        ),
    ]
