"""A customer's orders over all shops, a guest's by a signed link; seeing and cancelling them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.pages.account.returns import returns_of
from marketplace.pages.shared.shapes.orders import card_of, order_of, order_url
from marketplace.pages.shared.shoppers import account_of
from marketplace.purchases import invoices, queries, services
from marketplace.purchases.errors import NoInvoiceYet
from marketplace.purchases.invoice_files import pdf_of
from tenants.kernel.errors import NotFound, Refusal

PAGE_SIZE = 20


@never_cache
@login_required
@require_safe
def list_orders(request: HttpRequest) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    orders = queries.orders_of(user=account_of(request), retailer=retailer)
    page = Paginator(orders, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "orders": [card_of(request, order) for order in page],
        "pages": {
            "previous": f"?page={page.previous_page_number()}" if page.has_previous() else None,
            "next": f"?page={page.next_page_number()}" if page.has_next() else None,
        },
    }
    return render(request, "account/orders.html", context)


@never_cache
@login_required
@require_safe
def show_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _show(request, uuid, user=account_of(request))


@never_cache
@require_safe
def show_guest_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    token = request.GET.get("token", "")
    return _show(request, uuid, order_token=token)


@login_required
@require_POST
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _cancel(request, uuid, user=account_of(request))


@require_POST
def cancel_guest_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _cancel(request, uuid, order_token=request.POST.get("token", ""))


def _show(request: HttpRequest, uuid: UUID, **buyer: Any) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    try:
        view = queries.read_order(queries.find_order(uuid=uuid, retailer=retailer, **buyer))
    except NotFound as refusal:
        raise Http404 from refusal
    shape = order_of(request, view, token=buyer.get("order_token", ""))
    context = {"order": shape, "returns": returns_of(view)}
    return render(request, "account/order.html", context)


@never_cache
@login_required
@require_safe
def show_invoice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _invoice(request, uuid, user=account_of(request))


@never_cache
@require_safe
def show_guest_invoice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _invoice(request, uuid, order_token=request.GET.get("token", ""))


def _invoice(request: HttpRequest, uuid: UUID, **buyer: Any) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    try:
        order = queries.find_order(uuid=uuid, retailer=retailer, **buyer)
        return pdf_of(invoices.invoice_of(order))
    except (NotFound, NoInvoiceYet) as refusal:
        raise Http404 from refusal


def _cancel(request: HttpRequest, uuid: UUID, **buyer: Any) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    token = buyer.get("order_token", "")
    try:
        services.cancel_order(uuid=uuid, retailer=retailer, **buyer)
        messages.success(request, gettext("The order is cancelled."))
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    order = queries.find_order(uuid=uuid, retailer=retailer, **buyer)
    return redirect(order_url(order, token))
