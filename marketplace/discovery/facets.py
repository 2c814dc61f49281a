"""How many listings each choice of a filter would show.

A facet is counted without its own filter (with it, the other choices would all be empty) and
with all others. Facets whose conditions are the same are counted in one pass over the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, NamedTuple

from django.db import connection

from marketplace.discovery import sums
from marketplace.discovery.filters import (
    HIGHEST,
    LOWEST,
    PRICED,
    REDUCED,
    ListingFilters,
    Where,
    currency_of,
    where,
)
from marketplace.discovery.models import MarketCategory
from marketplace.discovery.price_ends import MOST_ON_SALE, select_ends
from marketplace.discovery.search import COUNTED, match_all
from marketplace.discovery.words import Word, look_up
from tenants.kernel.money import exponent
from tenants.kernel.rates import BASE

MOST = 30  # of brands and of shops: those with most listings are shown
COLUMNS = {
    "category": "category_id",
    "brand": "brand_key",
    "retailer": "retailer_id",
    "availability": "is_available",
    "currency": "currency",
    "sale": "is_on_sale",
}
# Of each listing in view: what it is counted by, and its prices.
ROW = {
    **{name: f"listing.{name}" for name in COLUMNS.values() if name != "is_on_sale"},
    "is_on_sale": REDUCED,
    "lowest": LOWEST,
    "highest": HIGHEST,
}
# There may be thousands of brands and shops. What a choice is called is looked up for those
# shown only.
SHOWN = f"""
SELECT facet, coalesce(retailer.slug, value), coalesce(retailer.name, CASE facet WHEN 'brand' THEN (
           SELECT listing.brand FROM public.discovery_listing AS listing
           WHERE listing.is_visible AND listing.brand_key = value
           ORDER BY listing.created_at DESC, listing.uuid DESC LIMIT 1
       ) WHEN 'currency' THEN (
           SELECT rate.day::text FROM public.discovery_exchangerate AS rate
           WHERE rate.currency = value
       ) END, ''), listings, lowest, highest
FROM (
    SELECT *, row_number() OVER (PARTITION BY facet ORDER BY listings DESC, value) AS place
    FROM ({{passes}}) AS counted (facet, value, listings, lowest, highest)
    WHERE facet NOT IN ('brand', 'currency') OR value <> ''
) AS placed
LEFT JOIN public.tenants_retailer AS retailer
    ON retailer.id = CASE facet WHEN 'retailer' THEN value::bigint END
WHERE facet NOT IN ('brand', 'retailer') OR place <= {MOST}
ORDER BY facet, listings DESC, coalesce(retailer.slug, value)
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """`value` is what the filter takes; `depth` counts from 0 in the tree of categories."""

    value: str
    label: str
    count: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CurrencyCount:
    """`rated_on` is the day of its rate; None for a currency without one."""

    currency: str
    count: int
    rated_on: date | None


@dataclass
class Facets:
    """Prices are in `currency`, those of others by their rates; None when nothing has one.

    `currencies` are what the shops sell in, the most frequent first. Where more than search.COUNTED
    listings have the words of a search, so many are looked at: every number is a least one.
    `on_sale` may stop at MOST_ON_SALE.
    """

    total: int = 0
    total_is_exact: bool = True
    categories: list[Choice] = field(default_factory=list)
    brands: list[Choice] = field(default_factory=list)
    retailers: list[Choice] = field(default_factory=list)
    on_sale: int = 0
    on_sale_is_exact: bool = True
    in_stock: int = 0
    out_of_stock: int = 0
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    currency: str = ""
    currencies: list[CurrencyCount] = field(default_factory=list)

    def rates_older_than(self, day: date) -> date | None:
        """The day of the oldest rate that compares these prices, if it is before `day`."""
        used = [count.rated_on for count in self.currencies if count.currency != BASE]
        others = {count.currency for count in self.currencies} - {self.currency}
        days = [rated_on for rated_on in used if rated_on and others]
        return min((rated_on for rated_on in days if rated_on < day), default=None)


class Count(NamedTuple):
    facet: str  # a key of COLUMNS, `price` or `total`
    value: Any
    label: str
    listings: int
    lowest: Decimal | None
    highest: Decimal | None


def facets(filters: ListingFilters) -> Facets:
    """Two statements (the counts, the tree of categories), three with a search.

    Of the whole market, a category, a shop or a category of a shop from counts that are kept;
    else the listings are counted.
    """
    is_kept = _is_kept(filters)
    counts = _read(filters) if is_kept else _count(filters)
    result = _arrange(counts, category_nodes())
    if is_kept and result.on_sale > MOST_ON_SALE:
        result.on_sale, result.on_sale_is_exact = MOST_ON_SALE, False
    if filters.search and result.total > COUNTED:
        result.total, result.total_is_exact = COUNTED, False
    result.currency = currency_of(filters)
    result.price_min = _round(result.price_min, result.currency, ROUND_FLOOR)
    result.price_max = _round(result.price_max, result.currency, ROUND_CEILING)
    return result


