"""What a shopper narrows the listings by, as conditions of SQL."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tenants.registry.context import current_retailer
from tenants.registry.models import Retailer

# The only definition of what shoppers see: the product is on sale, and its retailer trades.
# `listing` and `retailer` are the aliases of both tables in every statement.
# On the host of a shop that is not opened yet its staff, who alone get in there
# (marketplace/pages/shared/preview_gate.py), see it as it will be.
TRADES = """(
    retailer.status = 'active'
    OR retailer.status = 'approved' AND retailer.schema_name = current_schema()
)"""
# Of many listings: IS TRUE keeps PostgreSQL from making a join of it. It reads the shops once,
# into a hash, where joins of a table without statistics read them again for each listing
# (docs/decisions/0040-shops-in-a-hash.md).
OF_TRADING = f"""(listing.retailer_id IN (
    SELECT retailer.id FROM public.tenants_retailer AS retailer WHERE {TRADES}
)) IS TRUE"""  # noqa: S608 - of this module's constants
VISIBLE = f"listing.is_visible AND {OF_TRADING}"
# The shop is read only for statements that name a column of it.
SOURCE = """
public.discovery_listing AS listing
LEFT JOIN public.tenants_retailer AS retailer ON retailer.id = listing.retailer_id
"""
# The one sale of each listing that stands at the moment %(now)s; none: it costs what it says.
SALE = """
LEFT JOIN public.discovery_sale AS sale
    ON sale.product = listing.uuid AND sale.starts_at <= %(now)s AND sale.ends_at > %(now)s
"""
PRICED = f"{SOURCE}{SALE}"
# Those that have sales, where they stand in lists by price at that moment.
LISTED = """
JOIN public.discovery_listedprice AS listed
    ON listed.listing_id = listing.uuid AND listed.starts_at <= %(now)s AND listed.ends_at > %(now)s
