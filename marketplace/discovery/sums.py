"""How many visible listings there are of each value of a facet, from counts that are kept.

Of all open shops FacetCount has the sums, but for what was appended since the chore came last, and
for shops that opened or closed since: whoever reads adds these, of the same moment. So the counts
are exact, and reading them grows with neither listings nor shops. Of one shop its rows of
CategoryCount are added up.
"""

from marketplace.discovery.filters import TRADES
from marketplace.discovery.projection import COUNTED_BY

ANYWHERE = 0  # as a place: the whole marketplace
_COUNTS = "public.discovery_categorycount"
SUMS = "public.discovery_facetcount"
# A row of counts as (facet, value), once for each facet.
_FACETS = """(VALUES
    ('category', row.category_id::text), ('brand', row.brand_key),
    ('retailer', row.retailer_id::text), ('availability', row.is_available::text),
    ('currency', row.currency)
) AS facet (facet, value)"""

# --- what the chore adds up -------------------------------------------------------------------
UNSUMMED = f"""
    SELECT * FROM {_COUNTS} WHERE NOT is_summed AND retailer_id = ANY(ARRAY(
        SELECT id FROM public.tenants_retailer WHERE status = 'active'
    ))
"""
SUMMED_OF_OTHERS = f"""
    SELECT * FROM {_COUNTS} WHERE is_summed AND retailer_id = ANY(ARRAY(
        SELECT id FROM public.tenants_retailer WHERE status <> 'active'
    ))
"""
# Where else a listing of a category is counted.
_PLACES = f"""
    SELECT below.id AS category_id, above.id AS place
    FROM public.discovery_marketcategory AS below
    JOIN public.discovery_marketcategory AS above
        ON below.path = above.path OR starts_with(below.path, above.path || '/')
    UNION ALL SELECT id, {ANYWHERE} FROM public.discovery_marketcategory
"""


def spread(rows: str) -> str:
    """(place, facet, value, listings) of rows of counts. Categories are told apart anywhere only:
    of one place those below it are no choice."""
    return f"""
    SELECT places.place, facet.facet, facet.value, sum(row.listings) AS listings
    FROM ({rows}) AS row
    JOIN ({_PLACES}) AS places USING (category_id)
    CROSS JOIN LATERAL {_FACETS}
    WHERE facet.value <> '' AND (facet.facet <> 'category' OR places.place = {ANYWHERE})
    GROUP BY 1, 2, 3 HAVING sum(row.listings) <> 0
"""


def add_up(rows: str) -> str:
    """Adds (place, facet, value, listings) to the sums; only one at a time may."""
    return f"""
    INSERT INTO {SUMS} AS stored (place, facet, value, listings) {rows}
    ON CONFLICT (place, facet, value) DO UPDATE SET listings = stored.listings + excluded.listings
"""


# --- what shoppers read -----------------------------------------------------------------------
_TRADING = f"SELECT retailer.id FROM public.tenants_retailer AS retailer WHERE {TRADES}"
_CLOSED = f"SELECT retailer.id FROM public.tenants_retailer AS retailer WHERE NOT {TRADES}"


def _values(rows: str) -> str:
    """(facet, value, listings) of rows of counts, as a place is narrowed by: categories as if it
    were not chosen."""
    return f"""
    SELECT facet.facet, facet.value, sum(row.listings) AS listings
    FROM ({rows}) AS row CROSS JOIN LATERAL {_FACETS}
    WHERE facet.value <> ''
      AND (facet.facet = 'category' OR row.category_id = ANY(ARRAY(SELECT id FROM below)))
    GROUP BY 1, 2
"""


def _whole(facet: str, place: str = "(SELECT id FROM place)") -> str:
    """Every value of a facet."""
    return f"""
    SELECT facet, value, listings FROM {SUMS} WHERE place = {place} AND facet = '{facet}'
    UNION ALL SELECT * FROM pending WHERE facet = '{facet}'
"""


def _most(facet: str) -> str:
    """Those with most listings, and whatever may be among them by what is not summed yet."""
    stored = f"""SELECT sums.facet, sums.value, sums.listings FROM {SUMS} AS sums
        WHERE sums.place = (SELECT id FROM place) AND sums.facet = '{facet}'"""
    changed = f"FROM pending WHERE facet = '{facet}'"
    return f"""
    SELECT * FROM (
        ({stored} ORDER BY sums.listings DESC, sums.value
         LIMIT %(most)s + (SELECT count(*) {changed}))
        UNION {stored} AND sums.value IN (SELECT value {changed})
    ) AS most
    UNION ALL SELECT * {changed}
"""


_KEY = ", ".join(COUNTED_BY)
# What the sums lack, or have too many.
PENDING = f"""
    SELECT {_KEY}, listings FROM {_COUNTS}
    WHERE NOT is_summed AND retailer_id = ANY(ARRAY({_TRADING}))
    UNION ALL
    SELECT {_KEY}, -listings FROM {_COUNTS}
    WHERE is_summed AND retailer_id = ANY(ARRAY({_CLOSED}))
"""
# Of the shop of %(of_shop)s, its slug, or of %(of_shop_id)s.
ROWS_OF_SHOP = f"""
    SELECT {_KEY}, listings FROM {_COUNTS} WHERE retailer_id = ANY(ARRAY(
        {_TRADING} AND (retailer.slug = %(of_shop)s OR retailer.id = %(of_shop_id)s)
    ))
"""


def _counted(facets: str) -> str:
    return f"""
WITH place AS MATERIALIZED (
    SELECT id, path FROM public.discovery_marketcategory WHERE slug = %(of_category)s
    UNION ALL SELECT {ANYWHERE}, '' WHERE %(of_category)s = ''
),
below AS MATERIALIZED (
    SELECT node.id FROM public.discovery_marketcategory AS node JOIN place
        ON place.path = '' OR node.path = place.path OR starts_with(node.path, place.path || '/')
),
pending AS MATERIALIZED ({_values(PENDING)}),
counted AS MATERIALIZED (
    SELECT facet, value, sum(listings)::bigint AS listings FROM ({facets}) AS row
    GROUP BY 1, 2 HAVING sum(listings) > 0
)
"""


# CTEs, of which `counted` has (facet, value, listings). %(of_category)s is a category's slug, ""
# for anywhere; the shop is that of %(of_shop)s, its slug, or of %(of_shop_id)s. Shops are counted
# as if none were chosen, but of ONLY_SHOP.
MARKET = _counted(
    f"""
    {_whole("category", str(ANYWHERE))} UNION ALL {_whole("availability")}
    UNION ALL {_whole("currency")} UNION ALL {_most("brand")} UNION ALL {_most("retailer")}
"""
)
SHOP = _counted(
    f"""
    SELECT * FROM ({_values(ROWS_OF_SHOP)}) AS own WHERE facet <> 'retailer'
    UNION ALL {_most("retailer")}
"""
)
ONLY_SHOP = _counted(_values(ROWS_OF_SHOP))


# --- of each category itself: (category_id, listings), without the other facets ----------------
BY_CATEGORY = f"""
SELECT category_id, sum(listings)::bigint AS listings
FROM (
    SELECT value::bigint AS category_id, listings FROM {SUMS}
    WHERE place = {ANYWHERE} AND facet = 'category'
    UNION ALL SELECT category_id, listings FROM ({PENDING}) AS pending
) AS row
GROUP BY 1 HAVING sum(listings) > 0
"""
BY_CATEGORY_OF_SHOP = f"""
SELECT category_id, sum(listings)::bigint AS listings FROM ({ROWS_OF_SHOP}) AS row
GROUP BY 1 HAVING sum(listings) > 0
"""
