"""One process at a time prepares or migrates the schemas."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Any number will do; it must not change between releases that may meet on one database.
PREPARATION = 0x67616C6C


@contextmanager
def preparation_lock() -> Iterator[None]:
    """Held by the session, so that it outlives the transactions of the single migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARATION])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARATION])
