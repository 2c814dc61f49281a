"""What the blocks of a page show: from the public projection, one statement each."""

from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from marketplace.discovery.addresses import category_path
from marketplace.discovery.cards import CARD_COLUMNS, ListingCard, cards
from marketplace.discovery.category_matches import SEPARATOR
from marketplace.discovery.filters import PRICED, VISIBLE, ListingFilters
from marketplace.discovery.queries import first_listings, roots_with_goods
from marketplace.pages.market import retailers
from marketplace.pages.shared.shapes.cards import cards_of
from marketplace.pages.shop.frame import MOST_CATEGORIES
from marketplace.pages.shop.opening_hours import hours_of
from tenants.registry.context import current_retailer, in_market
from tenants.registry.models import Retailer
from tenants.registry.timetables import timetable_of
from tenants.shop.catalogue.models import Category

Card = dict[str, Any]

# A listing keeps the paths of its shop's categories as text: ["Home > Kitchen > Mugs"].
IN_CATEGORY = f"""
SELECT {CARD_COLUMNS} FROM {PRICED}
WHERE {VISIBLE} AND listing.retailer_id = %(retailer)s AND EXISTS (
    SELECT FROM jsonb_array_elements_text(listing.shop_categories) AS place (path)
    WHERE place.path = %(path)s OR starts_with(place.path, %(below)s)
)
ORDER BY listing.created_at DESC, listing.uuid DESC LIMIT %(count)s
"""  # noqa: S608 - constants of discovery, values are parameters


def products_of_shop(
    *, request: HttpRequest, source: str, category: str = "", count: int
) -> list[Card]:
    """Cards of the current shop's products: featured, newest, or of a category's path."""
    retailer = current_retailer()
    if retailer is None:
        return []
    if source == "category":
        return cards_of(request, _in_category(retailer, category, count))
    only_featured = True if source == "featured" else None
    filters = ListingFilters(shop=retailer.pk, featured=only_featured)
    return cards_of(request, first_listings(filters, count))


def _in_category(retailer: Retailer, path: str, count: int) -> list[ListingCard]:
    path = SEPARATOR.join(_names(path))
    values = {"retailer": retailer.pk, "path": path, "below": path + SEPARATOR, "count": count}
    values["now"] = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(IN_CATEGORY, values)
        return cards(cursor.fetchall())


def newest_products(*, request: HttpRequest, count: int) -> list[Card]:
    """Cards of the newest products that open shops sell."""
    return cards_of(request, first_listings(ListingFilters(), count))


def _names(path: str) -> list[str]:
    return [name.strip() for name in path.split(SEPARATOR.strip()) if name.strip()]


def category_exists(path: str) -> bool:
    """Whether this shop has the category at "Home > Kitchen"."""
    category: Category | None = None
    for name in _names(path):
        siblings = category.get_children() if category else Category.get_root_nodes()
        category = siblings.filter(name=name).first()
        if category is None:
            return False
    return category is not None


def categories_here(chrome: Any) -> list[Card]:
    """[{name, url}]: the first level of this shop's tree, or of the marketplace's with goods in it.

    A shop's is shared with the head of the page, unless there are more than it shows.
    """
    if in_market():
        roots = roots_with_goods()
        return [{"name": root.name, "url": f"/products?category={root.slug}"} for root in roots]
    entries = chrome.nav[1:] if chrome else []
    if entries and len(entries) < MOST_CATEGORIES:
        return [{"name": item["title"], "url": item["url"]} for item in entries]
    categories = Category.objects.filter(depth=1, is_public=True).order_by("path")
    return [
        {"name": name, "url": category_path(slug, pk)}
        for name, slug, pk in categories.values_list("name", "slug", "pk")
    ]


def opening_hours(chrome: Any) -> Card:
    """When this shop is open; shared with the foot of the page where there is one."""
    retailer = current_retailer()
    if retailer is None:
        return {}
    if chrome is None:
        return hours_of(timetable_of(retailer))
    shared: Card = chrome.opening_hours
    return shared


def shops(*, slugs: list[str], count: int) -> list[Card]:
    """Open shops as components/retailer_card.html takes them: those named, or the newest."""
    open_shops = Retailer.objects.active()
    if slugs:
        open_shops = open_shops.filter(slug__in=slugs)
    return retailers.cards_of(list(open_shops.order_by("-approved_at", "id")[:count]))
