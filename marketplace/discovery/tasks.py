"""What the task worker does for lists: sales of many products, some at a time."""

from datetime import timedelta
from uuid import UUID

from django.utils.timezone import now

from marketplace.discovery import locks, sales
from tenants.shop.announce import retailer_here
from tenants.shop.offer.singles import ranges_of
from tenants.tasks import task

PAUSE = timedelta(seconds=1)


@task(retries=20, backoff_seconds=5)
def follow_offers(
    *, promotions: list[str], below: str = "", writers: list[str] | None = None
) -> None:
    """Write the sales of what these offers (UUIDs) are about: those of some, then come back.

    Between two turns the worker does what else is due. `below`: the UUID at which the last turn
    ended. `writers`: the transactions that may have looked at the shop before the offers were
    new. It begins when they have ended: what they put on the shelf is not seen before.
    """
    retailer = retailer_here()
    if not below and (left := _left_of(writers, locks.list_writers(retailer))):
        later = follow_offers.using(run_after=now() + PAUSE)
        later.enqueue(promotions=promotions, writers=left)
        return
    ranges = ranges_of([UUID(one) for one in promotions])
    if below := sales.write_turn(retailer=retailer, ranges=ranges, below=below):
        follow_offers.enqueue(promotions=promotions, below=below)


def _left_of(writers: list[str] | None, present: list[str]) -> list[str]:
    return present if writers is None else [writer for writer in present if writer in writers]
