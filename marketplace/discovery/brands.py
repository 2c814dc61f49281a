"""Brands and how many visible listings each has, from counts that are kept (sums.py).

Read in the order of their keys, a page by the index of the sums: as much for a million listings
as for a hundred.
"""

from typing import Any, NamedTuple

from django.db import connection

from marketplace.discovery import sums
from tenants.registry.models import Retailer


class Brand(NamedTuple):
    """`name` is as the newest listing writes it."""

    key: str
    name: str
    listings: int


# The keys of what is looked for: brands are compared without case, accents and signs.
_ASKED = """
    SELECT key FROM unnest(%(names)s::text[]) AS name, public.galleria_key(name) AS key
    WHERE key <> ''
"""
_NAMED = "EXISTS (SELECT FROM asked WHERE strpos({key}, asked.key) > 0)"
# A brand of `pending` may be beyond the page; one that it takes away leaves room for another.
_OF_MARKET = f"""
    (SELECT value AS key, listings FROM {sums.SUMS}
     WHERE place = {sums.ANYWHERE} AND facet = 'brand' AND listings <> 0 AND {{stored}}
     ORDER BY value {{direction}} LIMIT %(limit)s + (SELECT count(*) FROM pending))
    UNION ALL SELECT key, listings FROM pending
"""  # noqa: S608 - of constants; values are parameters
_OF_SHOP = "SELECT key, listings FROM pending"
_BRANDS = f"""
WITH asked AS MATERIALIZED ({_ASKED}),
pending AS MATERIALIZED (
    SELECT brand_key AS key, sum(listings) AS listings FROM ({{rows}}) AS row
    WHERE brand_key <> '' AND {{own}} GROUP BY 1
),
counted AS MATERIALIZED (
    SELECT key, sum(listings)::bigint AS listings FROM ({{counts}}) AS row
    GROUP BY key HAVING sum(listings) > 0 ORDER BY key {{direction}} LIMIT %(limit)s
)
SELECT key, coalesce((
    SELECT listing.brand FROM public.discovery_listing AS listing
    WHERE listing.is_visible AND listing.brand_key = key
    ORDER BY listing.created_at DESC, listing.uuid DESC LIMIT 1
), key), listings FROM counted ORDER BY key {{direction}}
"""  # noqa: S608 - of constants; values are parameters


def list_brands(
    *,
    limit: int,
    edge: str | None = None,
    backwards: bool = False,
    names: tuple[str, ...] = (),
    retailer: Retailer | None = None,
) -> list[Brand]:
    """Those behind the key `edge`, or from the end before it; of one shop, or of all open ones.

    With one of `names` in them, if there are any. One statement.
    """
    direction = "DESC" if backwards else "ASC"
    counts = _OF_SHOP if retailer else _OF_MARKET
    stored = _within("value", edge, backwards, names)
    statement = _BRANDS.format(
        rows=sums.ROWS_OF_SHOP if retailer else sums.PENDING,
        own=_within("brand_key", edge, backwards, names),
        counts=counts.format(stored=stored, direction=direction),
        direction=direction,
    )
    values: dict[str, Any] = {"limit": limit, "edge": edge, "names": list(names)}
    values |= {"of_shop": "", "of_shop_id": retailer and retailer.pk}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Brand._make(row) for row in cursor.fetchall()]


def _within(key: str, edge: str | None, backwards: bool, names: tuple[str, ...]) -> str:
    """The condition of what may stand on the page."""
    beyond = f"{key} {'<' if backwards else '>'} %(edge)s"
    conditions = [beyond] * (edge is not None) + [_NAMED.format(key=key)] * bool(names)
    return " AND ".join(conditions) or "true"
