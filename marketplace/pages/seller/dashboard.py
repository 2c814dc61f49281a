"""What a member of staff sees first: today's orders, what runs low, what is to be sorted."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import TaskState, WorkflowState

from marketplace.discovery.services import count_unmapped
from marketplace.pages.seller.first_steps import first_steps
from marketplace.pages.seller.orders import order_rows
from marketplace.pages.seller.products import low_stock
from tenants.kernel.money import Money
from tenants.kernel.site_pages import PURPOSES
from tenants.registry.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.staff.gates import staff_page
from tenants.staff.roles import MAY_OPEN

Shape = dict[str, Any]
SHOWN = 6
MOST_PAGES = 50


@staff_page()
@require_safe
def open_desk(request: HttpRequest) -> HttpResponse:
    return redirect("seller-dashboard")


@staff_page()
@require_safe
def show_dashboard(request: HttpRequest) -> HttpResponse:
    """An editor has her desk in Wagtail; everyone else who works here sees the orders.

    While the shop is suspended there is no Wagtail. A redirect to the marketplace would be no way
    on: browsers block it after a form (`form-action`), and she comes here from the login's.
    """
    user = request.user
    retailer: Retailer = request.retailer  # type: ignore[attr-defined]
    if not user.has_perm("order.view_order"):
        return (
            redirect("/cms/") if retailer.is_staffed else render(request, "seller/suspended.html")
        )
    context = _orders(retailer, may_move=user.has_perm("order.change_order"))
    if user.has_perm("partner.view_stockrecord"):
        context |= _stock()
    if user.has_perm("catalogue.change_category"):
        context["in_other"], context["listings_in_other"] = count_unmapped(retailer=retailer)
    if user.has_perm("wagtailadmin.access_admin"):
        context |= _pages(retailer)
    if retailer.is_coming and user.has_perm(MAY_OPEN):
        context["first_steps"] = first_steps(retailer)
    return render(request, "seller/dashboard.html", context)


def _orders(retailer: Retailer, *, may_move: bool) -> Shape:
    here = timezone.now().astimezone(retailer.zone)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    live = Order.objects.order_by().exclude(status=states.CANCELLED)
    today = live.filter(date_placed__gte=midnight)
    week = live.filter(date_placed__gte=midnight - timedelta(days=6))
    waiting = Order.objects.filter(status__in=(states.PENDING, states.PAID), awaits_payment=False)
    oldest = waiting.select_related("shipping_address").order_by("date_placed", "id")[:SHOWN]
    return {
        "today_count": today.count(),
        "today_total": _sum(today, retailer.currency),
        "week_total": _sum(week, retailer.currency),
        "waiting_count": waiting.count(),
        "orders": order_rows(list(oldest), may_move=may_move),
    }


def _sum(orders: QuerySet[Order], currency: str) -> Money:
    amount: Decimal | None = orders.aggregate(total=Sum("total_incl_tax"))["total"]
    return Money(amount or Decimal(0), currency)


def _stock() -> Shape:
    low = low_stock().select_related("product__parent")
    records = low.annotate(free=F("num_in_stock") - F("num_allocated")).order_by("free", "id")
    return {
        "low_count": low.count(),
        "low": [
            {
                "title": _title(record.product),
                "url": f"/seller/products?view=low&q={record.partner_sku}",
                "left": record.free,
            }
            for record in records[:SHOWN]
        ],
    }


def _pages(retailer: Retailer) -> Shape:
    """What waits for an answer, oldest first, and what of a shop's first pages is not published."""
    states_waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    )
    rows = states_waiting.select_related("revision", "workflow_state__requested_by")
    missing = [str(title) for name, title in PURPOSES.items() if not retailer.site_link(name)]
    return {
        "missing_pages": ", ".join(missing),
        "waiting_pages": [
            {
                "title": state.revision.object_str,
                "url": f"/cms/pages/{state.workflow_state.object_id}/edit/",
                "person": getattr(state.workflow_state.requested_by, "get_short_name", str)(),
                "at": state.started_at,
            }
            for state in rows.order_by("started_at", "id")[:MOST_PAGES]
        ],
    }


def _title(product: Any) -> str:
    if product.parent is None:
        return str(product.title)
    return ", ".join([product.parent.title, *map(str, product.variant_options.values())])
