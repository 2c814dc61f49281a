"""What checkout, orders and refunds need of a way to pay; nothing else knows one."""

from typing import TYPE_CHECKING, Literal, Protocol

from tenants.kernel.money import Money

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = Literal["cash", "card", "wallet"]


class Gateway(Protocol):
    """Pure decisions are made inside the transaction, provider calls after its commit."""

    code: str
    label: "StrOrPromise"
    # When and to whom one pays: a sentence for the buyer, before and after the checkout.
    promise: "StrOrPromise"
    # What apps and pages show beside it; the pages' is an icon of the sprite.
    kind: Kind
    icon: str
    # Whether a provider must be asked after the commit; cash needs nobody.
    needs_provider: bool
    # Whether the shop begins to work on an order only when its money has come. What is not paid
    # ahead costs the buyer nothing yet: a large order of somebody unknown is confirmed by mail.
    paid_ahead: bool
    # Whether the shop's staff take the money and say so; else the provider tells us.
    collected_by_hand: bool
    # Whether the shop's staff hand money back and say so; else the provider is asked to.
    refunds_by_hand: bool

    def supports(self, amount: Money) -> bool:
        """Whether this much, more than nothing, of this currency can be paid in this way."""
        ...

    def status_at_placement(self) -> str:
        """The Payment status right after the order was written, where there is money to pay."""
        ...

    def status_after_move(self, *, status: str, order_status: str) -> str:
        """How an order's move changes its allocation of the payment."""
        ...
