"""What buyers ask a shop to take back, and the shop's answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.pages.account.returns import request_of
from marketplace.pages.account.step_up import step_up
from marketplace.pages.seller.pagination import page_of, pages_of
from marketplace.pages.shared.shoppers import account_of
from marketplace.payments.refunds import answer_request
from marketplace.purchases import returns
from marketplace.purchases.models import ReturnRequest
from marketplace.purchases.states import LABELS
from tenants.kernel.errors import NotFound, Refusal
from tenants.staff.gates import staff_page

Shape = dict[str, Any]
S = ReturnRequest.Status
VERBS = {
    S.APPROVED: _("Agree"),
    S.REFUSED: _("Refuse"),
    S.RECEIVED: _("Goods came back"),
    S.REFUNDED: _("Money handed back"),
}


@staff_page("order.view_order")
@require_safe
def list_requests(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("status", "")
    statuses = [chosen] if chosen in S.values else []
    retailer = request.retailer  # type: ignore[attr-defined]
    page = page_of(request, returns.requests_at(retailer, statuses=statuses))
    may_move = request.user.has_perm("order.change_order")
    everything = {"label": _("All"), "url": "?", "current": not statuses}
    context = {
        "requests": [request_shape(row, may_move=may_move) for row in page],
        "groups": [everything, *(_group(status, chosen) for status in S)],
        "pages": pages_of(request, page),
    }
    return render(request, "seller/returns.html", context)


def _group(status: S, chosen: str) -> Shape:
    return {
        "label": LABELS[status],
        "url": f"?status={status.value}",
        "current": status.value == chosen,
    }


def request_shape(row: ReturnRequest, *, may_move: bool) -> Shape:
    moves = returns.moves_of(row) if may_move else []
    steps = [{"to": to, "label": VERBS[S(to)], "danger": to == S.REFUSED} for to in moves]
    return request_of(row) | {"moves": steps, "url": f"/seller/orders/{row.order.number}"}


@staff_page("order.view_order", "order.change_order")
@require_POST
@step_up
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user = account_of(request)
    try:
        row = answer_request(
            retailer=request.retailer,  # type: ignore[attr-defined]
            uuid=uuid,
            to=request.POST.get("to", ""),
            before=request.POST.get("status", ""),
            answer=request.POST.get("answer", "").strip()[:1000],
            actor=user,
            role=user.role,
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("/seller/returns")
    label = LABELS[row.status]
    messages.success(
        request, gettext("%(number)s: %(status)s.") % {"number": row.order.number, "status": label}
    )
    return redirect(f"/seller/orders/{row.order.number}")
