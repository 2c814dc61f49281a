"""A customer's saved products: her page, the heart on a product's page, the shared link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.discovery.addresses import product_path
from marketplace.pages.shared.hosts import next_of
from marketplace.pages.shared.links import to_market
from marketplace.pages.shared.pictures import picture_of
from marketplace.pages.shared.shoppers import account_of
from marketplace.wishlists import queries, services
from marketplace.wishlists.models import Wishlist
from tenants.kernel.errors import NotFound
from tenants.registry.hosts import market_url

Shape = dict[str, Any]
PAGE_SIZE = 24


@never_cache
@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    context = _page(request, queries.items_of(user, retailer=_shop(request)))
    wishlist = Wishlist.objects.filter(user=user).first()
    token = services.token_of(wishlist) if wishlist else ""
    if token:
        path = reverse("shared-wishlist", args=[token])
        context["shared"] = {"url": to_market(request, path), "address": market_url() + path}
    return render(request, "account/wishlist.html", context)


@never_cache
@require_safe
def show_shared(request: HttpRequest, token: str) -> HttpResponse:
    try:
        wishlist = services.find_shared(token=token)
    except NotFound as refusal:
        raise Http404 from refusal
    context = _page(request, queries.items_in(wishlist, retailer=_shop(request)))
    context["owner"] = queries.owner_name(wishlist)
    answer = render(request, "account/wishlist_shared.html", context)
    answer["Referrer-Policy"] = "no-referrer"  # the link is the right to look
    return answer


def _page(request: HttpRequest, items: Any) -> dict[str, Any]:
    page = Paginator(items.order_by("-id"), PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "wishes": [_shape(wish) for wish in queries.wishes(page)],
        "pages": {
            "previous": f"?page={page.previous_page_number()}" if page.has_previous() else None,
            "next": f"?page={page.next_page_number()}" if page.has_next() else None,
        },
    }


def _shape(wish: queries.Wish) -> Shape:
    item, listing = wish.item, wish.listing
    images = listing.images if listing else []
    return {
        "id": item.product,
        "title": listing.title if listing else item.title,
        "url": product_path(listing.slug, listing.short_id) if listing else "",
        "image": picture_of(next(iter(images), None), item.retailer),
        "shop": item.retailer.name,
        "price": wish.price,
        "was": item.saved_price if wish.has_dropped else wish.was,
        "is_available": bool(listing and listing.is_available),
    }


@login_required
@require_POST
def save(request: HttpRequest, product: UUID) -> HttpResponse:
    try:
        services.save_product(user=account_of(request), product=product, retailer=_shop(request))
    except NotFound as refusal:
        raise Http404 from refusal
    messages.success(request, gettext("It is on your wishlist."))
    return _back(request)


@login_required
@require_POST
def remove(request: HttpRequest, product: UUID) -> HttpResponse:
    try:
        services.remove_product(user=account_of(request), product=product, retailer=_shop(request))
    except NotFound as refusal:
        raise Http404 from refusal
    messages.info(request, gettext("It is off your wishlist."))
    return _back(request)


@login_required
@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """`end` in the form ends the link, else there is one from now on."""
    if "end" in request.POST:
        services.end_sharing(user=account_of(request))
        messages.info(request, gettext("The link shows nothing any more."))
    else:
        services.share(user=account_of(request))
        messages.success(request, gettext("Whoever has the link can read the list."))
    return redirect("account-wishlist")


def _shop(request: HttpRequest) -> Any:
    return request.retailer  # type: ignore[attr-defined]


def _back(request: HttpRequest) -> HttpResponse:
    """To the page the form stood on, if it is one of this host."""
    return redirect(next_of(request, reverse("account-wishlist")))
