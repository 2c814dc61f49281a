"""One at a time, by a name."""

from django.db import connection


def hold_name(name: str) -> None:
    """Wait for, and keep until the transaction ends, the lock of this name; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
