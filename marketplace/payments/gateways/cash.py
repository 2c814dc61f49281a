"""Cash, handed over at the door or at the shop's counter."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.payments.gateways.interface import Kind
from marketplace.payments.models import Payment
from tenants.kernel.money import Money
from tenants.shop.order import states

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class CashOnDelivery:
    code = "cash_on_delivery"
    label: "StrOrPromise" = _("Cash on delivery or pickup")
    promise: "StrOrPromise" = _("You pay each shop in cash when you get its goods.")
    kind: Kind = "cash"
    icon = "cash"
    needs_provider = False
    paid_ahead = False
    collected_by_hand = True
    refunds_by_hand = True

    def supports(self, amount: Money) -> bool:
        """Whoever sells for a currency takes its coins."""
        return True

    def status_at_placement(self) -> str:
        return Payment.Status.COD_DUE

    def status_after_move(self, *, status: str, order_status: str) -> str:
        """Paid when handed over; nothing is due for a cancelled order."""
        if order_status == states.DELIVERED:
            return Payment.Status.PAID
        if order_status == states.CANCELLED:
            return Payment.Status.CANCELLED
        return status
