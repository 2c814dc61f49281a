"""What search engines may list of the shops and their products, in pieces of bounded size.

UUIDs are random, so a piece is all that begin with the same hexadecimal digits: no counter to keep,
no offset to walk to, and each piece is one range of an index.
"""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from marketplace.discovery import sums
from marketplace.discovery.models import Listing
from marketplace.discovery.queries import count_categories
from tenants.registry.models import Retailer

# What a piece holds at most; pieces are cut so that they hold half of it on average.
MOST = 5000

CATEGORIES = f"""
SELECT slug FROM ({sums.BY_CATEGORY}) AS counted
JOIN public.discovery_marketcategory AS category ON category.id = counted.category_id
ORDER BY path LIMIT %(most)s
"""  # noqa: S608 - of constants; values are parameters


def count_products(*, shop: Retailer | None = None) -> int:
    """Of all shops that trade, or of this one; one statement."""
    return sum(row.listings for row in count_categories(retailer=shop.slug if shop else ""))


def count_shops() -> int:
    return Retailer.objects.active().count()


def _visible(shop: Retailer | None) -> QuerySet[Listing]:
    visible = Listing.objects.filter(is_visible=True, retailer__status=Retailer.Status.ACTIVE)
    return visible.filter(retailer=shop) if shop else visible


def prefixes(count: int) -> list[str]:
    """`[""]` for few, `["0", ... "f"]` for more; none for nothing."""
    digits = 0
    while count > MOST // 2 * 16**digits:
        digits += 1
    return [
        f"{number:0{digits}x}" if digits else "" for number in range(16**digits if count else 0)
    ]


def product_slugs(prefix: str, *, shop: Retailer | None = None) -> list[tuple[str, str]]:
    """(slug, short id) of what is for sale, of one piece; one statement."""
    piece = _visible(shop).filter(uuid__range=bounds(prefix)).order_by("uuid")
    return list(piece.values_list("slug", "short_id")[:MOST])


def shop_slugs(prefix: str) -> list[str]:
    """Of the shops that trade, of one piece; one statement."""
    piece = Retailer.objects.active().filter(uuid__range=bounds(prefix)).order_by("uuid")
    return list(piece.values_list("slug", flat=True)[:MOST])


def category_slugs() -> list[str]:
    """Of the marketplace's categories in which something is for sale; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(CATEGORIES, {"most": MOST})
        return [slug for (slug,) in cursor.fetchall()]


def bounds(prefix: str) -> tuple[UUID, UUID]:
    """The first and the last UUID that begins so."""
    return UUID(prefix.ljust(32, "0")), UUID(prefix.ljust(32, "f"))
