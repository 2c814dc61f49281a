"""What a checkout would cost and what stands in its way; and the same kept as a quote.

Nothing is locked or written, but for the quote and its cart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from marketplace.cart.change_kinds import ChangeKind
from marketplace.cart.models import CartBasket
from marketplace.cart.services import Shopper, lock_cart
from marketplace.cart.shopper import find_cart
from marketplace.payments import checkout
from marketplace.payments.gateways import METHODS, USUAL
from marketplace.purchases import placement
from marketplace.purchases.address import require_address
from marketplace.purchases.changes import Change
from marketplace.purchases.errors import CartChanged
from marketplace.purchases.inspections import (
    InspectedBasket,
    inspect,
    require_minimum,
    require_total,
)
from marketplace.purchases.models import Quote
from marketplace.purchases.quotes import keep_quote
from tenants.kernel.errors import Refusal
from tenants.kernel.money import Money, totals_by_currency

# What a quote may be made in spite of: it tells the present price.
PRICES_ALONE = frozenset({ChangeKind.PRICE_ROSE, ChangeKind.DISCOUNT_FELL})


@dataclass(frozen=True, slots=True)
class Preview:
    """`problems` are what the checkout would refuse with, in the order of its checks."""

    groups: list[InspectedBasket]
    to_pay: list[Money]
    changes: list[Change]
    problems: list[Refusal]

    @property
    def cannot_be_had(self) -> list[Change]:
        """What no asking again gets through: everything but prices."""
        return [
            change for change in self.changes if change.stops and change.kind not in PRICES_ALONE
        ]


@transaction.atomic
def preview(
    *,
    shopper: Shopper,
    email: str = "",
    retailers: Sequence[str] | None = None,
    fulfilment: Mapping[str, str] | None = None,
    shipping_address: Mapping[str, str] | None = None,
    payment_method: str = USUAL,
    quote: UUID | None = None,
    shipping_address_id: UUID | None = None,
    save_address: bool = False,
) -> Preview:
    """Takes what checkout.place takes. Raises EmptyCart, UnknownRetailer and what concerns
    the quote; everything else is told in `problems`."""
    chosen = fulfilment or {}
    baskets = checkout.choose_baskets(shopper, find_cart(shopper), retailers)
    problems = _problems(lambda: checkout.require_fulfilment(baskets, chosen))
    placement.choose_fulfilment(baskets, chosen)
    problems += _problems(
        lambda: checkout.require_one_currency(baskets),
        lambda: checkout.require_email(shopper, email),
        lambda: require_address(
            baskets, checkout.choose_address(shopper, shipping_address, shipping_address_id)
        ),
        lambda: checkout.require_book(shopper, save_address),
        lambda: checkout.require_method(payment_method),
    )
    groups = _inspect(shopper, baskets, quote)
    to_pay = totals_by_currency(group.amounts.payable for group in groups)
    problems += _problems(lambda: require_minimum(groups), lambda: require_total(groups))
    if payment_method in METHODS:
        problems += _problems(lambda: checkout.require_support(payment_method, *to_pay))
    return Preview(
        groups=groups,
        to_pay=to_pay,
        changes=[change for group in groups for change in group.changes],
        problems=problems,
    )


@transaction.atomic
def make_quote(
    *,
    shopper: Shopper,
    retailers: Sequence[str] | None = None,
    fulfilment: Mapping[str, str] | None = None,
) -> tuple[Quote, Preview]:
    """What it costs now, kept for quotes.VALID_FOR. The cart is locked: the quote points to it.

    Raises EmptyCart, UnknownRetailer, Invalid, and CartChanged when something cannot be had.
    """
    chosen = fulfilment or {}
    cart = lock_cart(shopper)
    baskets = checkout.choose_baskets(shopper, cart, retailers)
    checkout.require_fulfilment(baskets, chosen)
    placement.choose_fulfilment(baskets, chosen)
    groups = _inspect(shopper, baskets, None)
    changes = [change for group in groups for change in group.changes]
    to_pay = totals_by_currency(group.amounts.payable for group in groups)
    problems = _problems(lambda: require_minimum(groups), lambda: require_total(groups))
    view = Preview(groups, to_pay, changes, problems)
    if view.cannot_be_had:
        raise CartChanged(
            gettext("Take out what cannot be had."),
            changes=[change.as_dict() for change in view.cannot_be_had],
        )
    assert cart is not None
    return keep_quote(cart=cart, inspected=groups), view


def _inspect(
    shopper: Shopper, baskets: Sequence[CartBasket], quote: UUID | None
) -> list[InspectedBasket]:
    user_id = shopper.user.pk if shopper.user else None
    quoted = checkout.quoted_for(baskets, quote) or {}
    return [
        inspect(basket, user_id=user_id, quoted=quoted.get(basket.retailer.slug), lock=False)
        for basket in baskets
    ]


def _problems(*checks: Callable[[], object]) -> list[Refusal]:
    refusals = []
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            refusals.append(refusal)
    return refusals
