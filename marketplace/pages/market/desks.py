"""`/seller/...` on the marketplace's host leads to the desk of the shop that somebody works for."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.pages.shared.links import to_shop, with_query
from marketplace.pages.shared.shoppers import account_of
from tenants.registry.models import Retailer
from tenants.staff.gates import shop_path
from tenants.staff.workplaces import workplaces


@never_cache
@require_safe
def lead_to_desk(request: HttpRequest, path: str = "") -> HttpResponse:
    """The same address on the shop's host; with several shops, or none, a page to go on from."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    shops = workplaces(account_of(request))
    if len(shops) == 1:
        return redirect(_desk_of(request, shops[0], path))
    desks = [
        {
            "name": shop.name,
            "url": _desk_of(request, shop, path),
            "status": shop.status,
            "status_label": shop.get_status_display(),
            "is_open": shop.is_active,
        }
        for shop in shops
    ]
    return render(request, "seller/desks.html", {"desks": desks})


def _desk_of(request: HttpRequest, shop: Retailer, path: str) -> str:
    """Of a closed shop what is left of it, here."""
    if shop.status == Retailer.Status.CLOSED:
        return shop_path(shop)
    desk = f"/seller/{path}".rstrip("/")
    return to_shop(shop, with_query(request, desk))
