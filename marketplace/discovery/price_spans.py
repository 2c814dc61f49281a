"""Where listings that have sales stand in lists by price, at every moment (ListedPrice).

Made of public tables alone, from a listing's own price and its rows of `discovery_sale`: in the
transaction that wrote these, whose listings are locked. Of a listing without sales nothing is
kept here: it stands where its own price says, and `has_sales` tells the two kinds apart.
"""

from django.db import connection

from tenants.shop.offer.piece_prices import BEGINNING, END

# Before, between and after its sales a listing costs what it usually does.
_WANTED = f"""
sale AS MATERIALIZED (
    SELECT listing_id, starts_at, ends_at, comparable,
           lag(ends_at, 1, '{BEGINNING.isoformat()}') OVER span AS before,
           lead(starts_at) OVER span IS NULL AS is_last
    FROM public.discovery_sale
    WHERE product = listing_id AND listing_id = ANY(%(uuids)s::uuid[])
    WINDOW span AS (PARTITION BY listing_id ORDER BY starts_at)
),
wanted AS MATERIALIZED (
    SELECT span.listing_id, listing.retailer_id, listing.category_id,
           span.starts_at, span.ends_at,
           CASE WHEN span.is_reduced THEN span.comparable ELSE listing.comparable END AS comparable
    FROM (
        SELECT listing_id, starts_at, ends_at, comparable, true AS is_reduced FROM sale
        UNION ALL
        SELECT listing_id, before, starts_at, NULL, false FROM sale WHERE before < starts_at
        UNION ALL
        SELECT listing_id, ends_at, '{END.isoformat()}', NULL, false
        FROM sale WHERE is_last AND ends_at < '{END.isoformat()}'
    ) AS span
    JOIN public.discovery_listing AS listing ON listing.uuid = span.listing_id
)
"""
COLUMNS = "listing_id starts_at ends_at retailer_id category_id comparable".split()
_NAMES = ", ".join(COLUMNS)
_KEPT = ", ".join(f"kept.{name}" for name in COLUMNS)
_WISHED = ", ".join(f"wanted.{name}" for name in COLUMNS)
WRITE_LISTED = f"""
WITH {_WANTED},
gone AS (
    DELETE FROM public.discovery_listedprice AS kept
    WHERE kept.listing_id = ANY(%(uuids)s::uuid[]) AND NOT EXISTS (
        SELECT FROM wanted
        WHERE wanted.listing_id = kept.listing_id AND wanted.starts_at = kept.starts_at
    )
),
marked AS (
    UPDATE public.discovery_listing AS listing SET has_sales = NOT has_sales
    WHERE uuid = ANY(%(uuids)s::uuid[])
      AND has_sales <> EXISTS (SELECT FROM wanted WHERE wanted.listing_id = listing.uuid)
)
INSERT INTO public.discovery_listedprice ({_NAMES})
SELECT {_WISHED}
FROM wanted
LEFT JOIN public.discovery_listedprice AS kept
    ON kept.listing_id = wanted.listing_id AND kept.starts_at = wanted.starts_at
WHERE kept.listing_id IS NULL OR ({_KEPT}) IS DISTINCT FROM ({_WISHED})
ORDER BY wanted.listing_id, wanted.starts_at
ON CONFLICT (listing_id, starts_at) DO UPDATE
SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS[2:])}
"""
# (uuid, what is wrong, the column), as `rebuild_listings --check` tells it.
COMPARE_LISTED = f"""
WITH {_WANTED},
kept AS (SELECT * FROM public.discovery_listedprice WHERE listing_id = ANY(%(uuids)s::uuid[]))
SELECT coalesce(kept.listing_id, wanted.listing_id), 'differs', 'listed price'
FROM kept FULL JOIN wanted
    ON wanted.listing_id = kept.listing_id AND wanted.starts_at = kept.starts_at
WHERE ({_KEPT}) IS DISTINCT FROM ({_WISHED})
GROUP BY 1
UNION
SELECT uuid, 'differs', 'has_sales' FROM public.discovery_listing AS listing
WHERE uuid = ANY(%(uuids)s::uuid[])
  AND has_sales <> EXISTS (SELECT FROM wanted WHERE wanted.listing_id = listing.uuid)
ORDER BY 1
"""


def write_listed(uuids: list[str]) -> None:
    """Make these listings stand where they and their sales say; they are locked."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_LISTED, {"uuids": uuids})
