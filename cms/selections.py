"""What the blocks of a page show: one statement each, from the public projection only."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from marketplace.discovery.models import Listing, MarketCategory
from marketplace.pages.pictures import logo_of, picture_of
from tenants.context import current_retailer, in_market
from tenants.kernel.money import Money
from tenants.models import Retailer
from tenants.shop.catalogue.models import Category

Card = dict[str, Any]
ON_SALE = Q(is_visible=True)
CARD_FIELDS = (
    "uuid",
    "short_id",
    "slug",
    "title",
    "brand",
    "images",
    "currency",
    "price",
    "price_max",
    "is_available",
    "quantity",
    "has_variants",
)


def products_of_shop(*, source: str, category: str = "", count: int) -> list[Card]:
    """Cards of the current shop's products: featured, newest, or of a category's path."""
    retailer = current_retailer()
    if retailer is None:
        return []
    listings = Listing.objects.filter(ON_SALE, retailer=retailer)
    if source == "featured":
        listings = listings.filter(is_featured=True)
    elif source == "category":
        listings = listings.filter(shop_categories__contains=[category])
    return [card_of(listing, retailer) for listing in _newest(listings, count)]


def newest_products(*, count: int) -> list[Card]:
    """Cards of the newest products that open shops sell."""
    listings = Listing.objects.filter(ON_SALE, retailer__status=Retailer.Status.ACTIVE)
    newest = _newest(listings.select_related("retailer"), count, "retailer")
    return [card_of(listing, listing.retailer) for listing in newest]


def _newest(listings: QuerySet[Listing], count: int, *related: str) -> QuerySet[Listing]:
    return listings.only(*CARD_FIELDS, *related).order_by("-created_at", "-uuid")[:count]


def card_of(listing: Listing, retailer: Retailer) -> Card:
    """A listing as components/product_card.html takes it."""
    currency = listing.currency
    return {
        "id": listing.uuid,
        "title": listing.title,
        "brand": listing.brand,
        "url": f"/products/{listing.slug}-{listing.short_id}",
        "image": picture_of(next(iter(listing.images), None), retailer, listing.title),
        "price": None if listing.price is None else Money(listing.price, currency),
        "price_max": None if listing.price_max is None else Money(listing.price_max, currency),
        "stock": {"available": listing.is_available, "quantity": listing.quantity},
        "has_variants": listing.has_variants,
        "retailer": {"name": retailer.name, "slug": retailer.slug, "url": retailer.url},
    }


def category_exists(path: str) -> bool:
    """Whether this shop has the category at "Home > Kitchen"."""
    names = [name.strip() for name in path.split(">")]
    found: Category | None = None
    for name in names:
        siblings = found.get_children() if found else Category.get_root_nodes()
        found = siblings.filter(name=name).first()
        if found is None:
            return False
    return bool(path.strip())


def categories_here() -> list[Card]:
    """[{name, url}]: the first level of this shop's tree, or of the marketplace's."""
    if in_market():
        roots = MarketCategory.objects.filter(parent=None).order_by("position", "id")
        return [{"name": root.name, "url": f"/products?category={root.slug}"} for root in roots]
    roots = Category.get_root_nodes().filter(is_public=True)
    return [
        {"name": root.name, "url": f"/catalogue/category/{root.slug}_{root.pk}/"} for root in roots
    ]


def shops(*, slugs: list[str], count: int) -> list[Card]:
    """Open shops as components/retailer_card.html takes them: those named, or the newest."""
    retailers = Retailer.objects.active()
    if slugs:
        retailers = retailers.filter(slug__in=slugs)
    products = Count("listings", filter=Q(listings__is_visible=True))
    counted = retailers.annotate(product_count=products).order_by("-approved_at", "id")
    return [_shop_card(retailer) for retailer in counted[:count]]


def _shop_card(retailer: Any) -> Card:
    return {
        "name": retailer.name,
        "url": retailer.url,
        "tagline": retailer.tagline,
        "city": retailer.city,
        "cover": logo_of(retailer),
        "product_count": retailer.product_count,
        "open_now": None,
    }
