"""How a page is read in each ordering: off the index of that ordering, as far as a page goes."""

from typing import NamedTuple

from marketplace.discovery.cards import CARD_COLUMNS
from marketplace.discovery.cursors import Cursor
from marketplace.discovery.filters import (
    CATEGORIES_BELOW,
    LISTED,
    ON_SALE,
    PRICED,
    SALE,
    ListingFilters,
    Where,
    where,
)
from marketplace.discovery.models import (
    PRICE_IF_NONE_ASCENDING,
    PRICE_IF_NONE_DESCENDING,
    RATING_IF_NONE,
)


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
ANY = Where("TRUE", {})
# What is not ranked stands by its age behind all that is: by the microseconds of its time, so far
# below zero. Of a key that no list has, a time that PostgreSQL can tell.
BELOW = 10**17
UNRANKED = f"(extract(epoch FROM listing.created_at) * 1000000)::bigint - {BELOW}"
MOMENT_OF_UNRANKED = f"""(
    timestamptz 'epoch' + greatest(%(after_key)s::bigint + {BELOW}, 0) * interval '1 microsecond'
)"""


def key_of(name: str) -> str:
    """SQL over the tables of PRICED: what an ordering stands for of any listing."""
    ordering = ORDERINGS[name]
    if not ordering.sale_key:
        return ordering.key
    return f"CASE WHEN {ON_SALE} THEN {ordering.sale_key} ELSE {ordering.key} END"


def list_statement(filters: ListingFilters, name: str, start: Cursor | None) -> Where:
    """The cards of a page, and one more, without a search."""
    ordering = ORDERINGS[name]
    is_placed = bool(filters.category) and not filters.shop_category
    if ordering.sale_key:
        return page_statement(_by_price(filters, ordering, start, is_placed), name, start)
    if is_placed and name == "newest":
        return page_statement(_newest_of_each(filters, ordering, start), name, start)
    narrowed = where(filters)
    after, order, values = _from(start, ordering, ordering.key, "listing.uuid")
    sql = f"""SELECT {CARD_COLUMNS}, {ordering.key}::text FROM {PRICED}
        WHERE {narrowed.sql}{after} ORDER BY {order} LIMIT %(limit)s"""
    return Where(sql, narrowed.values | values)


def page_statement(matches: Where, name: str, start: Cursor | None) -> Where:
    """The cards of a page of `matches` (uuid and key, or score): keys are ranked first, and what
    is shown is read of one page only."""
    ordering = ORDERINGS[name]
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


# --- (uuid, key) of at least the next page ----------------------------------------------------
def walk_matches(filters: ListingFilters, name: str, start: Cursor | None, text: Where) -> Where:
    """Those of a text, read until they fill a page: of a text that few listings hold it reads
    them all. Not category by category, as a list is: most of them may hold none."""
    ordering = ORDERINGS[name]
    if ordering.sale_key:
        return _by_price(filters, ordering, start, False, text)
    narrowed = where(filters).narrowed(text)
    after, order, values = _from(start, ordering, ordering.key, "listing.uuid")
    sql = f"""SELECT listing.uuid, {ordering.key} AS key FROM {filters.source}
        WHERE {narrowed.sql}{after} ORDER BY {order} LIMIT %(limit)s"""
    return Where(sql, narrowed.values | values)


def walk_unranked(filters: ListingFilters, start: Cursor, text: Where) -> Where:
    """(uuid, score) of those of a text that are not among the `ranked` of search.match, as far
    as these leave room on the page: the newest first."""
    newest = ORDERINGS["newest"]
    narrowed = where(filters).narrowed(text)
    after, order, values = _from(start, newest, newest.key, "listing.uuid")
    after = after.replace("%(after_key)s::timestamptz", MOMENT_OF_UNRANKED)
    sql = f"""SELECT listing.uuid, {UNRANKED} AS score FROM {filters.source}
        WHERE {narrowed.sql}{after}{_with_room(start)}
        AND listing.uuid NOT IN (SELECT uuid FROM ranked) ORDER BY {order} LIMIT %(limit)s"""
    return Where(sql, narrowed.values | values)


def _with_room(start: Cursor) -> str:
    """Going back, what is not ranked comes first."""
    if start.backwards:
        return ""
    after, _, _ = _from(start, ORDERINGS["relevance"], "score", "uuid")
    return f" AND (SELECT count(*) FROM ranked WHERE true{after}) < %(limit)s"


def _newest_of_each(filters: ListingFilters, ordering: Ordering, start: Cursor | None) -> Where:
    """The newest of every category below those chosen, each read off its index: no more than
    a page a category, where collecting all of them and sorting would grow with the listings."""
    narrowed = where(filters, without="category")
    after, order, values = _from(start, ordering, ordering.key, "listing.uuid")
    sql = _of_each(f"""SELECT listing.uuid, {ordering.key} AS key FROM {filters.source}
            WHERE {narrowed.sql} AND {PLACED}{after} ORDER BY {order} LIMIT %(limit)s""")
    return Where(sql, narrowed.values | values | {"category": list(filters.category)})


def _by_price(
    filters: ListingFilters,
    ordering: Ordering,
    start: Cursor | None,
    is_placed: bool,
    text: Where = ANY,
) -> Where:
    """By what it costs at this moment: those without sales off the index of their own prices,
    the others off that of where they stand, as many of each as a page shows (`is_placed`: of
    each category)."""
    narrowed = where(filters, without="category" if is_placed else "").narrowed(text)
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
    return Where(sql, narrowed.values | values | {"category": list(filters.category)})


PLACED = "listing.category_id = place.id"


def _of_each(listings: str) -> str:
    """Of every category below those chosen (`place`) what this query finds there."""
    return f"""SELECT near.uuid, near.key
        FROM (SELECT DISTINCT id FROM ({CATEGORIES_BELOW}) AS c) AS place
        CROSS JOIN LATERAL ({listings}) AS near"""


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
