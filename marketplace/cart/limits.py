"""How much can be in a cart: what the columns of an order hold, told before the checkout."""

from collections.abc import Iterable

from django.utils.translation import gettext

from marketplace.cart.errors import OverLimit, TotalTooLarge
from marketplace.cart.queries import CartView
from tenants.kernel.money import LARGEST, Money, totals_by_currency
from tenants.shop.offer.amounts import round_down

# Of one product in one order; and of all together, what a count of pieces holds.
MOST_PIECES = 1_000_000
MOST_PIECES_IN_ALL = 2_147_483_647


def require_line(price: Money, quantity: int) -> None:
    """Raises OverLimit, TotalTooLarge."""
    if quantity > MOST_PIECES:
        raise OverLimit(
            gettext("At most %(most_pieces)s in one order.") % {"most_pieces": MOST_PIECES},
            maximum=MOST_PIECES,
        )
    require_sums([price * quantity])


def most_pieces(price: Money) -> int:
    """What `require_line` lets through at this price."""
    return min(MOST_PIECES, int(LARGEST // price.amount)) if price else MOST_PIECES


def require_sums(amounts: Iterable[Money]) -> None:
    """Of one currency and of each: what is to be paid together. Raises TotalTooLarge."""
    for whole in totals_by_currency(amounts):
        if whole.amount > LARGEST:
            largest = Money(round_down(LARGEST, whole.currency), whole.currency)
            raise TotalTooLarge(
                gettext("Order less at once, or write to the shop."), maximum=largest.as_dict()
            )


def require_cart(view: CartView) -> CartView:
    """The view, of which everything can be ordered at once. Raises OverLimit, TotalTooLarge.

    Discounts are left out of account: they may end before the order is placed.
    """
    require_sums(group.goods_total + group.delivery_fee for group in view.groups)
    if view.count > MOST_PIECES_IN_ALL:
        raise OverLimit(
            gettext("That is more than one order can hold."), maximum=MOST_PIECES_IN_ALL
        )
    return view
