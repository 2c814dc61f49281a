"""A buyer asks to send goods back, or for money back, and reads the answers."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from marketplace.pages.shared.shapes.orders import order_url
from marketplace.pages.shared.shapes.times import shop_time
from marketplace.pages.shared.shoppers import account_of
from marketplace.purchases import queries, returns
from marketplace.purchases.models import ReturnRequest
from marketplace.purchases.queries import OrderView
from marketplace.purchases.states import LABELS
from tenants.kernel.errors import NotFound, Refusal
from tenants.kernel.numbers import read_whole

Shape = dict[str, Any]
R = ReturnRequest.Reason
S = ReturnRequest.Status

KINDS = [
    (ReturnRequest.Kind.RETURN, _("Send it back")),
    (ReturnRequest.Kind.REFUND, _("Money back without sending it")),
]
REASONS = {
    R.DAMAGED: _("Damaged or faulty"),
    R.WRONG_ITEM: _("Not what I ordered"),
    R.NOT_AS_DESCRIBED: _("Not as described"),
    R.CHANGED_MIND: _("I do not want it any more"),
    R.OTHER: _("Something else"),
}
TONES = {S.REQUESTED: "warning", S.REFUSED: "danger", S.REFUNDED: "success"}


class ReturnForm(forms.Form):
    kind = forms.ChoiceField(choices=KINDS)
    reason = forms.ChoiceField(choices=list(REASONS.items()))
    note = forms.CharField(max_length=1000, required=False)


@login_required
@require_POST
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _ask(request, uuid, user=account_of(request))


@require_POST
def ask_as_guest(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _ask(request, uuid, order_token=request.POST.get("token", ""))


def _ask(request: HttpRequest, uuid: UUID, **buyer: Any) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    form = ReturnForm(request.POST)
    try:
        order = queries.find_order(uuid=uuid, retailer=retailer, **buyer)
        if form.is_valid():
            returns.ask(
                uuid=uuid,
                retailer=retailer,
                lines=_pieces(request),
                **form.cleaned_data,
                **buyer,
            )
            messages.success(request, gettext("The shop has your request and will answer."))
        else:
            messages.error(request, gettext("Say what you want and why."))
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(order_url(order, buyer.get("order_token", "")))


def _pieces(request: HttpRequest) -> dict[UUID, int]:
    """Fields named item-<uuid>; what is no number or no id counts as none."""
    pieces = {}
    for name in request.POST:
        count = read_whole(str(request.POST.get(name, "")))
        if name.startswith("item-") and count and count < 1_000_000:
            try:
                pieces[UUID(name.removeprefix("item-"))] = count
            except ValueError:
                continue
    return pieces


def returns_of(view: OrderView) -> Shape:
    """For the buyer's page of an order; three statements, none before it was handed over."""
    until = returns.returnable_until(view)
    if view.order.status not in ("delivered", "returned"):
        return {"requests": [], "lines": []}
    shop = view.order.retailer
    requests = [
        request_of(row) | {"at": shop_time(shop, row.requested_at)}
        for row in returns.requests_of(view.order)
    ]
    waits = any(request["is_open"] for request in requests)
    is_open = until is not None and until >= now() and not waits
    return {
        "requests": requests,
        "until": until and shop_time(shop, until),
        "lines": _lines(view) if is_open else [],
        # Of what cost nothing there is no money to ask back for.
        "kinds": KINDS if view.order.money else KINDS[:1],
        "reasons": list(REASONS.items()),
    }


def _lines(view: OrderView) -> list[Shape]:
    pieces = returns.claimed_pieces(view.order)
    return [
        {"id": line.uuid, "title": line.title, "left": line.quantity - pieces.get(line.uuid, 0)}
        for line in view.lines
        if line.quantity > pieces.get(line.uuid, 0)
    ]


def request_of(row: ReturnRequest) -> Shape:
    return {
        "uuid": row.uuid,
        "number": row.order.number,
        "kind": dict(KINDS)[ReturnRequest.Kind(row.kind)],
        "reason": REASONS[R(row.reason)],
        "note": row.note,
        "answer": row.answer,
        "status": row.status,
        "status_label": LABELS[row.status],
        "tone": TONES.get(S(row.status), "info"),
        "is_open": row.status in returns.OPEN,
        "amount": row.money,
        "lines": [{"title": line.title, "quantity": line.quantity} for line in row.lines.all()],
        "at": row.requested_at,
    }
