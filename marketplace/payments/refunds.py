"""Money that goes back: owed when a request is granted, settled when it was handed over."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Allocation, Payment, Refund
from marketplace.payments.states import allocation_status, payment_status
from marketplace.purchases import returns
from marketplace.purchases.models import RetailerOrder, ReturnRequest
from marketplace.purchases.states import owes_money
from marketplace.purchases.tasks import tell_of_move
from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.kernel.money import Money, from_minor
from tenants.registry import audit
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.shop.order.services import lock_order, move_order

D = Refund.Status
WITH_MONEY = (Payment.Status.PAID, Payment.Status.PARTIALLY_REFUNDED)


class PaidBackByProvider(Refusal):
    code = "paid-back-by-provider"
    title = _("The payment provider pays it back and tells us when it has.")
    meaning = _("What the provider took is not paid back by hand.")
    remedy = _("Wait: the request becomes `refunded` by itself.")


class NothingOwed(Refusal):
    code = "nothing-owed"
    title = _("Nothing is to be paid back for this order.")
    meaning = _("Only what was paid for an order that was cancelled since is handed back so.")
    remedy = _("Read the order again; a return or refund is answered at its request.")


@transaction.atomic
def answer_request(
    *,
    retailer: Retailer,
    uuid: UUID,
    to: str,
    before: str = "",
    actor: Any = None,
    role: str = "",
    answer: str = "",
) -> ReturnRequest:
    """The shop moves a request along its graph (purchases/states.py); `answer` is for the buyer.

    `before` is the status that was on the page: one that is another now is no answer to it.

    Locks the order, the request, then the payment. Raises NotFound, IllegalMove,
    MoreThanBought, PaidBackByProvider.
    """
    request, is_all_back = returns.move_request(
        retailer=retailer, uuid=uuid, to=to, before=before, answer=answer
    )
    if owes_money(kind=request.kind, status=to):
        _owe(request)
    elif to == ReturnRequest.Status.REFUNDED:
        _settle(request, actor)
    _audit(retailer, request, actor)
    if is_all_back:
        with use_retailer(retailer):
            source = lock_order(uuid=request.order.uuid)
            move_order(order=source, to=states.RETURNED, actor=actor, role=role)
    return request


def _audit(retailer: Retailer, request: ReturnRequest, actor: Any) -> None:
    order = request.order
    audit.record(
        what="return.answered",
        who=actor,
        on=order.number,
        after={
            "kind": request.kind,
            "status": request.status,
            **request.money.as_dict(),
        },
        retailer=retailer,
    )


def gives_money_back(*, order: UUID, to: str) -> bool:
    """Whether that move makes the shop owe the buyer what was paid: its staff prove once more who
    they are before it (accounts/freshness.py)."""
    allocations = Allocation.objects.filter(
        order__uuid=order, status__in=WITH_MONEY, amount_minor__gt=0
    )
    return to in (states.CANCELLED, states.RETURNED) and allocations.exists()


def lock_allocation(*, order: UUID) -> Allocation:
    """The payment's row is locked first: its allocations change together."""
    hold(Payment.objects.all()).get(allocations__order__uuid=order)
    return Allocation.objects.select_related("payment").get(order__uuid=order)


def save_allocation(allocation: Allocation) -> None:
    """Its status after what was paid back of it, and its payment's after all of its allocations."""
    allocation.status = allocation_status(
        allocation.status, amount=allocation.amount_minor, paid_back=_sum(allocation, status=D.PAID)
    )
    moved = Allocation.objects.filter(pk=allocation.pk).exclude(status=allocation.status)
    moved.update(status=allocation.status, changed_at=now())
    payment = allocation.payment
    allocations = Allocation.objects.filter(payment=payment).order_by("id")
    status = payment_status(list(allocations.values_list("status", flat=True)))
    if payment.status != status:
        payment.status, payment.changed_at = status, now()
        payment.save(update_fields=["status", "changed_at"])


