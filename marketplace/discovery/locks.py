"""Who may write listings of a shop at a moment: its gate, then the listings by UUID.

The gate is shared by writers of listings. It is shut, if nobody is writing, while nobody may list
a product under what is changing: the place of a category, or what the shop's offers are.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from tenants.kernel.locks import Advisory
from tenants.registry.models import Retailer

# Waits for whoever has shut the gate, then for other writers of these listings. Only afterwards
# may the shop be read: a statement sees what was committed before it began, so two transactions
# that change one product cannot overwrite each other.
LOCK_LISTINGS = """
WITH gate AS MATERIALIZED (
    SELECT pg_advisory_xact_lock_shared(%(gate)s, %(retailer)s)
)
SELECT listing.uuid
FROM public.discovery_listing AS listing
WHERE (SELECT count(*) FROM gate) = 1 AND listing.uuid = ANY(%(uuids)s::uuid[])
ORDER BY listing.uuid
FOR NO KEY UPDATE OF listing
"""
LOCK_COUNTS = "SELECT pg_advisory_xact_lock(%(counts)s, %(retailer)s)"
TRY_SUMS = "SELECT pg_try_advisory_xact_lock(%s, 0)"
LOCK_SUMS = "SELECT pg_advisory_xact_lock(%s, 0)"
LOCK_PLACES = "SELECT pg_advisory_xact_lock(%(places)s, %(retailer)s)"
TRY_GATE = "SELECT pg_try_advisory_xact_lock(%(gate)s, %(retailer)s)"
# A virtual transaction's name is never used again while the server runs.
WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'advisory' AND classid = %(gate)s AND objid = %(retailer)s AND objsubid = 2
  AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY virtualtransaction
"""


def lock_listings(retailer: Retailer, uuids: Sequence[str]) -> int:
    """Until the transaction ends; answers how many of these are listed."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_LISTINGS, _keys(retailer) | {"uuids": list(uuids)})
        return int(cursor.rowcount)


def lock_places(retailer: Retailer) -> None:
    """Until the transaction ends nobody else changes where categories of this shop stand."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_PLACES, {"places": Advisory.PLACES, "retailer": retailer.pk})


def lock_counts(retailer: Retailer) -> None:
    """Until the transaction ends nobody else mends this shop's counts.

    Of two at once, each would append what they lack. Writers do not wait, nor does the chore.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_COUNTS, {"counts": Advisory.COUNTS, "retailer": retailer.pk})


def try_sums() -> bool:
    """Whether nobody else adds counts of shops up; then, until the transaction ends, only we."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_SUMS, [Advisory.SUMS])
        return bool(cursor.fetchone()[0])


def lock_sums() -> None:
    """As try_sums, when others have ended."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SUMS, [Advisory.SUMS])


def try_gate(retailer: Retailer) -> bool:
    """Shut the gate if nobody is writing listings of this shop; whether it is shut."""
    with connection.cursor() as cursor:
        cursor.execute(TRY_GATE, _keys(retailer))
        return bool(cursor.fetchone()[0])


def list_writers(retailer: Retailer) -> list[str]:
    """The transactions that are writing listings of this shop, or keep others from it."""
    with connection.cursor() as cursor:
        cursor.execute(WRITERS, _keys(retailer))
        return [row[0] for row in cursor.fetchall()]


def _keys(retailer: Retailer) -> dict[str, Any]:
    return {"gate": Advisory.GATE, "retailer": retailer.pk}
