"""Strangers write to every address of a shop, and not a row of it is another afterwards."""

import json

import pytest
from django.conf import settings
from django.db import connection

from tests.isolation import matrix
from tests.isolation.cast import Cast
from tests.isolation.test_pages import below_prefixes, pages
from tests.isolation.urls import addresses
from tests.isolation.visiting import browser

pytestmark = pytest.mark.django_db

# What some form of the product takes; each ignores what it does not know.
FORM = {
    "new_status": "cancelled",
    "to": "cancelled",
    "action": "change_order_statuses",
    "title": "Taken over",
    "name": "Taken over",
    "slug": "taken-over",
    "price": "0.01",
    "num_in_stock": "0",
    "role": "owner",
    "email": "qzshopper@mail.example",
    "fulfilment": "pickup",
    "quantity": "0",
    "reason": "Taken over",
    "hours": "24",
    "line1": "Elsewhere 1",
    "action-publish": "1",
    "delete": "1",
}
JSON = {"content_type": "application/json"}
ASKED = {"reason": "other"}
HIDE = {"is_shown": False, "reason": "other", "text": "Rude"}
MOVE = {"to": "processing"}
# What anybody with an account may do in her own name: to find helpful, to report, to save.
OWN_NAME = ("/helpful", "/report", "/save", "/wishlist/share")
PUBLIC_TABLES = """accounts_user accounts_profile accounts_address accounts_tokenfamily
    accounts_identity accounts_recoverycode tenants_retailer tenants_domain tenants_deliveryreach
    tenants_openinghours tenants_specialhours
    discovery_listing discovery_listingvariant
    discovery_categorymapping cart_cart cart_cartbasket cart_cartline purchases_purchase
    purchases_retailerorder purchases_quote purchases_returnrequest purchases_returnline
    purchases_invoice purchases_invoiceseries promotions_promotion payments_payment
    payments_allocation payments_refund payments_receipt payments_orderconfirmation
    public_reviews_reviewcopy public_reviews_hidingrequest public_wishlists_wishlist
    public_wishlists_wishlistitem notifications_notificationchoice""".split()


# They end the visitor's own logins, and he would be a guest from there on.
OWN_LOGINS = {
    "/auth/logout",
    "/account/sessions/revoke-others",
    "/profile/sessions/revoke-others",
    "/api/v1/auth/logout",
    "/api/v1/auth/sessions",
    "/api/v1/auth/sessions/others",
    "/api/v1/users/me/sessions",
}


def tables(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = %s AND table_type = 'BASE TABLE' ORDER BY 1",
            [schema],
        )
        return [name for (name,) in cursor.fetchall()]


def digests() -> dict[str, str]:
    """Of all rows of each table of the shops, and of what public tells about them."""
    found = {"public": PUBLIC_TABLES}
    found |= {schema: tables(schema) for schema in ("shop_books", "shop_coffee", "market")}
    selects = [
        f"SELECT '{schema}.{table}', md5(string_agg(t::text, '|' ORDER BY t::text))"
        f' FROM "{schema}"."{table}" t'
        for schema, names in found.items()
        for table in names
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects))
        return dict(cursor.fetchall())


def targets(cast: Cast, host: str) -> list[str]:
    """Every address that writes to things of the shop or of a person, and the bulk of others."""
    own = [path for path, _ in pages(cast, host, of="books")]
    return own + [path for _, path in below_prefixes(cast, host)]


@pytest.mark.world
@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("", "guest"),
        ("", "stranger"),
        ("books", "stranger"),
        ("books", "operator"),
    ],
)
def test_nobody_changes_what_is_not_his(host, name, cast):
    client = browser(cast, cast.members[name], host)
    before, served = digests(), 0
    for path in targets(cast, host):
        own = path.rstrip("/")
        in_own_name = own.endswith(OWN_NAME) or "/wishlist/items/" in own
        if own in OWN_LOGINS or (name != "guest" and in_own_name):
            served += 1
            continue
        api = path.startswith("/api/")
        body = json.dumps({**FORM, "quantity": 0}) if api else FORM
        kind = {"content_type": "application/json"} if api else {}
        served += client.post(path, body, **kind).status_code < 500
        if api:
            overwrite = {"headers": {"if-match": "*"}}
            client.put(path, body, **kind, **overwrite)
            client.patch(path, body, **kind, **overwrite)
            client.delete(path, **overwrite)
    assert served == len(targets(cast, host))
    after = digests()
    assert {table for table in after if after[table] != before[table]} == set()