def _round(amount: Decimal | None, currency: str, rounding: str) -> Decimal | None:
    """To the currency's digits, away from the middle: the range holds every listing."""
    digits = Decimal(1).scaleb(-exponent(currency))
    return None if amount is None else amount.quantize(digits, rounding=rounding)


def _is_kept(filters: ListingFilters) -> bool:
    """Whether it is narrowed by a category or a shop at most; whatever orders, or is no filter."""
    rest = replace(filters, category=(), retailer=(), shop=None)
    rest = replace(rest, ordering="", currency="", is_exact=False, at=None)
    is_of_one = len(filters.retailer) + (filters.shop is not None) < 2
    return rest == ListingFilters() and is_of_one and len(filters.category) < 2


# Whoever stands in the counts is in stock or not.
KEPT = """
SELECT facet, value, listings, NULL::numeric, NULL::numeric FROM counted
UNION ALL
SELECT 'total', NULL, coalesce(sum(listings), 0)::bigint, NULL, NULL FROM counted
WHERE facet = 'availability'
"""


def _read(filters: ListingFilters) -> list[Count]:
    counted = sums.SHOP if filters.retailer else sums.MARKET
    if filters.shop is not None:
        counted = sums.ONLY_SHOP
    values = where(filters).values | {
        "of_category": next(iter(filters.category), ""),
        "of_shop": next(iter(filters.retailer), ""),
        "of_shop_id": filters.shop,
        "most": MOST,
        "currency": currency_of(filters),
    }
    passes = f"{KEPT} UNION ALL {select_ends(filters)}"
    with connection.cursor() as cursor:
        cursor.execute(f"{counted} {SHOWN.format(passes=passes)}", values)
        return [Count._make(row) for row in cursor.fetchall()]


def _count(filters: ListingFilters) -> list[Count]:
    words = look_up(filters.search, is_exact=filters.is_exact) if filters.search else []
    if filters.search and not words:
        return []
    values = where(filters).values | {"currency": currency_of(filters)}
    passes = []
    for condition, facets in _passes(filters).items():
        rows = _rows(Where(condition, values | {"most": COUNTED}), words)
        values |= rows.values
        passes.append(_pass(rows.sql, facets))
    with connection.cursor() as cursor:
        cursor.execute(SHOWN.format(passes=" UNION ALL ".join(passes)), values)
        return [Count._make(row) for row in cursor.fetchall()]


def _rows(condition: Where, words: list[Word]) -> Where:
    """What is counted; of a search one listing more than COUNTED with all words at most."""
    if words:
        return match_all(words, condition, ROW, source=PRICED)
    columns = ", ".join(f"{column} AS {name}" for name, column in ROW.items())
    return Where(f"SELECT {columns} FROM {PRICED} WHERE {condition.sql}", condition.values)


def _passes(filters: ListingFilters) -> dict[str, list[str]]:
    """condition -> the facets that it counts."""
    passes: dict[str, list[str]] = {}
    for facet in ("total", "price", *COLUMNS):
        passes.setdefault(where(filters, without=facet).sql, []).append(facet)
    return passes


def _pass(rows: str, facets: list[str]) -> str:
    """Rows of Count. The row over everything is the total, or else the facet `price`."""
    grouped = [facet for facet in facets if facet in COLUMNS]
    overall = [facet for facet in facets if facet not in COLUMNS]
    kinds = "".join(f" WHEN grouping({COLUMNS[facet]}) = 0 THEN '{facet}'" for facet in grouped)
    values = "".join(
        f" WHEN grouping({COLUMNS[facet]}) = 0 THEN {COLUMNS[facet]}::text" for facet in grouped
    )
    sets = [f"({COLUMNS[facet]})" for facet in grouped] + ["()"] * bool(overall)
    kind = f"CASE{kinds} ELSE '{'+'.join(overall)}' END" if grouped else f"'{'+'.join(overall)}'"
    value = f"CASE{values} END" if grouped else "NULL::text"
    return f"""SELECT {kind}, {value}, count(*), min(lowest), max(highest)
        FROM ({rows}) AS seen GROUP BY GROUPING SETS ({", ".join(sets)})"""


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
        elif row.facet == "sale" and row.value == "true":
            result.on_sale = row.listings
        elif row.facet == "currency":
            day = date.fromisoformat(row.label) if row.label else None
            result.currencies.append(CurrencyCount(row.value, row.listings, day))
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
