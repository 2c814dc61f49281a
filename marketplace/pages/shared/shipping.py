"""How shops hand over what they sell, and what that costs."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.cart.queries import read_cart
from marketplace.pages.shared.shapes.carts import shop_of
from marketplace.pages.shared.shoppers import shopper_of
from marketplace.payments.delivery import ShopShipping, shipping_of, shipping_of_cart
from tenants.kernel.fulfilments import DELIVERY, LABELS
from tenants.registry.delivery_areas import write_area
from tenants.registry.models import Retailer

Shape = dict[str, Any]
PAGE_SIZE = 24


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Of the shops in the cart first, with the goods there; then of all, on its host of one."""
    shop = request.retailer  # type: ignore[attr-defined]
    shops = Retailer.objects.active().order_by("name", "id")
    if shop:
        shops = shops.filter(pk=shop.pk)
    page = Paginator(shops, PAGE_SIZE).get_page(request.GET.get("page"))
    in_cart = shipping_of_cart(read_cart(shopper_of(request))) if page.number == 1 else []
    context: Shape = {
        "in_cart": [_shape(request, row) for row in in_cart],
        "shops": [_shape(request, shipping_of(row)) for row in page],
        "pages": {
            "previous": f"?page={page.previous_page_number()}" if page.has_previous() else None,
            "next": f"?page={page.next_page_number()}" if page.has_next() else None,
        },
    }
    return render(request, "marketplace/browse/shipping.html", context)


def _shape(request: HttpRequest, row: ShopShipping) -> Shape:
    return {
        "shop": shop_of(request, row.retailer),
        "ways": [
            {
                "label": LABELS[code],
                "fee": fee,
                "free_over": row.free_over if code == DELIVERY else None,
                "icon": "truck" if code == DELIVERY else "store",
            }
            for code, fee in row.fees.items()
        ],
        "area": write_area(row.retailer) if row.retailer.offers_delivery else "",
        "minimum_order": row.minimum_order,
        "missing": row.missing if row.goods else None,
    }