@pytest.mark.parametrize("name", ["other", "stranger", "guest"])
@pytest.mark.parametrize("host", ["", "books"])
def test_another_persons_things_are_refused(host, name, cast):
    things = cast.shops["books"].ids
    account = "account" if host else "profile"
    client = browser(cast, cast.members[name], host)
    before = digests()
    posted = [
        client.post(f"/{account}/orders/{things['shopper_order']}/cancel"),
        client.post(f"/{account}/addresses/{things['shopper_address']}", FORM),
        client.post(f"/{account}/addresses/{things['shopper_address']}/remove"),
        client.post(f"/orders/at-shop/{things['shopper_order']}/cancel", {"token": "x"}),
        client.post(f"/api/v1/orders/{things['shopper_order']}/cancel/"),
        client.post(f"/api/v1/orders/{things['shopper_shipped']}/return/", ASKED, **JSON),
        client.post(f"/api/v1/orders/{things['shopper_shipped']}/refund/", ASKED, **JSON),
        client.post(f"/api/v1/orders/{things['shopper_order']}/transitions/", MOVE, **JSON),
        client.patch(f"/api/v1/reviews/{things['shopper_review']}/", {"rating": 1}, **JSON),
        client.delete(f"/api/v1/reviews/{things['shopper_review']}/"),
        client.post(f"/api/v1/reviews/{things['shopper_review']}/moderate/", HIDE, **JSON),
        client.delete(f"/api/v1/customers/wishlist/items/{things['product']}/"),
        client.post(f"/wishlists/items/{things['product']}/remove"),
        client.post(f"/{account}/orders/{things['shopper_shipped']}/return", {"kind": "refund"}),
        client.patch(
            f"/api/v1/cart/items/{things['shopper_item']}/",
            {"quantity": 9},
            content_type="application/json",
        ),
        client.delete(f"/api/v1/cart/items/{things['shopper_item']}/"),
        client.patch(
            f"/api/v1/customers/addresses/{things['shopper_address']}/",
            {"city": "Kiel"},
            content_type="application/json",
        ),
        client.delete(f"/api/v1/customers/addresses/{things['shopper_address']}/"),
        client.post(f"/api/v1/customers/addresses/{things['shopper_address']}/set-default/"),
        client.post(f"/cart/items/{things['shopper_item']}", {"quantity": 9}),
        client.post(f"/cart/items/{things['shopper_item']}/remove"),
    ]
    assert {answer.status_code for answer in posted} <= {302, 303, 401, 403, 404}
    after = digests()
    assert {table for table in after if after[table] != before[table]} == set()


def test_the_tables_of_public_are_all_considered(cast):
    """A new shared table is watched here, or named as one that such a request may write."""
    written = {
        "accounts_websession",
        "accounts_handoffcode",
        "accounts_challenge",
        "accounts_secondfactor",  # the visitor's own, begun
        "activities_activity",
        "audit_entry",  # that somebody did it
        "notifications_notification",  # that somebody is told
        "privacy_personalexport",
        "requests_idempotencykey",
        "requests_throttlecount",
        "django_migrations",
        "tenants_application",
        "tenants_clonescript",
        "tenants_periodicjob",
        "tenants_spareschema",
        "discovery_marketcategory",
    }
    others = set(tables("public")) - set(PUBLIC_TABLES) - written
    assert {name for name in others if not name.startswith(("django_tasks", "discovery_"))} == set()


def test_every_address_was_tried(cast):
    for host, urlconf in (("", settings.MARKET_URLCONF), ("books", settings.RETAILER_URLCONF)):
        keys = {one.key for one in addresses(urlconf)}
        below = {key for key in keys if matrix.prefix_of(host, key)}
        assert len(targets(cast, host)) >= len(matrix.rows(host)) + len(below)
