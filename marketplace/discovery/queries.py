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

from marketplace.discovery import sums
from marketplace.discovery.cards import ListingCard, cards
from marketplace.discovery.cursors import Cursor
from marketplace.discovery.filters import (
    PRICED,
    ListingFilters,
    Where,
    trading_shops,
    where,
)
from marketplace.discovery.models import Listing, ListingVariant, MarketCategory
from marketplace.discovery.search import NOTHING, holding, match, match_in_order
from marketplace.discovery.walks import (
    ORDERINGS,
    key_of,
    list_statement,
    page_statement,
    walk_matches,
    walk_unranked,
)
from marketplace.discovery.words import Word, look_up
from tenants.kernel.errors import NotFound
from tenants.postgresql.statements import Prepared
from tenants.registry.models import Retailer

NO_PRODUCT = _("There is no such product, or it is not for sale now.")
NO_CATEGORY = _("There is no such category.")
PAGE_SIZE = 20
MOST_ON_A_PAGE = 100


class Page(NamedTuple):
    """`next` and `previous` are cursors, None at either end; `words` are those of the search."""

    results: list[ListingCard]
    next: str | None
    previous: str | None
    words: tuple[Word, ...] = ()


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
    words = _words(filters)
    page = _page(_rows(filters, words, name, start, size + 1), name, start, size)
    return page._replace(words=tuple(words))


def first_listings(filters: ListingFilters, count: int) -> list[ListingCard]:
    """What the list begins with, for a place that has no next page: as many statements."""
    return cards(_rows(filters, _words(filters), ordering_of(filters), None, count))


def _words(filters: ListingFilters) -> list[Word]:
    return look_up(filters.search, is_exact=filters.is_exact) if filters.search else []


def _rows(
    filters: ListingFilters, words: list[Word], name: str, start: Cursor | None, limit: int
) -> list[tuple[Any, ...]]:
    if start is None and limit == PAGE_SIZE + 1 and _is_plain(filters, name):
        first = NEWEST if filters.shop is None else NEWEST_OF_SHOP
        return first.fetch_all({"now": filters.at or timezone.now(), "shop": filters.shop})
    if filters.search:
        if not words:
            return []
        statement = _search_statement(filters, words, name, start)
    else:
        statement = list_statement(filters, name, start)
    with connection.cursor() as database:
        database.execute(statement.sql, statement.values | {"limit": limit})
        rows: list[tuple[Any, ...]] = database.fetchall()
    return rows


def _search_statement(
    filters: ListingFilters, words: list[Word], name: str, start: Cursor | None
) -> Where:
    if name == "relevance":
        matches = match(
            words, where(filters), _unranked(filters, words, start), source=filters.source
        )
    else:
        walked = walk_matches(filters, name, start, holding(words))
        source = PRICED if ORDERINGS[name].sale_key else filters.source
        narrowed, key = where(filters), key_of(name)
        matches = match_in_order(words, narrowed, walked, key=key, source=source)
    return page_statement(matches, name, start)


def _unranked(filters: ListingFilters, words: list[Word], start: Cursor | None) -> Where:
    """Nothing where a page can only show ranked ones, as the first does."""
    if start is None or (start.backwards and not start.key.startswith("-")):
        return NOTHING
    return walk_unranked(filters, start, holding(words))


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


def _first_page(name: str, filters: ListingFilters) -> Prepared:
    statement = list_statement(filters, "newest", None)
    return Prepared(name, statement.sql.replace("%(limit)s", str(PAGE_SIZE + 1)))


# What all who come ask first.
NEWEST = _first_page("newest", ListingFilters())
NEWEST_OF_SHOP = _first_page("newest_of_shop", ListingFilters(shop=0))


def _is_plain(filters: ListingFilters, name: str) -> bool:
    """Whether nothing narrows the newest, but the shop that is asked."""
    plain = ListingFilters(
        shop=filters.shop, at=filters.at, currency=filters.currency, ordering=filters.ordering
    )
    return name == "newest" and filters == plain


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
def _statement_of_tree(name: str, counts: str) -> Prepared:
    return Prepared(
        name,
        f"""SELECT node.slug, node.name, node.path, coalesce(counted.listings, 0)
        FROM public.discovery_marketcategory AS node
        LEFT JOIN ({counts}) AS counted ON counted.category_id = node.id
        ORDER BY node.position, node.name, node.id""",
    )


CATEGORIES = _statement_of_tree("categories", sums.BY_CATEGORY)
CATEGORIES_OF_SHOP = _statement_of_tree("categories_of_shop", sums.BY_CATEGORY_OF_SHOP)


class CountedCategory(NamedTuple):
    """`listings` are those in the category itself, without what lies below it."""

    slug: str
    name: str
    path: str
    listings: int


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


def count_categories(*, retailer: str = "") -> list[CountedCategory]:
    """Every category in the taxonomy's order, also without goods; of one shop (a slug), or all.

    One statement and no model instances: a taxonomy has some hundred categories.
    """
    statement = CATEGORIES_OF_SHOP if retailer else CATEGORIES
    rows = statement.fetch_all({"of_shop": retailer, "of_shop_id": None})
    return [CountedCategory._make(row) for row in rows]
