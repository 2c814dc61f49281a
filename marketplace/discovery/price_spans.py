"""Where listings that have sales stand in lists by price, at every moment (ListedPrice).

Made of public tables alone, from a listing's own price and its rows of `discovery_sale`: in the
transaction that wrote these, whose listings are locked. Of a listing without sales nothing is
kept here: it stands where its own price says, and `has_sales` tells the two kinds apart.
"""

from django.db import connection

from marketplace.discovery.span_rows import SpanTable, compare_rows, write_rows
from tenants.shop.offer.piece_prices import BEGINNING, END

# Before, between and after its sales a listing costs what it usually does.
_FRESH = f"""
sale AS MATERIALIZED (
    SELECT listing_id, starts_at, ends_at, comparable,
           lag(ends_at, 1, '{BEGINNING.isoformat()}') OVER span AS before,
           lead(starts_at) OVER span IS NULL AS is_last
    FROM public.discovery_sale
    WHERE product = listing_id AND listing_id = ANY(%(uuids)s::uuid[])
    WINDOW span AS (PARTITION BY listing_id ORDER BY starts_at)
),
fresh AS MATERIALIZED (
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
LISTED_PRICES = SpanTable(
    name="discovery_listedprice",
    subject="listing_id",
    columns=("listing_id", "starts_at", "ends_at", "retailer_id", "category_id", "comparable"),
)
_HAS_OTHER = "has_sales <> EXISTS (SELECT FROM fresh WHERE fresh.listing_id = listing.uuid)"
_MARKS = f""",
marked AS (
    UPDATE public.discovery_listing AS listing SET has_sales = NOT has_sales
    WHERE uuid = ANY(%(uuids)s::uuid[]) AND {_HAS_OTHER}
)"""
WRITE_LISTED = write_rows(LISTED_PRICES, _FRESH, also=_MARKS)
# (uuid, what is wrong, the column), as `rebuild_listings --check` tells it.
COMPARE_LISTED = f"""
{compare_rows(LISTED_PRICES, _FRESH, "listed price")}
UNION
SELECT uuid, 'differs', 'has_sales' FROM public.discovery_listing AS listing
WHERE uuid = ANY(%(uuids)s::uuid[]) AND {_HAS_OTHER}
ORDER BY 1
"""


def write_listed(uuids: list[str]) -> None:
    """Make these listings stand where they and their sales say; they are locked."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_LISTED, {"uuids": uuids})
