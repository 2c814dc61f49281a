"""What shoppers read: lists, one product, facets, categories, brands, shops.

Public tables only, and as many statements for one shop as for a thousand.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.discovery.cards import CARD_COLUMNS, ListingCard, cards
from marketplace.discovery.cursors import Cursor
from marketplace.discovery.filters import (
    CATEGORIES_BELOW,
    ON_SALE,
    PRICED,
    SALE,
    TRADES,
    ListingFilters,
    Where,
    trading_shops,
    where,
)
from marketplace.discovery.models import (
    PRICE_IF_NONE_ASCENDING,
    PRICE_IF_NONE_DESCENDING,
    RATING_IF_NONE,
    Listing,
    ListingVariant,
    MarketCategory,
)
from marketplace.discovery.search import Match, look_up, match
from tenants.kernel.errors import NotFound
from tenants.registry.models import Retailer

NO_PRODUCT = _("There is no such product, or it is not for sale now.")
NO_CATEGORY = _("There is no such category.")
PAGE_SIZE = 20
MOST_ON_A_PAGE = 100


class Ordering(NamedTuple):
    """`key` is written as the index on it is."""

    key: str
    type: str
    is_descending: bool
    # Where it is a matter of the price: the same of a sale, and of where a listing with sales
    # stands at the moment.
    sale_key: str = ""
    listed_key: str = ""


def _by_worth(if_none: int, *, is_descending: bool) -> Ordering:
    own, sale, listed = (
        f"coalesce({table}.comparable, {if_none})" for table in ("listing", "sale", "listed")
    )
    return Ordering(own, "numeric", is_descending, sale, listed)


ORDERINGS = {
    "newest": Ordering("listing.created_at", "timestamptz", True),
    "price": _by_worth(PRICE_IF_NONE_ASCENDING, is_descending=False),
    "-price": _by_worth(PRICE_IF_NONE_DESCENDING, is_descending=True),
    "title": Ordering("lower(listing.title)", "text", False),
    "-rating": Ordering(f"coalesce(listing.rating, {RATING_IF_NONE})", "numeric", True),
    "relevance": Ordering("score", "bigint", True),
}


# Listings that have sales, where they stand.
LISTED = """
    JOIN public.discovery_listedprice AS listed ON listed.listing_id = listing.uuid
        AND listed.starts_at <= %(now)s AND listed.ends_at > %(now)s
