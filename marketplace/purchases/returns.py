"""A buyer asks for a return or a refund; the shop answers (payments/refunds.py pays back)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.timezone import now
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.purchases import states as graph
from marketplace.purchases.amounts import share_of_pieces
from marketplace.purchases.errors import AlreadyAsked, CannotReturn, InvalidReturn
from marketplace.purchases.models import RetailerOrder, ReturnLine, ReturnRequest
from marketplace.purchases.queries import OrderLine, OrderView, find_order, read_order
from marketplace.purchases.tasks import tell_of_answer, tell_staff_of_request
from tenants.kernel.errors import NotFound
from tenants.kernel.locks import hold
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.services import IllegalMove, lock_order, name_moves, take_back

OPEN = (ReturnRequest.Status.REQUESTED, ReturnRequest.Status.APPROVED)


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many of a line, and what they are worth in minor units."""

    line: OrderLine
    quantity: int
    amount: int


def returnable_until(view: OrderView) -> datetime | None:
    """The end of the window; None for an order that was not handed over, or came back, or whose
    shop has closed: nobody there takes anything back."""
    if _is_closed(view.order) or view.source.status != states.DELIVERED:
        return None
    handed_over = [event.at for event in view.events if event.status == states.DELIVERED]
    return handed_over[-1] + timedelta(days=settings.RETURN_DAYS) if handed_over else None


def _is_closed(order: RetailerOrder) -> bool:
    return bool(order.retailer.status == Retailer.Status.CLOSED)


@transaction.atomic
def ask(
    *,
    uuid: UUID,
    kind: str,
    reason: str,
    lines: Mapping[UUID, int] | None = None,
    note: str = "",
    user: User | None = None,
    order_token: str | None = None,
    retailer: Retailer | None = None,
) -> ReturnRequest:
    """Ask the shop to take back `lines` (pieces by order line; None: all that is left).

    Raises NotFound, CannotReturn (not handed over, too late, the shop has closed, or no money to
    give back where nothing else is asked for), AlreadyAsked, InvalidReturn.
    """
    order = find_order(uuid=uuid, user=user, order_token=order_token, retailer=retailer)
    with use_retailer(order.retailer):
        lock_order(uuid=uuid)
    if _is_closed(order):
        address = order.retailer.contact.email
        raise CannotReturn(
            gettext("The shop has closed. Write to %(address)s.") % {"address": address}
            if address
            else ""
        )
    view = read_order(order)
    until = returnable_until(view)
    if until is None or until < now():
        raise CannotReturn(
            gettext("It can be within %(return_days)s days after it was handed over.")
            % {"return_days": settings.RETURN_DAYS}
        )
    if ReturnRequest.objects.filter(order=order, status__in=OPEN).exists():
        raise AlreadyAsked(gettext("Wait for the shop's answer."))
    claims = claimed_pieces(order)
    chosen = _choose(view, claims, lines)
    amount = min(_amount(view, claims, chosen), left_to_pay_back(order))
    if kind == ReturnRequest.Kind.REFUND and not amount:
        raise CannotReturn(gettext("Nothing was paid for it, or all of that is being paid back."))
    request = _write(order, kind, reason, note, chosen, amount)
    with use_retailer(order.retailer):
        tell_staff_of_request.enqueue(request=str(request.uuid))
    return request


def claimed_pieces(order: RetailerOrder) -> dict[UUID, int]:
    """By line: what other requests have asked for, the refused ones left out."""
    rows = ReturnLine.objects.filter(request__order=order, request__status__in=graph.CLAIMS_PIECES)
    return dict(rows.order_by().values_list("line").annotate(Sum("quantity")))


def left_to_pay_back(order: RetailerOrder) -> int:
    """Of the order's allocation, in minor units: what no refund has promised yet."""
    allocation = order.allocation
    promised: int | None = allocation.refunds.aggregate(sum=Sum("amount_minor"))["sum"]
    return int(allocation.amount_minor) - (promised or 0)


