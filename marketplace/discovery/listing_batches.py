"""Many listings of a shop in batches: some a transaction, and some transactions a task's turn."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction

from marketplace.discovery.locks import lock_listings
from tenants.registry.models import Retailer

AT_ONCE = 250  # listings that one transaction holds: some tenths of a second
TURN_SIZE = 1000  # listings of a task's turn: the mail and the codes wait meanwhile


def write_turn(
    *,
    retailer: Retailer,
    products: Collection[UUID],
    below: str,
    write: Callable[[list[str]], object],
) -> str:
    """`write` TURN_SIZE of these listings, AT_ONCE at a time; answers the lowest of them.

    From the highest UUID down to the lowest: a checkout takes its listings in the other order,
    and so waits for one transaction, not for each in its turn. `below` is the UUID before which
    it goes on ("": all of them); "" is answered at the end.
    """
    queue = sorted(str(uuid) for uuid in products if not below or str(uuid) < below)
    for end in range(len(queue), max(0, len(queue) - TURN_SIZE), -AT_ONCE):
        batch = queue[max(0, end - AT_ONCE) : end]
        with transaction.atomic():
            lock_listings(retailer, batch)
            write(batch)
    return queue[-TURN_SIZE] if len(queue) > TURN_SIZE else ""
