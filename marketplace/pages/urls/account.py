"""A customer's own pages, the same on every host."""

from django.urls import URLPattern

from marketplace.pages.account import (
    activity,
    address_book,
    devices,
    email_change,
    orders,
    personal_data,
    picture,
    preferences,
    profile,
    returns,
    second_factor,
    wishlist,
)
from marketplace.pages.urls.routes import page


def account_pages(prefix: str) -> list[URLPattern]:
    """The same pages below `/profile` on the marketplace's host and `/account` on a shop's."""
    return [
        *page(prefix, profile.change_profile, "account"),
        *page(f"{prefix}/password", profile.change_password, "account-password"),
        *page(f"{prefix}/email", email_change.ask, "account-email"),
        *page(f"{prefix}/addresses", address_book.list_addresses, "account-addresses"),
        *page(f"{prefix}/addresses/add", address_book.add_address, "account-address-add"),
        *page(f"{prefix}/addresses/<uuid:uuid>", address_book.change_address, "account-address"),
        *page(
            f"{prefix}/addresses/<uuid:uuid>/remove",
            address_book.remove_address,
            "account-address-remove",
        ),
        *page(f"{prefix}/orders", orders.list_orders, "account-orders"),
        *page(f"{prefix}/orders/<uuid:uuid>", orders.show_order, "account-order"),
        *page(f"{prefix}/orders/<uuid:uuid>/cancel", orders.cancel, "account-order-cancel"),
        *page(f"{prefix}/preferences", preferences.change_preferences, "account-preferences"),
        *page(f"{prefix}/picture", picture.change_picture, "account-picture"),
        *page(f"{prefix}/picture/remove", picture.remove_picture, "account-picture-remove"),
        *page(f"{prefix}/activity", activity.show_activity, "account-activity"),
        *page(f"{prefix}/data", personal_data.show_data, "account-data"),
        *page(f"{prefix}/data/request", personal_data.request_copy, "account-data-request"),
        *page(f"{prefix}/data/copy", personal_data.download_copy, "account-data-copy"),
        *page(f"{prefix}/data/erase", personal_data.erase_account, "account-erase"),
        *page(f"{prefix}/orders/<uuid:uuid>/invoice", orders.show_invoice, "account-order-invoice"),
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
        *page(f"{prefix}/sessions", devices.list_devices, "account-sessions"),
        *page(
            f"{prefix}/sessions/revoke-others",
            devices.revoke_other_devices,
            "account-sessions-revoke-others",
        ),
        *page(
            f"{prefix}/sessions/<slug:device>/revoke",
            devices.revoke_device,
            "account-session-revoke",
        ),
    ]