def _choose(
    view: OrderView, claims: Mapping[UUID, int], lines: Mapping[UUID, int] | None
) -> list[Pieces]:
    rest = {line.uuid: line.quantity - claims.get(line.uuid, 0) for line in view.lines}
    chosen = {key: count for key, count in rest.items() if count} if lines is None else lines
    if not chosen:
        raise InvalidReturn(
            gettext("Say which pieces."), fields={"items": [gettext("Name at least one item.")]}
        )
    for key, quantity in chosen.items():
        if not 1 <= quantity <= rest.get(key, 0):
            text = (
                gettext("At most %(rest)s of it.") % {"rest": rest[key]}
                if key in rest
                else gettext("It is not of this order.")
            )
            raise InvalidReturn(text, fields={"items": [f"{key}: {text}"]})
    return [_pieces(line, claims, chosen[line.uuid]) for line in view.lines if line.uuid in chosen]


def _pieces(line: OrderLine, claims: Mapping[UUID, int], quantity: int) -> Pieces:
    worth = share_of_pieces(
        payable=line.payable.minor,
        quantity=line.quantity,
        before=claims.get(line.uuid, 0),
        pieces=quantity,
    )
    return Pieces(line, quantity, worth)


def _amount(view: OrderView, claims: Mapping[UUID, int], chosen: list[Pieces]) -> int:
    """The goods; with the last piece of the order its delivery fee too."""
    pieces = sum(part.quantity for part in chosen) + sum(claims.values())
    is_all = pieces == sum(line.quantity for line in view.lines)
    fee = view.delivery_fee.minor if is_all else 0
    return sum(part.amount for part in chosen) + fee


def _write(
    order: RetailerOrder, kind: str, reason: str, note: str, chosen: list[Pieces], amount: int
) -> ReturnRequest:
    request = ReturnRequest.objects.create(
        order=order,
        kind=kind,
        reason=reason,
        note=note,
        currency=order.currency,
        amount_minor=amount,
    )
    ReturnLine.objects.bulk_create(
        ReturnLine(
            request=request,
            line=part.line.uuid,
            title=part.line.title,
            quantity=part.quantity,
            amount_minor=part.amount,
        )
        for part in chosen
    )
    return request


def move_request(
    *, retailer: Retailer, uuid: UUID, to: str, before: str = "", answer: str = ""
) -> tuple[ReturnRequest, bool]:
    """(the request, whether all of the order is back now). Part of refunds.answer_request.

    Goods that came back are put on the shelf. Raises NotFound, IllegalMove.
    """
    order = RetailerOrder.objects.filter(requests__uuid=uuid, retailer=retailer).first()
    if order is None:
        raise NotFound(gettext("This shop has no such request."))
    with use_retailer(retailer):
        source = lock_order(uuid=order.uuid)
        request = hold(ReturnRequest.objects.all()).get(uuid=uuid)
        request.order = order
        legal = moves_of(request)
        if to not in legal or (before and before != request.status):
            labels = [graph.LABELS[move] for move in legal]
            raise IllegalMove(name_moves(graph.LABELS[request.status], labels))
        request.status, request.changed_at = to, now()
        request.answer = answer or request.answer
        request.save(update_fields=["status", "changed_at", "answer"])
        tell_of_answer.enqueue(request=str(uuid), status=to, answer=answer)
        is_back = to == ReturnRequest.Status.RECEIVED and source.status == states.DELIVERED
        quantities = dict(request.lines.values_list("line", "quantity")) if is_back else {}
        return request, is_back and take_back(order=source, quantities=quantities)


def moves_of(request: ReturnRequest) -> list[str]:
    """Where the shop may move it now."""
    return graph.legal_moves(
        kind=request.kind, status=request.status, has_money=request.amount_minor > 0
    )


def requests_of(order: RetailerOrder) -> list[ReturnRequest]:
    """What was asked for about one order, oldest first; two statements."""
    requests = ReturnRequest.objects.filter(order=order).select_related("order__retailer")
    return list(requests.prefetch_related("lines").order_by("id"))


def requests_at(retailer: Retailer, *, statuses: list[str]) -> QuerySet[ReturnRequest]:
    """For the shop's staff, newest first; `statuses` empty means all."""
    requests = ReturnRequest.objects.filter(order__retailer=retailer)
    if statuses:
        requests = requests.filter(status__in=statuses)
    return requests.select_related("order__retailer").prefetch_related("lines").order_by("-id")