"""


def trading_shops() -> Q:
    """TRADES for Django's queries of what has a `retailer`."""
    shop = current_retailer()
    if shop is not None and shop.is_coming:
        return Q(retailer=shop)
    return Q(retailer__status=Retailer.Status.ACTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFilters:
    """Several values of one field mean or, several fields and.

    `category` are slugs of the marketplace's categories, descendants included; `brand` names
    or keys; `retailer` slugs; `shop` the id of the only one that is asked (on its own host, where
    it is known); `shop_category` a path of one shop ("Home > Mugs"); `price_min`
    and `price_max` are amounts of `currency` (empty: the marketplace's), with which prices of
    other currencies are compared by ExchangeRate; `rating` is the least average of reviews.
    `on_sale`: whether it is reduced. Prices are those of the moment `at` (None: of the query).
    `ordering` is one of walks.ORDERINGS; empty means by relevance where something is
    searched for, else the newest first. `is_exact`: the words of the search as typed
    (words.look_up).
    """

    search: str = ""
    is_exact: bool = False
    category: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    retailer: tuple[str, ...] = ()
    shop: int | None = None
    shop_category: str = ""
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    currency: str = ""
    in_stock: bool | None = None
    featured: bool | None = None
    rating: Decimal | None = None
    on_sale: bool | None = None
    at: datetime | None = None
    ordering: str = ""

    @property
    def need_prices(self) -> bool:
        """Whether a condition looks at what stands now."""
        prices = (self.price_min, self.price_max, self.on_sale)
        return any(price is not None for price in prices)

    @property
    def source(self) -> str:
        """The tables that its conditions speak of."""
        return PRICED if self.need_prices else SOURCE


class Condition(NamedTuple):
    facet: str  # which facet does not apply it to itself; `shop`: none
    sql: str
    values: dict[str, Any]


# The ids of the categories chosen and of all below them.
CATEGORIES_BELOW = """
    SELECT below.id FROM public.discovery_marketcategory AS chosen
    JOIN public.discovery_marketcategory AS below
        ON below.path = chosen.path OR below.path LIKE chosen.path || '/%%'
    WHERE chosen.slug = ANY(%(category)s)
"""
_CATEGORY = f"listing.category_id IN ({CATEGORIES_BELOW})"
_SHOP_CATEGORY = """EXISTS (
    SELECT 1 FROM jsonb_array_elements_text(listing.shop_categories) AS place
    WHERE place = %(shop_category)s OR starts_with(place, %(shop_category)s || ' > ')
)"""


def conditions(filters: ListingFilters) -> list[Condition]:
    """One for each field that is set; the text search is not among them (search.py)."""
    parts: list[Condition] = []
    if filters.category:
        parts.append(Condition("category", _CATEGORY, {"category": list(filters.category)}))
    if filters.brand:
        parts.append(_brand(filters.brand))
    if filters.retailer:
        parts.append(_retailer(filters))
    if filters.shop is not None:
        parts.append(Condition("shop", "listing.retailer_id = %(shop)s", {"shop": filters.shop}))
    if filters.shop_category:
        parts.append(
            Condition("category", _SHOP_CATEGORY, {"shop_category": filters.shop_category})
        )
    parts += _price(filters)
    if filters.in_stock is not None:
        sql = "listing.is_available" if filters.in_stock else "NOT listing.is_available"
        parts.append(Condition("availability", sql, {}))
    if filters.featured is not None:
        sql = "listing.is_featured" if filters.featured else "NOT listing.is_featured"
        parts.append(Condition("featured", sql, {}))
    if filters.on_sale is not None:
        sql = REDUCED if filters.on_sale else f"NOT {REDUCED}"
        parts.append(Condition("sale", sql, {}))
    if filters.rating is not None:
        sql = "listing.rating >= %(rating)s"
        parts.append(Condition("rating", sql, {"rating": filters.rating}))
    return parts


def _retailer(filters: ListingFilters) -> Condition:
    """By id and, for one shop, by equality: only so does PostgreSQL take that shop's index.

    With a shelf no other shop is a choice: the market would be read for its shops of that path.
    """
    slugs = filters.retailer
    ids = "SELECT id FROM public.tenants_retailer WHERE slug = ANY(%(retailer)s)"
    sql = f"listing.retailer_id = ANY(ARRAY({ids}))"
    if len(slugs) == 1:
        sql = f"listing.retailer_id = ({ids})"
    facet = "shop" if filters.shop_category else "retailer"
    return Condition(facet, sql, {"retailer": list(slugs)})


def _brand(names: tuple[str, ...]) -> Condition:
    values = {f"brand_{place}": name for place, name in enumerate(names)}
    keys = ", ".join(f"public.galleria_key(%({name})s)" for name in values)
    return Condition("brand", f"listing.brand_key IN ({keys})", values)


ON_SALE = "(sale.product IS NOT NULL)"
# By a sale that stands, or by the older price that its shop names.
REDUCED = f"({ON_SALE} OR listing.is_reduced)"
# What the cheapest cost before, by the same.
WAS = f"CASE WHEN {ON_SALE} THEN sale.was ELSE listing.was END"
RATE = "(SELECT per_euro FROM public.discovery_exchangerate WHERE currency = %(currency)s)"


def currency_of(filters: ListingFilters) -> str:
    """What the filters' amounts are in."""
    return filters.currency or settings.MARKET_CURRENCY


def price_in_currency(price: str, comparable: str) -> str:
    """SQL of a listing's price in %(currency)s: to the cent if the shop sells in it."""
    return f"""CASE WHEN listing.currency = %(currency)s
        THEN coalesce(sale.{price}, listing.{price})
        ELSE coalesce(sale.{comparable}, listing.{comparable}) * {RATE} END"""


LOWEST = price_in_currency("price", "comparable")
HIGHEST = price_in_currency("price_max", "comparable_max")


def _price(filters: ListingFilters) -> list[Condition]:
    """A listing of several prices is inside a range when one of them may be."""
    parts = []
    values = {"currency": currency_of(filters)}
    if filters.price_min is not None:
        sql = f"{HIGHEST} >= %(price_min)s"
        parts.append(Condition("price", sql, values | {"price_min": filters.price_min}))
    if filters.price_max is not None:
        sql = f"{LOWEST} <= %(price_max)s"
        parts.append(Condition("price", sql, values | {"price_max": filters.price_max}))
    return parts


class Where(NamedTuple):
    """SQL and the values of its parameters: of a condition, or of a query (walks.py)."""

    sql: str
    values: dict[str, Any]

    def narrowed(self, other: "Where") -> "Where":
        return Where(f"{self.sql} AND {other.sql}", self.values | other.values)


def where(filters: ListingFilters, *, without: str = "") -> Where:
    """VISIBLE and every condition, but those of the facet `without`."""
    parts = [condition for condition in conditions(filters) if condition.facet != without]
    values: dict[str, Any] = {"now": filters.at or timezone.now()}
    for condition in parts:
        values |= condition.values
    return Where(" AND ".join([VISIBLE, *(condition.sql for condition in parts)]), values)
