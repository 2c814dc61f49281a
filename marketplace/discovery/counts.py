"""How many visible listings each shop has, of which category, brand and so on: CategoryCount.

Each statement sees listings and counts of one moment, which whoever writes a listing commits
together; so none of them keeps a writer waiting. A chore adds the shops up (sums.py).
"""

from django.db import connection, transaction

from marketplace.discovery import sums
from marketplace.discovery.locks import lock_counts, lock_sums, try_sums
from marketplace.discovery.projection import COUNTED_BY
from tenants.registry.models import Retailer

AT_ONCE = 20_000  # rows of counts in one statement: half a second
KEY = ", ".join(COUNTED_BY)
_SAME = " AND ".join(f"row.{name} = key.{name}" for name in COUNTED_BY)
_MOVES = f"""
    SELECT {KEY}, CASE WHEN is_summed THEN listings ELSE -listings END AS listings FROM moved
"""
# Rows of open shops that are not summed, and rows of others that are, change sides. One that
# becomes summed is joined with the row of the same that is.
FOLD = f"""
WITH misplaced AS (
    SELECT id FROM ({sums.UNSUMMED} UNION ALL {sums.SUMMED_OF_OTHERS}) AS row
    LIMIT %(at_once)s
),
moved AS (
    DELETE FROM public.discovery_categorycount AS row USING misplaced WHERE row.id = misplaced.id
    RETURNING {KEY}, NOT is_summed AS is_summed, listings
),
same AS (
    DELETE FROM public.discovery_categorycount AS row
    USING (SELECT DISTINCT {KEY} FROM moved WHERE is_summed) AS key
    WHERE row.is_summed AND {_SAME}
    RETURNING {", ".join(f"row.{name}" for name in COUNTED_BY)}, true AS is_summed, listings
),
joined AS (
    INSERT INTO public.discovery_categorycount ({KEY}, is_summed, listings)
    SELECT {KEY}, is_summed, sum(listings)
    FROM (SELECT * FROM moved UNION ALL SELECT * FROM same) AS row
    GROUP BY {KEY}, is_summed HAVING sum(listings) <> 0
),
added AS ({sums.add_up(sums.spread(_MOVES))})
SELECT count(*) FROM moved
"""
# What the counts of a shop lack, or have too many.
_LACKING = f"""
SELECT {KEY}, sum(listings) AS listings
FROM (
    SELECT {KEY}, 1 AS listings FROM public.discovery_listing
    WHERE retailer_id = %(retailer)s AND is_visible
    UNION ALL
    SELECT {KEY}, -listings FROM public.discovery_categorycount
    WHERE retailer_id = %(retailer)s
) AS row
GROUP BY {KEY} HAVING sum(listings) <> 0
"""
COMPARE = f"""
SELECT DISTINCT category.path FROM ({_LACKING}) AS lacking
JOIN public.discovery_marketcategory AS category ON category.id = lacking.category_id
ORDER BY category.path
"""
MEND = f"""
INSERT INTO public.discovery_categorycount ({KEY}, listings)
SELECT {KEY}, listings FROM ({_LACKING}) AS lacking
"""
_UNTRUE = f"""
SELECT place, facet, value, sum(listings) AS listings
FROM (
    {sums.spread("SELECT * FROM public.discovery_categorycount WHERE is_summed")}
    UNION ALL
    SELECT place, facet, value, -listings FROM public.discovery_facetcount
) AS row
GROUP BY place, facet, value HAVING sum(listings) <> 0
"""
COMPARE_SUMS = f"""
SELECT coalesce(category.path, '') FROM ({_UNTRUE}) AS untrue
LEFT JOIN public.discovery_marketcategory AS category ON category.id = untrue.place
GROUP BY 1 ORDER BY 1
"""
MEND_SUMS = sums.add_up(_UNTRUE)
FORGET_ZEROS = "DELETE FROM public.discovery_facetcount WHERE listings = 0"


def fold() -> None:
    """Add up what is new, and take off the sums what shops had that are closed since.

    Of two that come at once the second leaves it to the first.
    """
    while _fold_some() == AT_ONCE:
        pass


@transaction.atomic
def _fold_some() -> int:
    """How many rows it took."""
    if not try_sums():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FOLD, {"at_once": AT_ONCE})
        return int(cursor.fetchone()[0])


def compare(retailer: Retailer) -> list[str]:
    """The paths of the categories whose counts are not those of the shop's listings."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"retailer": retailer.pk})
        return [path for (path,) in cursor.fetchall()]


@transaction.atomic
def mend(retailer: Retailer) -> None:
    """Append what the counts of the shop lack."""
    lock_counts(retailer)
    with connection.cursor() as cursor:
        cursor.execute(MEND, {"retailer": retailer.pk})


def compare_sums() -> list[str]:
    """The paths of the categories whose sums over all shops are not those of the counts; "" for
    the whole marketplace."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE_SUMS)
        return [path for (path,) in cursor.fetchall()]


@transaction.atomic
def mend_sums() -> None:
    """Also when categories stand elsewhere in the taxonomy. Who folds comes later, or before."""
    lock_sums()
    with connection.cursor() as cursor:
        cursor.execute(MEND_SUMS)
        cursor.execute(FORGET_ZEROS)
