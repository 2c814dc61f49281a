"""How many visible listings each shop has in each category: the rows of CategoryCount.

Each statement sees listings and counts of one moment, which whoever writes a listing commits
together; so none of them keeps a writer waiting.
"""

from django.db import connection, transaction

from marketplace.discovery.locks import lock_counts
from tenants.registry.models import Retailer

FOLD = """
WITH crowded AS (
    SELECT retailer_id, category_id FROM public.discovery_categorycount
    GROUP BY retailer_id, category_id HAVING count(*) > 1 OR sum(listings) = 0
),
folded AS (
    DELETE FROM public.discovery_categorycount AS row USING crowded
    WHERE row.retailer_id = crowded.retailer_id AND row.category_id = crowded.category_id
    RETURNING row.retailer_id, row.category_id, row.listings
)
INSERT INTO public.discovery_categorycount (retailer_id, category_id, listings)
SELECT retailer_id, category_id, sum(listings) FROM folded
GROUP BY retailer_id, category_id HAVING sum(listings) <> 0
"""
# What the counts of a shop lack, or have too many.
_LACKING = """
SELECT category_id, sum(listings) AS listings
FROM (
    SELECT category_id, 1 AS listings FROM public.discovery_listing
    WHERE retailer_id = %(retailer)s AND is_visible
    UNION ALL
    SELECT category_id, -listings FROM public.discovery_categorycount
    WHERE retailer_id = %(retailer)s
) AS row
GROUP BY category_id HAVING sum(listings) <> 0
"""
COMPARE = f"""
SELECT category.path FROM ({_LACKING}) AS lacking
JOIN public.discovery_marketcategory AS category ON category.id = lacking.category_id
ORDER BY category.path
"""
MEND = f"""
INSERT INTO public.discovery_categorycount (retailer_id, category_id, listings)
SELECT %(retailer)s, category_id, listings FROM ({_LACKING}) AS lacking
"""


def fold() -> None:
    """Make one row of those of a shop and category; of two that fold, each row is one's alone."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD)


def compare(retailer: Retailer) -> list[str]:
    """The paths of the categories whose count is not that of the shop's listings."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"retailer": retailer.pk})
        return [path for (path,) in cursor.fetchall()]


@transaction.atomic
def mend(retailer: Retailer) -> None:
    """Append what the counts of the shop lack."""
    lock_counts(retailer)
    with connection.cursor() as cursor:
        cursor.execute(MEND, {"retailer": retailer.pk})
