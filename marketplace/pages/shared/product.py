"""One product: on the marketplace's host, or on its own shop's."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marketplace.discovery import queries
from marketplace.discovery.addresses import product_path
from marketplace.discovery.cards import ListingCard
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import Listing
from marketplace.pages.shared.errors import shop_closed
from marketplace.pages.shared.heads import product_head
from marketplace.pages.shared.links import with_query
from marketplace.pages.shared.reviews import own_review, reviews_of
from marketplace.pages.shared.shapes.cards import cards_of
from marketplace.pages.shared.shapes.listings import listing_of
from marketplace.pages.shared.shoppers import account_of
from marketplace.payments.gateways import methods_for
from marketplace.wishlists.queries import has_saved
from tenants.kernel.errors import NotFound
from tenants.kernel.ids import short_id as short_id_of
from tenants.shop.catalogue.models import Product

MORE = 4


@require_safe
def show(request: HttpRequest, slug: str, short_id: str) -> HttpResponse:
    shop = request.retailer  # type: ignore[attr-defined]
    detail = queries.get_listing(short_id.lower(), retailer=shop.slug if shop else "")
    if detail is None:
        return _show_absent(request, short_id=short_id.lower())
    listing = detail.listing
    path = product_path(listing.slug, listing.short_id)
    if quote(request.path.rstrip("/")) != path:
        return redirect(with_query(request, path), permanent=True)
    product = listing_of(request, detail)
    context: dict[str, Any] = {
        "product": product,
        "methods": methods_for(*filter(None, [product["price"]])),
        "more": cards_of(request, _more(listing)),
        "reviews": reviews_of(listing),
        "rating": _rating_of(listing),
        "head": product_head(request, product, path=path, rating=_rating_of(listing)),
        **_own(request, listing),
    }
    return render(request, "marketplace/browse/product.html", context)


@require_safe
def lead_to_product(request: HttpRequest, product: UUID) -> HttpResponse:
    """By the UUID of a product or of a variant, as the API and a shop's files have them."""
    shop = request.retailer  # type: ignore[attr-defined]
    try:
        listing = queries.find_on_sale(product=product, retailer=shop)
    except NotFound:
        return _show_absent(request, uuid=product)
    return redirect(with_query(request, product_path(listing.slug, listing.short_id)))


def _show_absent(request: HttpRequest, **key: Any) -> HttpResponse:
    """On the marketplace's host a product of a shop that is not open says so."""
    if request.retailer is None:  # type: ignore[attr-defined]
        listing = Listing.objects.filter(**key).select_related("retailer").only("retailer").first()
        if listing and listing.retailer.has_shut:
            return shop_closed(request, listing.retailer)
    raise Http404


def _rating_of(listing: Listing) -> dict[str, Any]:
    return {"average": listing.rating, "count": listing.rating_count}


def _own(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """What the customer has to do with it. `saved` None: a guest, who is not asked about."""
    if not request.user.is_authenticated:
        return {"saved": None}
    user = account_of(request)
    return {"saved": has_saved(user, listing.uuid), **own_review(user, listing)}


def _more(listing: Listing) -> list[ListingCard]:
    shop = ListingFilters(shop=listing.retailer_id)
    cards = queries.first_listings(shop, MORE + 1)
    return [card for card in cards if card.uuid != listing.uuid][:MORE]


@require_safe
def redirect_from_oscar(request: HttpRequest, product_slug: str, pk: int) -> HttpResponse:
    """Where Oscar's own pages think a product is; a variant leads to its parent.

    One that is not for sale is not named: its title would stand in the address.
    """
    product = Product.objects.filter(pk=pk).select_related("parent").first()
    parent = product and (product.parent or product)
    if parent is None or not parent.is_active:
        raise Http404
    path = product_path(parent.slug, short_id_of(parent.uuid))
    return redirect(with_query(request, path), permanent=True)
