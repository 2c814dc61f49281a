"""A shop's orders: the list, one order, and its legal moves."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.models import User
from marketplace.pages.account.step_up import step_up_if
from marketplace.pages.seller.pagination import page_of, pages_of
from marketplace.pages.seller.payments import STEPS, cash_of, pays_back
from marketplace.pages.seller.returns import request_shape
from marketplace.pages.shared.shapes.orders import address_of, event_label, order_of
from marketplace.pages.shared.shoppers import account_of
from marketplace.payments.refunds import gives_money_back
from marketplace.purchases.errors import NoInvoiceYet
from marketplace.purchases.invoice_files import pdf_of
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.queries import read_order
from marketplace.purchases.returns import requests_of
from marketplace.purchases.shop_orders import orders_at
from tenants.kernel import fulfilments
from tenants.kernel.errors import Refusal
from tenants.kernel.money import Money
from tenants.kernel.postal.lines import person_name
from tenants.shop.order import states
from tenants.shop.order.models import Order, OrderStatusChange
from tenants.shop.order.services import legal_moves, move_order
from tenants.staff.gates import staff_page
from tenants.staff.models import Membership

Shape = dict[str, Any]

GROUPS = {
    "new": (_("New"), (states.PENDING, states.PAID)),
    "open": (_("In preparation"), (states.PROCESSING, states.READY_FOR_PICKUP)),
    "sent": (_("On their way"), (states.SHIPPED,)),
    "done": (_("Done"), (states.DELIVERED, states.CANCELLED, states.RETURNED)),
}
VERBS = {
    states.PROCESSING: _("Accept"),
    states.READY_FOR_PICKUP: _("Ready for pickup"),
    states.SHIPPED: _("Hand to the carrier"),
    states.DELIVERED: _("Delivered"),
    states.CANCELLED: _("Cancel the order"),
    states.RETURNED: _("Goods came back"),
}
STOPPING = (states.CANCELLED, states.RETURNED)
# As what somebody moved it: those who work here, and who else does.
ROLES = dict(Membership.Role.choices) | {"customer": _("Customer"), "system": _("System")}


@staff_page("order.view_order")
@require_safe
def list_orders(request: HttpRequest) -> HttpResponse:
    chosen, words = request.GET.get("status", ""), request.GET.get("q", "").strip()
    page = page_of(request, _search(request, chosen, words) if words else _list(chosen))
    orders = _orders_of(list(page)) if words else list(page)
    context = {
        "orders": order_rows(orders, may_move=request.user.has_perm("order.change_order")),
        "groups": _groups(chosen),
        "pages": pages_of(request, page),
        "chosen": chosen,
        "words": words,
    }
    return render(request, "seller/orders.html", context)


def _list(chosen: str) -> QuerySet[Order]:
    orders = Order.objects.select_related("shipping_address").order_by("-date_placed", "-id")
    return orders.filter(status__in=GROUPS[chosen][1]) if chosen in GROUPS else orders


def _search(request: HttpRequest, chosen: str, words: str) -> QuerySet[RetailerOrder]:
    """In the pointers, which stand beside the accounts: a shop's schema knows no buyer's name."""
    retailer = request.retailer  # type: ignore[attr-defined]
    statuses = list(GROUPS[chosen][1]) if chosen in GROUPS else []
    return orders_at(retailer, statuses=statuses, search=words).order_by("-id")


def _orders_of(pointers: list[RetailerOrder]) -> list[Order]:
    uuids = [pointer.uuid for pointer in pointers]
    orders = Order.objects.select_related("shipping_address").filter(uuid__in=uuids)
    return sorted(orders, key=lambda order: uuids.index(order.uuid))


def _groups(chosen: str) -> list[Shape]:
    """The chips above the list with their counts; one statement."""
    counted = dict(Order.objects.order_by().values_list("status").annotate(Count("id")))
    groups = [
        {
            "label": label,
            "url": f"?status={key}",
            "count": sum(counted.get(status, 0) for status in statuses),
            "current": chosen == key,
        }
        for key, (label, statuses) in GROUPS.items()
    ]
    everything = {"label": _("All"), "url": "?", "count": sum(counted.values())}
    return [everything | {"current": chosen not in GROUPS}, *groups]


def order_rows(orders: list[Order], *, may_move: bool) -> list[Shape]:
    emails = _emails(orders)
    return [_row(order, emails, may_move) for order in orders]


def _emails(orders: list[Order]) -> dict[int, str]:
    """Accounts live in public: asked for by id, never joined."""
    ids = {order.user_id for order in orders if order.user_id}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "email")) if ids else {}


def _row(order: Order, emails: dict[int, str], may_move: bool) -> Shape:
    address = order.shipping_address
    name = person_name(address.as_sent()) if address else ""
    moves = [move for move in legal_moves(order) if move not in STOPPING] if may_move else []
    return {
        "number": order.number,
        "url": order_address(order.number),
        "customer": name or order.guest_email or emails.get(order.user_id, ""),
        "placed_at": order.date_placed,
        "way": fulfilments.LABELS.get(order.fulfilment, order.fulfilment),
        "status": order.status,
        "status_label": states.status_label(order.status, awaits_payment=order.awaits_payment),
        "total": Money(order.total_incl_tax, order.currency),
        "next": {"to": moves[0], "label": VERBS[moves[0]]} if moves else None,
    }


def order_address(number: str) -> str:
    return f"/seller/orders/{number}"


@staff_page("order.view_order")
@require_safe
def show_order(request: HttpRequest, number: str) -> HttpResponse:
    return _show(request, number)


def _gives_money_back(request: HttpRequest, number: str) -> bool:
    order = Order.objects.filter(number=number).first()
    return order is not None and gives_money_back(order=order.uuid, to=request.POST.get("to", ""))


@staff_page("order.view_order", "order.change_order")
@require_POST
@step_up_if(_gives_money_back)
def move(request: HttpRequest, number: str) -> HttpResponse:
    """One legal move; a refused one answers 409 with the order as it is."""
    order = Order.objects.filter(number=number).first()
    if order is None:
        raise Http404
    user = account_of(request)
    try:
        order = move_order(
            order=order,
            to=request.POST.get("to", ""),
            actor=user,
            role=user.role,
            note=request.POST.get("note", "").strip()[:300],
            tracking_number=request.POST.get("tracking_number", "").strip()[:80],
            carrier=request.POST.get("carrier", "").strip()[:60],
        )
    except Refusal as refusal:
        return _show(request, number, status=409, problem=refusal.sentence)
    label = states.LABELS.get(order.status, order.status)
    messages.success(
        request, gettext("%(number)s: %(status)s.") % {"number": number, "status": label}
    )
    return redirect(order_address(number))


def _pays_back(request: HttpRequest, number: str) -> bool:
    return pays_back(request.POST.get("step", ""))


@staff_page("order.view_order", "order.change_order")
@require_POST
@step_up_if(_pays_back)
def note_cash(request: HttpRequest, number: str) -> HttpResponse:
    """One of STEPS; a refused one answers 409 with the order as it is."""
    order, step = _pointer(request, number), STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    try:
        step.verb(retailer=order.retailer, order=order.uuid, actor=account_of(request))
    except Refusal as refusal:
        return _show(request, number, status=409, problem=refusal.sentence)
    messages.success(request, str(step.message))
    return redirect(order_address(number))


@staff_page("order.view_order")
@require_safe
def show_invoice(request: HttpRequest, number: str) -> HttpResponse:
    try:
        return pdf_of(invoice_of(_pointer(request, number)))
    except NoInvoiceYet as refusal:
        raise Http404 from refusal


def _pointer(request: HttpRequest, number: str) -> RetailerOrder:
    retailer = request.retailer  # type: ignore[attr-defined]
    pointers = RetailerOrder.objects.filter(number=number, retailer=retailer)
    order = pointers.select_related("retailer", "purchase", "allocation__payment").first()
    if order is None:
        raise Http404
    return order


def _show(request: HttpRequest, number: str, status: int = 200, problem: str = "") -> HttpResponse:
    pointer = _pointer(request, number)
    view = read_order(pointer)
    may_move = request.user.has_perm("order.change_order")
    context = {
        "order": order_of(request, view)
        | {
            "events": _events(view.source),
            "address": address_of(view.shipping_address, sent_from=pointer.retailer.country),
        },
        "email": pointer.purchase.email,
        "moves": _moves(view.source) if may_move else [],
        "cash": cash_of(pointer),
        "may_move": may_move,
        "requests": [request_shape(row, may_move=may_move) for row in requests_of(pointer)],
        "problem": problem,
    }
    return render(request, "seller/order.html", context, status=status)


def _moves(order: Order) -> list[Shape]:
    return [
        {
            "to": move,
            "label": VERBS[move],
            "danger": move in STOPPING,
            "asks_tracking": move == states.SHIPPED,
        }
        for move in legal_moves(order)
    ]


def _events(order: Order) -> list[Shape]:
    """What happened, who did it and when, oldest first; two statements."""
    changes = list(OrderStatusChange.objects.filter(order=order).order_by("date_created", "id"))
    actors = {change.actor for change in changes if change.actor}
    people = {user.uuid: user for user in User.objects.filter(uuid__in=actors)}
    events = [
        {
            "label": event_label(order, change.new_status),
            "at": change.date_created,
            "by": _name(people.get(change.actor), change.actor_role),
            "note": change.note,
            "state": "stopped" if change.new_status in STOPPING else "done",
        }
        for change in changes
    ]
    if events and events[-1]["state"] == "done":
        events[-1]["state"] = "current"
    return events


def _name(user: User | None, role: str) -> str:
    """ "Ada Lind (Owner)"; the role alone for a guest or an account that is gone."""
    name = user.display_name if user else ""
    label = str(ROLES.get(role, role))
    return f"{name} ({label})" if name and label else name or label
