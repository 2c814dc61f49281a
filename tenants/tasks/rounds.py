"""What chores share that take many shops or rows one after another."""

import logging
from collections.abc import Iterator
from time import monotonic
from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from tenants.registry.outages import find_outage, log_outage

logger = logging.getLogger("galleria.tasks")

# The worker does nothing else meanwhile; what is left is done by the chore's next run.
LONGEST_RUN = 30.0
Row = TypeVar("Row", bound=Model)


def take_in_slices(rows: QuerySet[Row], *, size: int) -> Iterator[Row]:
    """Each once, in their order, until none is left or the time is over.

    A slice is read when the one before is done: what came meanwhile is among them.
    """
    ends = monotonic() + LONGEST_RUN
    keys: list[int] = []
    while some := list(rows.exclude(pk__in=keys)[:size]):
        for row in some:
            if monotonic() > ends:
                return
            keys.append(row.pk)
            yield row


def pass_over(error: Exception, kind: str, name: object) -> bool:
    """Log what stopped the work at "shop" "books", for a chore that goes on; whether an outage did.

    Raises it where the connection itself is gone: nothing is left to go on with.
    """
    outage = find_outage(error)
    if outage is None:
        logger.error("A chore failed at the %s %s", kind, name, exc_info=error)
        return False
    if not _is_connected():
        raise error
    log_outage(outage)
    return True


def _is_connected() -> bool:
    session = connection.connection
    return session is not None and not session.closed
