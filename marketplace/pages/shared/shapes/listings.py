"""All that a product's page shows of it."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from marketplace.discovery.addresses import product_path
from marketplace.discovery.models import Listing, ListingVariant
from marketplace.discovery.queries import Detail
from marketplace.pages.shared.links import to_shop
from marketplace.pages.shared.pictures import picture_of
from marketplace.pages.shared.shapes.carts import counter_of, shop_of
from tenants.kernel.money import Money
from tenants.registry.delivery_areas import write_area

Shape = dict[str, Any]


def listing_of(request: HttpRequest, detail: Detail) -> Shape:
    """Asks the database for nothing more. `?variant=` names the variant that is looked at."""
    listing, variants = detail.listing, detail.variants
    variant_id = request.GET.get("variant", "")
    chosen = next(
        (variant for variant in variants if str(variant.uuid) == variant_id), None
    ) or _first(variants)
    images = [
        picture_of(image, listing.retailer, listing.title) for image in _images(listing, chosen)
    ]
    return {
        "id": listing.uuid,
        "title": listing.title,
        "brand": listing.brand,
        "description": listing.description,
        "images": [image for image in images if image],
        "price": _money(listing.now.price, listing.currency),
        "price_max": _money(listing.now.price_max, listing.currency),
        "was": _money(listing.now.was, listing.currency),
        "stock": {"available": listing.is_available, "quantity": listing.quantity},
        "has_variants": listing.has_variants,
        "variants": [_variant(variant, variant is chosen) for variant in variants],
        "chosen": _variant(chosen, True) if chosen else None,
        "is_asked_for": chosen is not None and str(chosen.uuid) == variant_id,
        "attributes": [
            {"name": name, "value": value} for name, value in listing.attributes.items() if value
        ],
        "shop": _shop(request, listing),
        "crumbs": _crumbs(request, detail),
    }


def _first(variants: list[ListingVariant]) -> ListingVariant | None:
    """The first that can be bought, so that the button works at once."""
    available = [
        variant for variant in variants if variant.is_available and variant.price is not None
    ]
    return next(iter([*available, *variants]), None)


def _images(listing: Listing, chosen: ListingVariant | None) -> list[dict[str, Any]]:
    """The chosen variant's own picture is the first one."""
    own = chosen.image if chosen else None
    if own is None:
        return list(listing.images)
    return [own, *(image for image in listing.images if image != own)]


def _variant(variant: ListingVariant, is_chosen: bool) -> Shape:
    bounds = [bound for bound in (variant.max_quantity, variant.quantity) if bound is not None]
    return {
        "id": variant.uuid,
        "title": ", ".join(str(value) for value in variant.options.values()) or variant.title,
        "options": [{"name": name, "value": value} for name, value in variant.options.items()],
        "price": _money(variant.now.price, variant.currency),
        "was": _money(variant.now.was, variant.currency),
        "stock": {"available": variant.is_available, "quantity": variant.quantity},
        "can_be_bought": variant.is_available and variant.price is not None,
        "min_quantity": variant.min_quantity,
        "max_quantity": max(min(bounds), variant.min_quantity) if bounds else None,
        "sku": variant.sku,
        "is_chosen": is_chosen,
    }


def _money(amount: Any, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)


def _shop(request: HttpRequest, listing: Listing) -> Shape:
    shop = listing.retailer
    over = shop.free_delivery_over
    here = request.retailer is not None  # type: ignore[attr-defined]
    path = product_path(listing.slug, listing.short_id)
    return shop_of(request, shop) | {
        "visit_url": "" if here else to_shop(shop, path),
        "delivers": shop.offers_delivery,
        "area": write_area(shop),
        "hands_over": shop.offers_pickup,
        "delivery_fee": Money(shop.delivery_fee, shop.currency),
        "free_delivery_over": _money(over, shop.currency),
        "place": counter_of(shop),
    }


def _crumbs(request: HttpRequest, detail: Detail) -> list[Shape]:
    """On the marketplace the way through its categories, on a shop's host the shop's list."""
    here = {"title": detail.listing.title}
    if request.retailer is not None:  # type: ignore[attr-defined]
        return [{"title": _("All products"), "url": "/catalogue/"}, here]
    line = [
        {"title": category.name, "url": f"/products?category={category.slug}"}
        for category in detail.categories
    ]
    return [{"title": _("All products"), "url": "/products"}, *line, here]
