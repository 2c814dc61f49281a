"""What the task worker does for lists: the listings of many products, some at a time.

Between two turns the worker does what else is due. `below`: the UUID at which the last turn
ended. `writers`: the transactions that may have looked at the shop before what changed was
committed. A task begins when they have ended: what they put on the shelf is not seen before.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import now

from marketplace.discovery import category_matches, listings, locks, sales, turns
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
    retailer = retailer_here()
    if not below and (left := _left_of(writers, retailer)):
        _come_back(follow_offers, promotions=promotions, writers=left)
        return
    listed = listed_in(ranges_of([UUID(one) for one in promotions]))

    def write(batch: list[str]) -> None:
        sales.write_sales(uuids=batch, at=now())

    if below := turns.write_turn(retailer=retailer, listed=listed, below=below, write=write):
        follow_offers.enqueue(promotions=promotions, below=below)


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
    if not below and (left := _left_of(writers, retailer)):
        _come_back(follow_categories, categories=categories, paths=paths, writers=left)
        return
    listed = category_matches.products_placed(retailer=retailer, categories=categories, paths=paths)

    def write(batch: list[str]) -> None:
        listings.write_batch(retailer, batch)

    if below := turns.write_turn(retailer=retailer, listed=listed, below=below, write=write):
        follow_categories.enqueue(categories=categories, paths=paths, below=below)


def _left_of(writers: list[str] | None, retailer: Retailer) -> list[str]:
    present = locks.list_writers(retailer)
    return present if writers is None else [one for one in present if one in writers]


def _come_back(task_itself: Any, **values: Any) -> None:
    task_itself.using(run_after=now() + PAUSE).enqueue(**values)
