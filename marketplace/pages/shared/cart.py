"""The cart: all shops on the marketplace's host, one shop on its own."""

import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.cart import services, vouchers
from marketplace.cart.cookies import keep_cart
from marketplace.cart.errors import ChooseVariant
from marketplace.cart.queries import CartView, count_items
from marketplace.cart.rate_limits import count_new_cart
from marketplace.pages.shared.departures import way_to_ask
from marketplace.pages.shared.hosts import next_of
from marketplace.pages.shared.links import to_market
from marketplace.pages.shared.shapes.carts import groups_of, rows_of
from marketplace.pages.shared.shoppers import shopper_of
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import hit
from tenants.kernel.errors import Refusal
from tenants.kernel.numbers import read_whole

MOST = 9999


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """An empty one of a guest is looked for where she went from here."""
    cart = services.read_cart(shopper_of(request))
    is_empty = not cart.groups and not request.user.is_authenticated
    way = way_to_ask(request) if is_empty and request.method == "GET" else ""
    return redirect(way) if way else _cart_page(request, cart)


@never_cache
@require_safe
def show_badge(request: HttpRequest) -> HttpResponse:
    """The way to the cart, for a page that was drawn a while ago."""
    context = {"count": count_items(shopper_of(request)), "url": "/cart"}
    return render(request, "components/cart_link.html", context)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """From a product's page or card; without script back to the cart, with it a toast."""
    shopper = shopper_of(request)
    try:
        product, quantity = _uuid(request.POST.get("product")), _quantity(request, 1)
        count_new_cart(shopper=shopper, address=client_address(request))
        cart = services.add_item(shopper=shopper, product=product, quantity=quantity)
    except Refusal as refusal:
        return _refuse_addition(request, refusal)
    response = _confirm_addition(request, cart)
    return keep_cart(request, response, cart.token)


@require_POST
def change(request: HttpRequest, item: UUID) -> HttpResponse:
    quantity = _quantity(request, -1)  # nonsense is refused as too little
    shopper = shopper_of(request)
    return _change_cart(
        request, lambda: services.change_item(shopper=shopper, item=item, quantity=quantity)
    )


@require_POST
def remove(request: HttpRequest, item: UUID) -> HttpResponse:
    return _change_cart(
        request, lambda: services.remove_item(shopper=shopper_of(request), item=item)
    )


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    return _change_cart(request, lambda: services.clear(shopper=shopper_of(request)))


@require_POST
def apply_voucher(request: HttpRequest) -> HttpResponse:
    return _change_cart(request, lambda: _show_use(request, use_voucher(request)))


def _show_use(request: HttpRequest, result: vouchers.VoucherResult) -> CartView:
    if text := why_unused(result):
        messages.info(request, text)
    return result.view


def why_unused(result: vouchers.VoucherResult) -> str:
    """Of a code that was taken and changes nothing now; "" of one that counts."""
    if result.applied:
        return ""
    text = gettext("%(code)s stays in your cart. The other offers take off at least as much.")
    return text % {"code": result.code}


@require_POST
def remove_voucher(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("code", "")
    return _change_cart(
        request, lambda: vouchers.remove_voucher(shopper=shopper_of(request), code=code)
    )


def use_voucher(request: HttpRequest) -> vouchers.VoucherResult:
    """Codes are short: tries are counted by address; one that counted is no guess."""
    subject = client_address(request)
    tries = hit("voucher-address", subject)
    code = request.POST.get("code", "")
    result = vouchers.apply_voucher(shopper=shopper_of(request), code=code)
    tries.give_back()
    return result


def _change_cart(request: HttpRequest, action: Callable[[], CartView]) -> HttpResponse:
    """The whole cart again for htmx, a redirect otherwise; a refusal is shown above it."""
    try:
        cart = action()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        cart = services.read_cart(shopper_of(request))
    if request.htmx:  # type: ignore[attr-defined]
        return _cart_page(request, cart)
    return redirect("cart")


def _cart_page(request: HttpRequest, cart: CartView) -> HttpResponse:
    request.cart_count = cart.count  # type: ignore[attr-defined]
    groups = groups_of(request, cart)
    context = {
        "cart": cart,
        "groups": groups,
        "rows": rows_of(groups),
        "orderable": sum(1 for group in groups if group["can_be_bought"]),
        "everything_url": to_market(request, "/cart"),
    }
    return render(request, "marketplace/cart/cart.html", context)


def _confirm_addition(request: HttpRequest, cart: CartView) -> HttpResponse:
    text = gettext("Added to your cart.")
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text)
        return redirect(next_of(request, "/cart"))
    link = {"count": cart.count, "url": "/cart", "oob": True}
    response = HttpResponse(render_to_string("components/cart_link.html", link, request))
    toast = {"level": "success", "text": text, "url": "/cart", "label": gettext("See the cart")}
    response["HX-Trigger"] = json.dumps({"toast": toast})
    return response


def _refuse_addition(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        response = HttpResponse(status=204)
        response["HX-Trigger"] = json.dumps({"toast": {"level": "error", "text": refusal.sentence}})
        return response
    messages.error(request, refusal.sentence)
    return redirect(next_of(request, "/cart"))


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as error:
        raise ChooseVariant(gettext("Choose one first.")) from error


def _quantity(request: HttpRequest, default: int) -> int:
    count = read_whole(request.POST.get("quantity", ""))
    return default if count is None else min(count, MOST)