"""


class Page(NamedTuple):
    """`next` and `previous` are cursors, None at either end."""

    results: list[ListingCard]
    next: str | None
    previous: str | None


def ordering_of(filters: ListingFilters) -> str:
    """A key of ORDERINGS; relevance means nothing without a search."""
    name = filters.ordering or ("relevance" if filters.search else "newest")
    return "newest" if name == "relevance" and not filters.search else name


def list_listings(
    filters: ListingFilters, cursor: str | None = None, page_size: int = PAGE_SIZE
) -> Page:
    """A page of what shoppers see: one statement, two with a search.

    Raises KeyError for an unknown ordering, BadCursor for a cursor of another list.
    """
    name = ordering_of(filters)
    type_of_key = ORDERINGS[name].type
    start = Cursor.decode(cursor, ordering=name, key_type=type_of_key) if cursor else None
    size = max(1, min(page_size, MOST_ON_A_PAGE))
    return _page(_rows(filters, name, start, size + 1), name, start, size)


def first_listings(filters: ListingFilters, count: int) -> list[ListingCard]:
    """What the list begins with, for a place that has no next page: as many statements."""
    return cards(_rows(filters, ordering_of(filters), None, count))


def _rows(
    filters: ListingFilters, name: str, start: Cursor | None, limit: int
) -> list[tuple[Any, ...]]:
    ordering = ORDERINGS[name]
    if filters.search:
        words = look_up(filters.search)
        if not words:
            return []
        key, source = _key(ordering), PRICED if ordering.sale_key else filters.source
        matches = match(words, where(filters), key=key, source=source)
        statement = _ranked_statement(matches, ordering, start)
    elif ordering.sale_key:
        statement = _ranked_statement(_by_price(filters, ordering, start), ordering, start)
    elif filters.category and name == "newest" and not filters.shop_category:
        statement = _ranked_statement(_newest_of_each(filters, ordering, start), ordering, start)
    else:
        statement = _list_statement(where(filters), ordering, start)
    with connection.cursor() as database:
        database.execute(statement.sql, statement.values | {"limit": limit})
        rows: list[tuple[Any, ...]] = database.fetchall()
    return rows


def _key(ordering: Ordering) -> str:
    """SQL over `listing`, and `sale` where it is a matter of the price; "" for relevance."""
    if ordering.key == "score":
        return ""
    if not ordering.sale_key:
        return ordering.key
    return f"CASE WHEN {ON_SALE} THEN {ordering.sale_key} ELSE {ordering.key} END"


def _list_statement(where: Where, ordering: Ordering, start: Cursor | None) -> Where:
    after, order, values = _from(start, ordering, ordering.key, "listing.uuid")
    sql = f"""SELECT {CARD_COLUMNS}, {ordering.key}::text FROM {PRICED}
        WHERE {where.sql}{after} ORDER BY {order} LIMIT %(limit)s"""
    return Where(sql, where.values | values)


def _newest_of_each(filters: ListingFilters, ordering: Ordering, start: Cursor | None) -> Match:
    """The newest of every category below those chosen, each read off its index: no more than
    a page a category, where collecting all of them and sorting would grow with the listings."""
    narrowed = where(filters, without="category")
    after, order, values = _from(start, ordering, ordering.key, "listing.uuid")
    sql = _of_each(f"""SELECT listing.uuid, {ordering.key} AS key FROM {filters.source}
            WHERE {narrowed.sql} AND {PLACED}{after} ORDER BY {order} LIMIT %(limit)s""")
    return Match(sql, narrowed.values | values | {"category": list(filters.category)})


def _by_price(filters: ListingFilters, ordering: Ordering, start: Cursor | None) -> Match:
    """By what it costs at this moment: those without sales off the index of their own prices,
    the others off that of where they stand, as many of each as a page shows."""
    is_placed = bool(filters.category) and not filters.shop_category
    narrowed = where(filters, without="category" if is_placed else "")
    condition = f"{narrowed.sql} AND {PLACED}" if is_placed else narrowed.sql
    # The index to walk: that of a place where one is asked for, else the market's.
    is_shops = filters.retailer or filters.shop is not None
    place = " AND listed.retailer_id = listing.retailer_id" if is_shops else ""
    place = " AND listed.category_id = place.id" if is_placed else place
    plain, usual, values = _from(start, ordering, ordering.key, "listing.uuid")
    after, order, _ = _from(start, ordering, ordering.listed_key, "listed.listing_id")
    halves = [
        f"""SELECT listing.uuid, {ordering.key} AS key FROM {filters.source}
            WHERE {condition} AND NOT listing.has_sales{plain}
            ORDER BY {usual} LIMIT %(limit)s""",
        f"""SELECT listing.uuid, {ordering.listed_key} AS key FROM {filters.source} {LISTED}
            WHERE {condition}{place}{after} ORDER BY {order} LIMIT %(limit)s""",
    ]
    sql = " UNION ALL ".join(_of_each(half) if is_placed else f"({half})" for half in halves)
    return Match(sql, narrowed.values | values | {"category": list(filters.category)})


PLACED = "listing.category_id = place.id"


def _of_each(listings: str) -> str:
    """Of every category below those chosen (`place`) what this query finds there."""
    return f"""SELECT near.uuid, near.key
        FROM (SELECT DISTINCT id FROM ({CATEGORIES_BELOW}) AS c) AS place
        CROSS JOIN LATERAL ({listings}) AS near"""


def _ranked_statement(matches: Match, ordering: Ordering, start: Cursor | None) -> Where:
    """Ranks keys first, and reads what is shown of one page only."""
    key = "score" if ordering.key == "score" else "key"
    after, order, values = _from(start, ordering, key, "uuid")
    sql = f"""SELECT {CARD_COLUMNS}, page.key::text
        FROM (
            SELECT uuid, {key} AS key FROM ({matches.sql}) AS found
            WHERE true{after} ORDER BY {order} LIMIT %(limit)s
        ) AS page
        JOIN public.discovery_listing AS listing ON listing.uuid = page.uuid
        JOIN public.tenants_retailer AS retailer ON retailer.id = listing.retailer_id
        {SALE}
        ORDER BY {order.replace(key, "page.key").replace(" uuid", " page.uuid")}"""
    return Where(sql, matches.values | values)


def _from(
    start: Cursor | None, ordering: Ordering, key: str, uuid: str
) -> tuple[str, str, dict[str, str]]:
    """(condition after the cursor, ORDER BY, its values)."""
    backwards = start is not None and start.backwards
    descending = ordering.is_descending != backwards
    direction = "DESC" if descending else "ASC"
    order = f"{key} {direction}, {uuid} {direction}"
    if start is None:
        return "", order, {}
    sign = "<" if descending else ">"
    after = f" AND ({key}, {uuid}) {sign} (%(after_key)s::{ordering.type}, %(after_uuid)s::uuid)"
    return after, order, {"after_key": start.key, "after_uuid": start.uuid}


def _page(rows: list[tuple[Any, ...]], name: str, start: Cursor | None, size: int) -> Page:
    has_more = len(rows) > size
    rows = rows[:size]
    backwards = start is not None and start.backwards
    if backwards:
        rows.reverse()
    if not rows:
        return Page([], None, None)
    has_next = backwards or has_more
    has_previous = has_more if backwards else start is not None
    return Page(
        cards(rows),
        Cursor(name, rows[-1][-1], str(rows[-1][0])).encode() if has_next else None,
        Cursor(name, rows[0][-1], str(rows[0][0]), True).encode() if has_previous else None,
    )


# --- one product ------------------------------------------------------------------------------
class Detail(NamedTuple):
    listing: Listing  # with its retailer and category
    variants: list[ListingVariant]  # what can be put into a cart, in the shop's order, priced
    categories: list[MarketCategory]  # from the root to the listing's own


def get_listing(key: UUID | str, *, retailer: str = "") -> Detail | None:
    """What shoppers may see of a listing's UUID or short id, priced; three statements.

    `retailer` (a slug) shows it at that shop only. None for what is not there or not on sale.
    """
    at = timezone.now()
    rows = Listing.objects.priced(at).filter(trading_shops(), is_visible=True)
    rows = rows.filter(uuid=key) if isinstance(key, UUID) else rows.filter(short_id=key)
    if retailer:
        rows = rows.filter(retailer__slug=retailer)
    listing = rows.select_related("retailer", "category").defer("search").first()
    if listing is None:
        return None
    variants = list(listing.variants.priced(at).order_by("position", "uuid"))
    return Detail(listing, variants, _line(listing.category))


def find_on_sale(*, product: UUID, retailer: Retailer | None = None) -> Listing:
    """The listing of this UUID or of the variant of this UUID, priced, with its shop.

    Raises NotFound.
    """
    variant = ListingVariant.objects.filter(uuid=product).values("listing")
    # Not `own | variant's`: PostgreSQL would join every listing with its variants to find it.
    named = Listing.objects.filter(uuid=Coalesce(Subquery(variant), Value(product)))
    on_sale = named.filter(is_visible=True, retailer__status=Retailer.Status.ACTIVE)
    if retailer:
        on_sale = on_sale.filter(retailer=retailer)
    priced = on_sale.priced(timezone.now())
    listing = priced.select_related("retailer").defer("search").first()
    if listing is None:
        raise NotFound(NO_PRODUCT)
    return listing


def _line(category: MarketCategory) -> list[MarketCategory]:
    names = category.path.split("/")
    paths = ["/".join(names[: place + 1]) for place in range(len(names))]
    if len(paths) == 1:
        return [category]
    return list(MarketCategory.objects.filter(path__in=paths).order_by("path"))


# --- what there is to choose from -------------------------------------------------------------
COUNT_BY_CATEGORY = f"""
SELECT counted.category_id, sum(counted.listings)
FROM public.discovery_categorycount AS counted
JOIN public.tenants_retailer AS retailer ON retailer.id = counted.retailer_id
WHERE {TRADES} AND (%(retailer)s = '' OR retailer.slug = %(retailer)s)
GROUP BY counted.category_id HAVING sum(counted.listings) > 0
"""


def roots_with_goods() -> QuerySet[MarketCategory]:
    """The marketplace's first level, as far as something is for sale at or below it.

    Each category is asked for its newest listing, which an index tells: of EXISTS PostgreSQL would
    make a join, and read all listings.
    """
    selling = Listing.objects.filter(category=OuterRef("pk"), is_visible=True)
    newest = Subquery(selling.order_by("-created_at", "-uuid").values("uuid")[:1])
    root = Func("path", Value("/"), Value(1), function="split_part", output_field=CharField())
    places = MarketCategory.objects.alias(newest=newest).filter(newest__isnull=False)
    roots = MarketCategory.objects.filter(path__in=places.annotate(root=root).values("root"))
    return roots.order_by("position", "id")


def count_by_category(*, retailer: str = "") -> dict[int, int]:
    """Products that shoppers see in each category itself, by its id; of all shops or one (a slug).

    Adds up what is kept (docs/decisions/0042-counts.md): the listings are not read.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT_BY_CATEGORY, {"retailer": retailer})
        return dict(cursor.fetchall())
