"""A way to pay that is not ours yet: all that a module of payments/gateways has to say."""

from decimal import Decimal

from marketplace.payments.models import Payment
from tenants.kernel.money import Money
from tenants.shop.order import states

LIMIT = Money(Decimal("100.00"), "EUR")


class Card:
    """Paid ahead, in euros, up to LIMIT; no provider is asked here."""

    code = "card"
    label = "Card"
    promise = "You pay by card at once."
    kind = "card"
    icon = "card"
    needs_provider = True
    paid_ahead = True
    collected_by_hand = False
    refunds_by_hand = False

    def supports(self, amount: Money) -> bool:
        return amount.currency == LIMIT.currency and not amount > LIMIT

    def status_at_placement(self) -> str:
        return Payment.Status.PENDING

    def status_after_move(self, *, status: str, order_status: str) -> str:
        return Payment.Status.CANCELLED if order_status == states.CANCELLED else status
