"""An order that is confirmed by mail: "look into your mailbox", and what the mail's link opens."""

from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import find_cart
from marketplace.pages.shared.shapes.carts import change_of, groups_of
from marketplace.pages.shared.shapes.orders import address_of
from marketplace.pages.shared.shoppers import shopper_of
from marketplace.payments import confirmation_links as links
from marketplace.payments import confirmations, preview
from marketplace.payments.checkout import Changed
from marketplace.payments.gateways import METHODS
from marketplace.payments.models import OrderConfirmation
from marketplace.purchases.errors import EmptyCart, UnknownRetailer
from marketplace.purchases.models import Purchase
from marketplace.purchases.prints import print_order
from marketplace.purchases.queries import make_order_token
from tenants.kernel.errors import Refusal


@never_cache
@require_safe
def show_wait(request: HttpRequest) -> HttpResponse:
    """To the browser that ordered."""
    cart = find_cart(shopper_of(request))
    waiting = confirmations.find_waiting(cart=cart.uuid) if cart else None
    if waiting is None:
        return redirect("cart")
    return render(request, "marketplace/checkout/awaited.html", {"waiting": waiting})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """In any browser. A button places, since programs that look through mail open every link."""
    row = links.find_confirmation(token, retailer=request.retailer)  # type: ignore[attr-defined]
    if row is None:
        return _show_over(request)
    if row.purchase:
        return redirect(_thanks_url(row.purchase, make_order_token(row.purchase)))
    if request.method != "POST":
        return _page(request, row)
    try:
        placed = links.place_confirmed(
            token=token, retailer=row.retailer, page_print=request.POST.get("seen", "")
        )
    except (links.LinkOver, EmptyCart, UnknownRetailer):
        return _show_over(
            request, is_empty=links.find_confirmation(token, retailer=row.retailer) is not None
        )
    except Refusal as refusal:
        return _page(request, row, refused=refusal, status=refusal.status)
    if isinstance(placed, Changed):
        row = links.find_confirmation(token, retailer=row.retailer) or row  # of another cart by now
        return _page(request, row, changed=placed, status=409)
    return redirect(_thanks_url(placed.purchase, placed.order_token))


def _page(
    request: HttpRequest,
    row: OrderConfirmation,
    *,
    refused: Refusal | None = None,
    changed: Changed | None = None,
    status: int = 200,
) -> HttpResponse:
    """What would be placed, at the prices of this moment."""
    shopper = links.shopper_of(row)
    try:
        draft = preview.preview(shopper=shopper, **row.order)
    except (EmptyCart, UnknownRetailer):
        return _show_over(request, is_empty=True)
    cart = read_cart(shopper)
    changes = (changed and changed.changes) or [change.as_dict() for change in draft.changes]
    errors = [changed.sentence] if changed and not changes else []
    for refusal in filter(None, [refused, *draft.problems]):
        errors += _sentences_of(refusal)
    slugs = {group.basket.retailer.slug for group in draft.groups}
    context = {
        "row": row,
        "address": address_of(row.order.get("shipping_address")),
        "groups": groups_of(request, cart, only=slugs),
        "totals": draft.to_pay,
        "method": METHODS.get(row.order["payment_method"]),
        "can_be_placed": not (draft.cannot_be_had or draft.problems),
        "seen": print_order(draft.groups, row.order),
        "changes": [change_of(change, cart) for change in changes],
        "errors": list(dict.fromkeys(errors)),
    }
    return render(request, "marketplace/checkout/confirm.html", context, status=status)


def _sentences_of(refusal: Refusal) -> list[str]:
    """The fields that it speaks of are not on this page, nor what its detail offers to choose."""
    if not refusal.fields:
        return [refusal.sentence]
    return [str(refusal.title), *chain.from_iterable(refusal.fields.values())]


def _show_over(request: HttpRequest, *, is_empty: bool = False) -> HttpResponse:
    context = {"is_empty": is_empty}
    return render(request, "marketplace/checkout/confirm_over.html", context, status=410)


def _thanks_url(purchase: Purchase, token: str) -> str:
    url = reverse("checkout-done", args=[purchase.uuid])
    return url if purchase.user_id else f"{url}?{urlencode({'token': token})}"
