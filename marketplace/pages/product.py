"""One product: on the marketplace's host, or on its own shop's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from marketplace.discovery import queries
from marketplace.discovery.addresses import product_path
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import Listing
from marketplace.pages.shapes_listing import listing_of
from marketplace.pages.shapes_product import cards_of
from tenants.kernel.ids import short_id as short_id_of
from tenants.models import Retailer
from tenants.shop.catalogue.models import Product

MORE = 4


@require_GET
def show(request: HttpRequest, slug: str, short_id: str) -> HttpResponse:
    listing = _find(request, short_id.lower())
    path = product_path(listing.slug, listing.short_id)
    if request.path.rstrip("/") != path:
        return redirect(path, permanent=True)
    shop = listing.retailer
    more = queries.list_listings(ListingFilters(retailer=(shop.slug,)), None, MORE + 1).results
    others = [card for card in more if card.uuid != listing.uuid][:MORE]
    context: dict[str, Any] = {
        "product": listing_of(request, listing),
        "more": cards_of(request, others),
        "canonical_url": request.build_absolute_uri(path),
    }
    return render(request, "marketplace/browse/product.html", context)


def _find(request: HttpRequest, short_id: str) -> Listing:
    """The gate: on sale, of a shop that is open, on a shop's host of that shop. Else 404."""
    listings = Listing.objects.filter(
        short_id=short_id, is_visible=True, retailer__status=Retailer.Status.ACTIVE
    )
    shop = request.retailer  # type: ignore[attr-defined]
    if shop is not None:
        listings = listings.filter(retailer=shop)
    listing = listings.select_related("retailer", "category").first()
    if listing is None:
        raise Http404
    return listing


@require_GET
def by_oscars_address(request: HttpRequest, product_slug: str, pk: int) -> HttpResponse:
    """Where Oscar's own pages think a product is; a variant leads to its parent."""
    product = Product.objects.filter(pk=pk).select_related("parent").first()
    if product is None:
        raise Http404
    shown = product.parent or product
    return redirect(product_path(shown.slug, short_id_of(shown.uuid)), permanent=True)
