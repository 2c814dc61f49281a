"""Checking out: one page, one submit; what has changed is shown before anything is placed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.cart.queries import read_cart
from marketplace.cart.vouchers import remove_voucher
from marketplace.pages.shared.cart import use_voucher, why_unused
from marketplace.pages.shared.checkout_form import CheckoutForm
from marketplace.pages.shared.shapes.carts import change_of
from marketplace.pages.shared.shapes.orders import purchase_of
from marketplace.pages.shared.shoppers import shopper_of
from marketplace.payments import checkout
from marketplace.payments.confirmations import ConfirmationNeeded
from marketplace.payments.rate_limits import CheckoutAttempt
from marketplace.purchases.queries import find_purchase
from marketplace.requests.clients import client_address
from marketplace.requests.idempotency import Answer, KeyInFlight, KeyReused, run_once
from tenants.kernel.errors import NotFound, Refusal

OPERATION = "page-checkout"
NOTHING: dict[str, Any] = {"retailers": []}  # a repeat finds its answer, others an empty cart


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_out(request: HttpRequest) -> HttpResponse:
    shopper = shopper_of(request)
    cart = read_cart(shopper)
    data = request.POST if request.method == "POST" else None
    form = CheckoutForm(data, cart=cart, user=shopper.user)
    if data is None:
        return _page(request, form) if cart.groups else _go_to_cart()
    if "update" in request.POST:
        return _page(request, form.without_errors(), key=request.POST.get("key"))
    if "remove_voucher" in request.POST or request.POST.get("code", "").strip():
        # A code that was typed and not used yet is used first, and its effect shown.
        return _with_voucher(request)
    return _place(request, form)


def _with_voucher(request: HttpRequest) -> HttpResponse:
    """The page as it was filled in, with one voucher more or less; what it did stands at its top,
    since whoever pressed "Place the order" may think that it is placed."""
    shopper, text, level = shopper_of(request), "", "info"
    try:
        if "remove_voucher" in request.POST:
            remove_voucher(shopper=shopper, code=request.POST["remove_voucher"])
        else:
            text = why_unused(use_voucher(request))
    except Refusal as refusal:
        text, level = refusal.sentence, "error"
    notice = {
        "level": level,
        "text": text or gettext("Look at the new sums, then place the order."),
    }
    form = CheckoutForm(request.POST, cart=read_cart(shopper), user=shopper.user)
    key = request.POST.get("key")
    return _page(request, form.without_errors(), key=key, voucher_notice=notice)


def _place(request: HttpRequest, form: CheckoutForm) -> HttpResponse:
    shopper, body = shopper_of(request), form.order()
    if body is None and form.cart.groups:
        return _page(request, form, status=422)
    order = body or NOTHING
    attempt = CheckoutAttempt(
        shopper=shopper,
        email=order.get("email", ""),
        retailers=order["retailers"],
        address=client_address(request),
    )
    try:
        status, answer = run_once(
            actor=shopper.actor,
            operation=OPERATION,
            key=request.POST.get("key"),
            body=_body_of(request),
            action=lambda: _answer(attempt.place(prints=form.prints(), **order)),
            around=attempt,
        )
    except (KeyInFlight, KeyReused):
        return render(request, "marketplace/checkout/twice.html", status=409)
    except Refusal as refusal:
        form.show_refusal(refusal)
        return _page(request, form, status=refusal.status) if form.cart.groups else _go_to_cart()
    if status == 409:
        return _show_changes(request, form, answer["changes"])
    return redirect(_thanks_url(answer) if status == 201 else "checkout-awaited")


def _body_of(request: HttpRequest) -> dict[str, Any]:
    """What the form says, but for what differs between two submits of one page."""
    ignored = {"csrfmiddlewaretoken", "key"}
    return {name: request.POST.getlist(name) for name in request.POST if name not in ignored}


def _answer(placed: checkout.Placed | checkout.Changed | ConfirmationNeeded) -> Answer:
    """Kept under the form's key: a second click finds what the first was told, and no more."""
    if isinstance(placed, ConfirmationNeeded):
        return 202, {}
    if isinstance(placed, checkout.Changed):
        return 409, {"changes": list(placed.changes)}
    guest = placed.purchase.user_id is None
    return 201, {"id": str(placed.purchase.uuid), "token": placed.order_token if guest else ""}


def _thanks_url(placed: Mapping[str, Any]) -> str:
    url = reverse("checkout-done", args=[placed["id"]])
    return f"{url}?{urlencode({'token': placed['token']})}" if placed["token"] else url


def _go_to_cart() -> HttpResponse:
    return redirect("cart")


def _show_changes(
    request: HttpRequest, form: CheckoutForm, changes: Sequence[Mapping[str, Any]]
) -> HttpResponse:
    """The same page with the new prices, which ordering again accepts."""
    shopper = shopper_of(request)
    again = CheckoutForm(request.POST, cart=read_cart(shopper), user=shopper.user)
    sentences = [change_of(change, form.cart) for change in changes]
    return _page(request, again.without_errors(), status=409, has_changed=True, changes=sentences)


def _page(
    request: HttpRequest,
    form: CheckoutForm,
    *,
    status: int = 200,
    key: str | None = None,
    **context: Any,
) -> HttpResponse:
    request.cart_count = form.cart.count  # type: ignore[attr-defined]
    context |= {"form": form, "key": key or uuid4().hex, "groups": form.groups(request)}
    context |= {"rows": form.rows(context["groups"]), "currencies": form.currencies()}
    sums = [row["amount"] for row in context["rows"] if row.get("kind") == "grand"]
    context["is_free"] = bool(sums) and not any(sums)
    context["methods"] = form.methods(sums)
    return render(request, "marketplace/checkout/checkout.html", context, status=status)


@never_cache
@require_safe
def show_thanks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return show_purchase(request, uuid, template="marketplace/checkout/done.html")


@never_cache
@require_safe
def show_purchase(
    request: HttpRequest, uuid: UUID, template: str = "account/purchase.html"
) -> HttpResponse:
    """To the buyer, or to whoever holds the purchase's signed link; 404 to others."""
    shopper, token = shopper_of(request), request.GET.get("token", "")
    try:
        purchase = find_purchase(uuid=uuid, user=shopper.user, order_token=token)
    except NotFound as refusal:
        if shopper.user is None and not token:
            return redirect(f"{reverse('login')}?{urlencode({'next': request.path})}")
        raise Http404 from refusal
    shape = purchase_of(request, purchase, token=token)
    if not shape["orders"]:
        raise Http404
    return render(request, template, {"purchase": shape})
