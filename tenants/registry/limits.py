"""Which limits of time hold for what: a request must end, a task may take its time.

Commands have none of their own: a migration waits for `MIGRATION_LOCK_TIMEOUT`, and what an
operator starts ends when he ends it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.conf import settings
from django.db import connection

from tenants.postgresql.limits import Limits

REQUEST = Limits(**settings.REQUEST_LIMITS)
TASK = Limits(**settings.TASK_LIMITS)
# The worker does one thing after the other: the tasks of all other shops wait behind one whose rows
# somebody holds, and all other shops of a chore.
WORKER = replace(TASK, lock=5)
CHORE_IN_SHOP = replace(TASK, lock=2)


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """What this thread asks of PostgreSQL meanwhile ends in time, or raises OperationalError."""
    before = connection.limits  # type: ignore[attr-defined]
    connection.limits = limits  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.limits = before  # type: ignore[attr-defined]
