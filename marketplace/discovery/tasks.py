"""What the task worker does for lists: the listings of many products, some at a time.

Between two turns the worker does what else is due. `below`: the UUID at which the last turn
ended. `writers`: the transactions that may have looked at the shop before what changed was
committed. A task begins when they have ended: what they put on the shelf is not seen before.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import now

from marketplace.discovery import category_matches, listing_batches, listings, locks, sales
from tenants.registry.models import Retailer
from tenants.shop.announcements import retailer_here
from tenants.shop.offer.piece_prices import ranges_of
from tenants.shop.offer.ranges import listed_in
from tenants.tasks import task

PAUSE = timedelta(seconds=1)


@task(retries=20, backoff_seconds=5)
def follow_offers(
    *, promotions: list[str], below: str = "", writers: list[str] | None = None
) -> None:
    """Write the sales of what these offers (UUIDs) are about: those of some, then come back."""
    _write_turn(
        follow_offers,
        list_products=lambda: listed_in(ranges_of([UUID(text) for text in promotions])),
        write=lambda batch: sales.write_sales(uuids=batch, at=now()),
        below=below,
        writers=writers,
        promotions=promotions,
    )


@task(retries=20, backoff_seconds=5)
def follow_categories(
    *,
    categories: list[int],
    paths: list[str],
    below: str = "",
    writers: list[str] | None = None,
) -> None:
    """Write what stands in these categories of the shop, and what is listed under these paths."""
    retailer = retailer_here()
    _write_turn(
        follow_categories,
        list_products=lambda: category_matches.products_placed(
            retailer=retailer, categories=categories, paths=paths
        ),
        write=lambda batch: listings.write_batch(retailer, batch),
        below=below,
        writers=writers,
        categories=categories,
        paths=paths,
    )


def _write_turn(
    itself: Any,
    *,
    list_products: Callable[[], Collection[UUID]],
    write: Callable[[list[str]], object],
    below: str,
    writers: list[str] | None,
    **subject: Any,
) -> None:
    """One turn of the task `itself`, which comes back for the rest, or when `writers` have ended.

    `subject` are its other arguments.
    """
    retailer = retailer_here()
    if not below and (present := _present_writers(writers, retailer)):
        itself.using(run_after=now() + PAUSE).enqueue(writers=present, **subject)
        return
    rest = listing_batches.write_turn(
        retailer=retailer, products=list_products(), below=below, write=write
    )
    if rest:
        itself.enqueue(below=rest, **subject)


def _present_writers(writers: list[str] | None, retailer: Retailer) -> list[str]:
    present = locks.list_writers(retailer)
    return present if writers is None else [writer for writer in present if writer in writers]
