"""Oscar's addresses of orders: reading leads to /seller/orders, writing calls our service."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tenants.kernel.errors import Refusal
from tenants.kernel.numbers import read_whole
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.shop.order.services import move_order
from tenants.staff.gates import require_member, staff_page

LIST = "/seller/orders"
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@staff_page("order.view_order")
@read_or_post
def order_list(request: HttpRequest) -> HttpResponse:
    """Oscar's bulk form: `action=change_order_statuses`, `selected_order`, `new_status`."""
    if request.method == "POST":
        require_member(request, "order.change_order")
        chosen = map(read_whole, request.POST.getlist("selected_order"))
        for order in Order.objects.filter(pk__in=set(chosen) - {None}).order_by("id"):
            _move(request, order)
    return redirect(LIST)


@staff_page("order.view_order")
@read_or_post
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Oscar's form of one order: `order_action=change_order_status`, `new_status`."""
    order = Order.objects.filter(number=number).first()
    if order is None:
        raise Http404
    if request.method == "POST":
        require_member(request, "order.change_order")
        _move(request, order)
    return redirect(f"{LIST}/{number}")


def _move(request: HttpRequest, order: Order) -> None:
    user, to = request.user, request.POST.get("new_status", "")
    if to in (states.CANCELLED, states.RETURNED):  # money may go back: that page asks who it is
        messages.error(request, gettext("%s: do this on the order's own page.") % order.number)
        return
    try:
        move_order(
            order=order,
            to=to,
            actor=user,
            role=user.role,  # type: ignore[union-attr]
        )
    except Refusal as refusal:
        messages.error(request, f"{order.number}: {refusal.sentence}")
