"""The lowest and the highest price of a list, and how many of it are on sale, by index.

As lists by price do (docs/discovery.md): what has no sale is found by its own price, what has one
by where it stands now. The highest price is the highest of the lowest ones, or that of the dearest
variant of something.
"""

from collections.abc import Iterator

from marketplace.discovery.filters import (
    HIGHEST,
    LISTED,
    LOWEST,
    ON_SALE,
    PRICED,
    ListingFilters,
    where,
)
from marketplace.discovery.models import PRICE_IF_NONE_ASCENDING, PRICE_IF_NONE_DESCENDING

MOST_ON_SALE = 1000  # are counted
# Of those with sales and variants that differ, so many of the usually dearest are looked at.
_DEAREST = 200
_NONES = {"ASC": PRICE_IF_NONE_ASCENDING, "DESC": PRICE_IF_NONE_DESCENDING}
_LISTING = "public.discovery_listing AS listing"


def select_ends(filters: ListingFilters) -> str:
    """Rows of facets.Count: the facet `price`, and `sale` up to one more than MOST_ON_SALE.

    Of filters by one category or shop, or none; inside statements that have the CTE `below`.
    What may be at an end is found first, and priced together: that is a fifth of the planning.
    """
    # Of one category after the other, each by its own index; of a shop's all at once.
    is_of_shop = bool(filters.retailer) or filters.shop is not None
    is_placed = bool(filters.category) and not is_of_shop
    visible = where(filters, without="category" if is_placed else "").sql
    ends = (*_usual(visible), *_listed(visible, is_placed, is_of_shop), *_dearest(visible))
    uuids = " UNION ALL ".join(f"({_at_places(end) if is_placed else end})" for end in ends)
    return f"""
    SELECT 'price', NULL, 0, min({LOWEST}), max({HIGHEST})
    FROM {PRICED} WHERE listing.uuid = ANY(ARRAY({uuids}))
    UNION ALL
    SELECT 'sale', 'true', count(*), NULL, NULL FROM ({_on_sale(filters)}) AS reduced
"""


def _usual(visible: str) -> Iterator[str]:
    for end, none in _NONES.items():
        yield f"""SELECT listing.uuid FROM {_LISTING}
        WHERE {visible} AND NOT listing.has_sales
        ORDER BY coalesce(listing.comparable, {none}) {end}, listing.uuid {end} LIMIT 1"""


def _listed(visible: str, is_placed: bool, is_of_shop: bool) -> Iterator[str]:
    same = " AND listed.category_id = place.id" if is_placed else ""
    same += " AND listed.retailer_id = listing.retailer_id" if is_of_shop else ""
    for end, none in _NONES.items():
        yield f"""SELECT listing.uuid FROM {_LISTING} {LISTED}
        WHERE {visible}{same}
        ORDER BY coalesce(listed.comparable, {none}) {end}, listed.listing_id {end} LIMIT 1"""


def _dearest(visible: str) -> Iterator[str]:
    for has_sales, count in (("NOT listing.has_sales", 1), ("listing.has_sales", _DEAREST)):
        yield f"""SELECT listing.uuid FROM {_LISTING}
        WHERE {visible} AND {has_sales} AND listing.comparable_max > listing.comparable
        ORDER BY listing.comparable_max DESC LIMIT {count}"""


def _at_places(listings: str) -> str:
    """Of each category in `below` apart."""
    placed = listings.replace("ORDER BY", "AND listing.category_id = place.id ORDER BY")
    return f"SELECT near.uuid FROM below AS place CROSS JOIN LATERAL ({placed}) AS near"


def _on_sale(filters: ListingFilters) -> str:
    """By a sale that stands, or by an older price: each by an index of its own."""
    visible, most = where(filters).sql, MOST_ON_SALE + 1
    return f"""
    (SELECT 1 FROM {PRICED} {LISTED} WHERE {visible} AND {ON_SALE} LIMIT {most})
    UNION ALL
    (SELECT 1 FROM {PRICED} WHERE {visible} AND listing.is_reduced AND NOT {ON_SALE} LIMIT {most})
    LIMIT {most}
"""
