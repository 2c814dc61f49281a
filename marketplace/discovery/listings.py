"""Writes listings: those of some products, in the transaction that changed the shop.

Listings are locked behind the stock (tenants/kernel/locks.py) and before the shop is read, so
that of two transactions that change one product the later reads both changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import now

from marketplace.discovery import category_matches, projection, sales
from marketplace.discovery.locks import lock_listings
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer

BATCH = 2000  # products in one statement: some megabytes of JSON


class Offers(NamedTuple):
    """Two JSON arrays as text, as read in a shop and handed on unparsed.

    `has_sales`: the shop has offers that may reduce a single piece.
    """

    listings: str
    variants: str
    has_sales: bool


@transaction.atomic
def write_listings(*, retailer: Retailer, products: Sequence[UUID]) -> int:
    """Make the listings of these stand-alone and parent products equal to the shop.

    Five statements per BATCH of products, whatever their number. Products that are no longer
    there lose their listing. Answers how many listings were written (unchanged ones are not).
    """
    with use_retailer(retailer):
        return sum(write_batch(retailer, batch) for batch in batches(products))


def write_batch(retailer: Retailer, uuids: list[str], *, may_map: bool = True) -> int:
    """`may_map`: shop categories met for the first time are mapped, and the batch written again."""
    lock_listings(retailer, uuids)
    values = {"retailer": retailer.pk, "uuids": uuids}
    offers = read_offers(projection.READ_PRODUCTS, uuids)
    values |= offers._asdict()
    count, unmapped = _row(projection.WRITE_LISTINGS, values)
    _execute(projection.WRITE_VARIANTS, values)
    if offers.has_sales:
        sales.write_sales(uuids=uuids, at=now())
    if unmapped and may_map:
        category_matches.map_categories(retailer=retailer, categories=unmapped)
        return max(int(count), write_batch(retailer, uuids, may_map=False))
    return int(count)


@transaction.atomic
def write_offers(*, retailer: Retailer, products: Sequence[UUID]) -> None:
    """Only price or stock changed: three statements that leave texts and categories alone."""
    with use_retailer(retailer):
        for batch in batches(products):
            if lock_listings(retailer, batch) < len(batch):
                write_batch(retailer, batch)  # one was never listed, or is gone
            else:
                offers = read_offers(projection.READ_OFFERS, batch)
                (repriced,) = _row(projection.WRITE_OFFERS, offers._asdict())
                if repriced and offers.has_sales:
                    sales.write_sales(uuids=[str(uuid) for uuid in sorted(repriced)], at=now())


# --- statements -------------------------------------------------------------------------------
def batches(products: Iterable[UUID]) -> Iterator[list[str]]:
    """In the order of the UUIDs, which is the order in which listings are locked."""
    ordered = [str(uuid) for uuid in sorted(set(products))]
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def read_offers(statement: str, uuids: list[str]) -> Offers:
    listings, variants, has_sales = _row(statement, {"uuids": uuids})
    return Offers(listings or "[]", variants or "[]", has_sales)


def _row(statement: str, values: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def _execute(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
