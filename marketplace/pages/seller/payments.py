"""What staff say of an order's cash: it has come, it has not, it went back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Payment
from marketplace.payments.receipts import FINAL, receipt_of, receive_cash, undo_receipt
from marketplace.payments.refunds import hand_back
from marketplace.purchases.models import RetailerOrder

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Shape = dict[str, Any]


class Step(NamedTuple):
    """`pays_back`: staff prove once more who they are before it."""

    verb: Callable[..., Any]
    message: "StrOrPromise"
    pays_back: bool = False


STEPS = {
    "paid": Step(receive_cash, _("It is marked as paid.")),
    "unpaid": Step(undo_receipt, _("It is to be paid again.")),
    "paid-back": Step(hand_back, _("It is noted that the money went back."), pays_back=True),
}


def pays_back(step: str) -> bool:
    return step in STEPS and STEPS[step].pays_back


def cash_of(order: RetailerOrder) -> Shape:
    """Of an order with its payment: what may be said of it next, and who said that it came.

    Two statements for one that was paid, none for others.
    """
    status, is_paid = order.allocation.status, order.allocation.status == Payment.Status.PAID
    by_hand = METHODS[order.allocation.payment.method].collected_by_hand
    receipt = receipt_of(order.allocation) if by_hand and is_paid else None
    actor = receipt.received_by if receipt else None
    user = User.objects.filter(uuid=actor).first() if actor else None
    return {
        "may_receive": by_hand and status == Payment.Status.COD_DUE,
        "may_undo": receipt is not None and order.status not in FINAL,
        "received_at": receipt and receipt.received_at,
        "received_by": user and user.display_name,
    }
