"""What is held until a transaction ends, in the one order that everybody uses.

Two that take the same rows in opposite orders wait for each other, and PostgreSQL ends one. So a
transaction takes kinds of rows as they stand in ORDER, and rows of one kind by their ids; what it
holds already it may ask for again. `docs/decisions/0029-order-of-locks.md` says why it is this
order; the tests read each transaction's statements by it (tests/factories/lock_order.py).
"""

from collections.abc import Sequence
from enum import IntEnum, unique
from typing import Any, TypeVar

from django.db.models import QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any])

# Tables in public.
BEFORE_SHOPS = (
    "requests_idempotencykey",
    "cart_cart",
    "payments_orderconfirmation",
    "tenants_retailer",
    "tenants_deliveryreach",
    "accounts_user",
    "accounts_secondfactor",
    "accounts_challenge",
    "accounts_tokenfamily",
    "privacy_personalexport",
)
# In a shop's schema, but for two: the request of a return stands behind its order, and a mailbox
# that an invitation proves claims purchases. Of several shops: all of one, then all of the next,
# by the retailers' ids.
IN_A_SHOP = (
    "staff_invitation",
    "purchases_purchase",
    "staff_membership",
    "order_order",
    "purchases_returnrequest",
    "basket_basket",
    "partner_stockrecord",
    "catalogue_product",
    "catalogue_category",
    "reviews_productreview",
    "voucher_voucher",
    "offer_conditionaloffer",
)
# What follows the shops, in public again.
AFTER_SHOPS = (
    "discovery_listing",
    "purchases_retailerorder",
    "purchases_invoiceseries",
    "payments_payment",
)
ORDER = (*BEFORE_SHOPS, *IN_A_SHOP, *AFTER_SHOPS)
# What is only taken while nobody has it (`skip_locked`) has no place: nobody waits for it.


@unique
class Advisory(IntEnum):
    """First keys of advisory locks; the second is a retailer's id."""

    COUNTS = 7424  # of who mends a shop's counts (discovery/locks.py)
    GATE = 7420  # of writers of listings (discovery/locks.py)
    IMPORT = 7421  # an import, for as long as it runs (feeds/services.py)
    NAMES = 7423  # of who types a product's name (shop/catalogue/locks.py)
    PLACES = 7422  # of who changes where a shop's categories stand (discovery/locks.py)
    SUMS = 7425  # of who adds up the counts of shops; its second key is 0 (discovery/locks.py)


def hold(
    rows: Rows, *, no_key: bool = False, skip_locked: bool = False, of: Sequence[str] = ()
) -> Rows:
    """These rows, by their ids unless they have an order, locked when they are read.

    `no_key` lets others write rows that point to them. `skip_locked` leaves out what somebody
    else holds instead of waiting. `of` names the tables of a join; "self" is the rows' own.
    """
    ordered = rows if rows.query.order_by else rows.order_by("pk")
    return ordered.select_for_update(no_key=no_key, skip_locked=skip_locked, of=tuple(of))
