"""How many listings each choice of a filter would show.

A facet is counted without its own filter (with it, the other choices would all be empty) and
with all others. Facets whose conditions are the same are counted in one pass over the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from marketplace.discovery.filters import SOURCE, VISIBLE, ListingFilters, Where, where
from marketplace.discovery.models import MarketCategory
from marketplace.discovery.search import look_up, match

BRANDS = 30  # the most frequent are shown
COLUMNS = {
    "category": "listing.category_id",
    "brand": "listing.brand_key",
    "retailer": "listing.retailer_id",
    "availability": "listing.is_available",
}
# There may be thousands of brands. What a choice is called is looked up for those shown only.
SHOWN = f"""
SELECT facet, coalesce(retailer.slug, value), coalesce(retailer.name, (
           SELECT listing.brand FROM public.discovery_listing AS listing
           WHERE facet = 'brand' AND listing.is_visible AND listing.brand_key = value
           ORDER BY listing.created_at DESC, listing.uuid DESC LIMIT 1
       ), ''), listings, lowest, highest
FROM (
    SELECT *, row_number() OVER (PARTITION BY facet ORDER BY listings DESC, value) AS place
    FROM ({{passes}}) AS counted (facet, value, listings, lowest, highest)
    WHERE facet <> 'brand' OR value <> ''
) AS placed
LEFT JOIN public.tenants_retailer AS retailer
    ON facet = 'retailer' AND retailer.id::text = value
WHERE facet <> 'brand' OR place <= {BRANDS}
ORDER BY facet, listings DESC, coalesce(retailer.slug, value)
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is what the filter takes; `depth` counts from 0 in the tree of categories."""

    value: str
    label: str
    count: int
    depth: int = 0


@dataclass
class Facets:
    """Prices are compared as numbers, whatever their currency; None when nothing has one."""

    total: int = 0
    categories: list[Choice] = field(default_factory=list)
    brands: list[Choice] = field(default_factory=list)
    retailers: list[Choice] = field(default_factory=list)
    in_stock: int = 0
    out_of_stock: int = 0
    price_min: Decimal | None = None
    price_max: Decimal | None = None


class Count(NamedTuple):
    facet: str  # a key of COLUMNS, `price` or `total`
    value: Any
    label: str
    listings: int
    lowest: Decimal | None
    highest: Decimal | None


def facets(filters: ListingFilters) -> Facets:
    """Two statements (the counts, the tree of categories), three with a search."""
    counts = _count(filters)
    return _arrange(counts, category_nodes())


def _count(filters: ListingFilters) -> list[Count]:
    prefix, values = "", dict[str, Any]()
    if filters.search:
        words = look_up(filters.search)
        if not words:
            return []
        found = match(words, Where(VISIBLE, {}), key="1")
        prefix, values = (
            f"WITH found AS MATERIALIZED (SELECT uuid FROM ({found.sql}) AS m) ",
            found.values,
        )
    passes = []
    for condition, wanted in _passes(filters).items():
        narrowed = f"{condition} AND listing.uuid IN (SELECT uuid FROM found)"
        passes.append(_pass(narrowed if prefix else condition, wanted))
    values |= where(filters).values
    with connection.cursor() as cursor:
        cursor.execute(f"{prefix} {SHOWN.format(passes=' UNION ALL '.join(passes))}", values)
        return [Count._make(row) for row in cursor.fetchall()]


def _passes(filters: ListingFilters) -> dict[str, list[str]]:
    """condition -> the facets that it counts."""
    passes: dict[str, list[str]] = {}
    for facet in ("total", "price", *COLUMNS):
        passes.setdefault(where(filters, without=facet).sql, []).append(facet)
    return passes


def _pass(condition: str, wanted: list[str]) -> str:
    """Rows of Count. The row over everything is the total, or else the facet `price`."""
    grouped = [facet for facet in wanted if facet in COLUMNS]
    overall = [facet for facet in wanted if facet not in COLUMNS]
    kinds = "".join(f" WHEN grouping({COLUMNS[facet]}) = 0 THEN '{facet}'" for facet in grouped)
    values = "".join(
        f" WHEN grouping({COLUMNS[facet]}) = 0 THEN {COLUMNS[facet]}::text" for facet in grouped
    )
    sets = [f"({COLUMNS[facet]})" for facet in grouped] + ["()"] * bool(overall)
    kind = f"CASE{kinds} ELSE '{'+'.join(overall)}' END" if grouped else f"'{'+'.join(overall)}'"
    value = f"CASE{values} END" if grouped else "NULL::text"
    return f"""SELECT {kind}, {value}, count(*), min(listing.price), max(listing.price_max)
        FROM {SOURCE} WHERE {condition} GROUP BY GROUPING SETS ({", ".join(sets)})"""


def _arrange(counts: Iterable[Count], nodes: list[MarketCategory]) -> Facets:
    result = Facets()
    own: dict[int, int] = {}
    for row in counts:
        if row.facet == "category":
            own[int(row.value)] = row.listings
        elif row.facet == "brand":
            result.brands.append(Choice(row.value, row.label, row.listings))
        elif row.facet == "retailer":
            result.retailers.append(Choice(row.value, row.label, row.listings))
        elif row.facet == "availability":
            name = "in_stock" if row.value == "true" else "out_of_stock"
            setattr(result, name, row.listings)
        if "total" in row.facet.split("+"):
            result.total = row.listings
        if "price" in row.facet.split("+"):
            result.price_min, result.price_max = row.lowest, row.highest
    result.categories = count_tree(own, nodes)
    return result


def category_nodes() -> list[MarketCategory]:
    """The whole taxonomy in its order, about a hundred rows; one statement."""
    return list(MarketCategory.objects.order_by("position", "id"))


def count_tree(own: dict[int, int], nodes: list[MarketCategory]) -> list[Choice]:
    """Counts of each category with all below it, in tree order; empty ones are left out."""
    totals: dict[str, int] = {}
    for node in nodes:
        path = node.path
        while path and own.get(node.pk):
            totals[path] = totals.get(path, 0) + own[node.pk]
            path = path.rpartition("/")[0]
    return [
        Choice(node.slug, node.name, totals[node.path], node.path.count("/"))
        for node in nodes
        if node.path in totals
    ]
