"""Cash that staff say they have: at any time before the goods are handed over (docs/money.md)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Allocation, Payment, Receipt
from marketplace.payments.refunds import lock_allocation, save_allocation
from tenants.kernel.errors import Refusal
from tenants.registry import audit
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.shop.order.services import lock_order

S = Payment.Status
# After these the receipt is history: the hand-over itself says that it was paid, and money that
# was owed for a cancelled order may be with the buyer already.
FINAL = frozenset({states.DELIVERED, states.RETURNED, states.CANCELLED})


class PaidToProvider(Refusal):
    code = "paid-to-provider"
    title = _("The payment provider takes this money and tells us when it has come.")
    meaning = _("Only what is paid in cash is marked as paid by hand.")
    remedy = _("Wait: the payment becomes `paid` by itself.")


class NothingDue(Refusal):
    code = "nothing-due"
    title = _("Nothing is to be paid for this order.")
    meaning = _("It was cancelled, or its money went back.")
    remedy = _("Read the order again.")


class ReceiptStands(Refusal):
    code = "receipt-stands"
    title = _("This payment can no longer be marked as open.")
    meaning = _("Only what staff marked as paid is taken back, before the goods are handed over.")
    remedy = _("Leave it, or settle it with the buyer by a return or a refund.")


@transaction.atomic
def receive_cash(*, retailer: Retailer, order: UUID, actor: Any) -> Allocation:
    """The shop has the order's cash. Of one that is paid already nothing changes.

    Raises NotFound, PaidToProvider, NothingDue.
    """
    source, allocation = _lock(retailer, order)
    if not METHODS[allocation.payment.method].collected_by_hand:
        raise PaidToProvider
    if allocation.status == S.PAID:
        return allocation
    if allocation.status != S.COD_DUE:
        raise NothingDue
    Receipt.objects.create(
        allocation=allocation,
        amount_minor=allocation.amount_minor,
        received_by=getattr(actor, "uuid", None),
    )
    allocation.status = S.PAID
    save_allocation(allocation)
    _audit("cash.received", source, allocation, retailer, actor)
    return allocation


@transaction.atomic
def undo_receipt(*, retailer: Retailer, order: UUID, actor: Any) -> Allocation:
    """It was a mistake: the cash is due again. Where it is due already nothing changes.

    Raises NotFound, ReceiptStands.
    """
    source, allocation = _lock(retailer, order)
    if allocation.status == S.COD_DUE:
        return allocation
    receipts = Receipt.objects.filter(allocation=allocation, undone_at=None)
    if source.status in FINAL or allocation.status != S.PAID or not receipts.exists():
        raise ReceiptStands
    receipts.update(undone_at=now(), undone_by=getattr(actor, "uuid", None))
    allocation.status = S.COD_DUE
    save_allocation(allocation)
    _audit("cash.undone", source, allocation, retailer, actor)
    return allocation


def _audit(what: str, order: Order, allocation: Allocation, retailer: Retailer, actor: Any) -> None:
    cash = allocation.money.as_dict()
    audit.record(what=what, who=actor, on=order.number, after=cash, retailer=retailer)


def receipt_of(allocation: Allocation) -> Receipt | None:
    """Who said that its cash has come, and when; None: nobody, or it was taken back."""
    return Receipt.objects.filter(allocation=allocation, undone_at=None).first()


def _lock(retailer: Retailer, order: UUID) -> tuple[Order, Allocation]:
    """The order before its payment, as everywhere."""
    with use_retailer(retailer):
        source = lock_order(uuid=order)
    return source, lock_allocation(order=order)
