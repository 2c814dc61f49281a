"""One process at a time prepares or migrates the schemas."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Any number will do; it must not change between releases that may meet on one database.
PREPARATION = 0x67616C6C


@contextmanager
def preparation_lock() -> Iterator[None]:
    """Held by the session, so that it outlives the transactions of the single migrations."""
    _call("pg_advisory_lock")
    try:
        yield
    finally:
        _call("pg_advisory_unlock")


@contextmanager
def try_preparation_lock() -> Iterator[bool]:
    """Whether it was to be had at once; a holder gets it again."""
    has_lock = bool(_call("pg_try_advisory_lock"))
    try:
        yield has_lock
    finally:
        if has_lock:
            _call("pg_advisory_unlock")


def _call(function: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [PREPARATION])
        return cursor.fetchone()[0]