def record_rest(allocation: Allocation, *, order: Order, retailer: Retailer) -> None:
    """Goods are back at the counter, and with them the money that no request was for."""
    rest = allocation.amount_minor - _sum(allocation)
    if rest > 0:
        Refund.objects.create(
            allocation=allocation, status=D.PAID, amount_minor=rest, paid_at=now()
        )
        _audit_paid(rest, order, retailer)


def _audit_paid(amount: int, order: Order, retailer: Retailer, actor: Any = None) -> None:
    paid = Money(from_minor(amount, order.currency), order.currency).as_dict()
    audit.record(what="refund.paid", who=actor, on=order.number, after=paid, retailer=retailer)


def owe_rest(allocation: Allocation) -> bool:
    """The order is cancelled after its cash had come: the shop owes it. Whether there was any."""
    rest = allocation.amount_minor - _sum(allocation)
    is_owed = allocation.status in WITH_MONEY and rest > 0
    if is_owed:
        Refund.objects.create(allocation=allocation, status=D.DUE, amount_minor=rest)
    return is_owed


def owed_for_cancelled(order: RetailerOrder) -> Money | None:
    """What the shop still has to hand back of an order that was cancelled; None: nothing."""
    if order.status != states.CANCELLED or order.allocation.status not in WITH_MONEY:
        return None
    owed = _sum(order.allocation, status=D.DUE, request=None)
    return Money(from_minor(owed, order.currency), order.currency) if owed else None


def orders_owed_at(retailer: Retailer) -> list[tuple[RetailerOrder, Money]]:
    """The cancelled orders of which the shop still has the buyer's cash, oldest first."""
    orders = RetailerOrder.objects.filter(retailer=retailer, status=states.CANCELLED)
    owed = orders.filter(allocation__refunds__status=D.DUE, allocation__refunds__request=None)
    rows = owed.annotate(owed=Sum("allocation__refunds__amount_minor")).select_related("purchase")
    return [
        (order, Money(from_minor(order.owed, order.currency), order.currency))
        for order in rows.order_by("id")
    ]


@transaction.atomic
def hand_back(*, retailer: Retailer, order: UUID, actor: Any) -> Allocation:
    """The shop's staff say that the buyer has the money of a cancelled order; said twice it
    changes nothing more. Raises NotFound, NothingOwed."""
    with use_retailer(retailer):
        source = lock_order(uuid=order)
    allocation = lock_allocation(order=order)
    refunds = Refund.objects.filter(allocation=allocation, request=None)
    rows = list(refunds.values_list("status", "amount_minor"))
    if not rows:
        raise NothingOwed
    if due := sum(amount for status, amount in rows if status == D.DUE):
        refunds.filter(status=D.DUE).update(
            status=D.PAID, paid_at=now(), paid_by=getattr(actor, "uuid", None)
        )
        _audit_paid(due, source, retailer, actor)
        with use_retailer(retailer):
            tell_of_move.enqueue(order=str(order), status="refunded")
    save_allocation(allocation)
    return allocation


def _owe(request: ReturnRequest) -> None:
    """Never more than what is left of the allocation; the request tells what is owed."""
    allocation = lock_allocation(order=request.order.uuid)
    amount = min(request.amount_minor, allocation.amount_minor - _sum(allocation))
    if amount != request.amount_minor:
        request.amount_minor = amount
        request.save(update_fields=["amount_minor"])
    if amount > 0:
        Refund.objects.create(
            allocation=allocation, request=request, status=D.DUE, amount_minor=amount
        )


def _settle(request: ReturnRequest, actor: Any) -> None:
    allocation = lock_allocation(order=request.order.uuid)
    if not METHODS[allocation.payment.method].refunds_by_hand:
        raise PaidBackByProvider
    Refund.objects.filter(request=request, status=D.DUE).update(
        status=D.PAID, paid_at=now(), paid_by=getattr(actor, "uuid", None)
    )
    save_allocation(allocation)


def _sum(allocation: Allocation, **only: Any) -> int:
    refunds = Refund.objects.filter(allocation=allocation, **only)
    return refunds.aggregate(sum=Sum("amount_minor"))["sum"] or 0
