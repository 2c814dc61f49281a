"""The graph of an order's statuses (docs/glossary.md). A move that is not listed is illegal."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from tenants.kernel import fulfilments

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PENDING: Final = "pending"
PAID: Final = "paid"
PROCESSING: Final = "processing"
READY_FOR_PICKUP: Final = "ready_for_pickup"
SHIPPED: Final = "shipped"
DELIVERED: Final = "delivered"
CANCELLED: Final = "cancelled"
RETURNED: Final = "returned"

MOVES: Final[dict[str, tuple[str, ...]]] = {
    PENDING: (PAID, PROCESSING, CANCELLED),
    PAID: (PROCESSING, CANCELLED),
    PROCESSING: (SHIPPED, READY_FOR_PICKUP, CANCELLED),
    READY_FOR_PICKUP: (DELIVERED, CANCELLED),
    SHIPPED: (DELIVERED,),
    DELIVERED: (RETURNED,),
    CANCELLED: (),
    RETURNED: (),
}

STATUSES: Final = tuple(MOVES)

# What people read, buyers as well as the shop's staff.
LABELS: Final[dict[str, "StrOrPromise"]] = {
    PENDING: _("Waiting for the shop"),
    PAID: _("Paid"),
    PROCESSING: _("In preparation"),
    READY_FOR_PICKUP: _("Ready for pickup"),
    SHIPPED: _("On its way"),
    DELIVERED: _("Delivered"),
    CANCELLED: _("Cancelled"),
    RETURNED: _("Returned"),
}
AWAITS_PAYMENT: Final = _("Awaiting payment")

# What lies ahead of an order that goes well.
ROADS: Final[dict[str, tuple[str, ...]]] = {
    fulfilments.DELIVERY: (PENDING, PROCESSING, SHIPPED, DELIVERED),
    fulfilments.PICKUP: (PENDING, PROCESSING, READY_FOR_PICKUP, DELIVERED),
}

# A customer may cancel until the shop has begun to work on the order.
CUSTOMER_MAY_CANCEL: Final = frozenset({PENDING, PAID})

# Stock leaves the shelf when the goods leave the shop.
CONSUMES_STOCK: Final = frozenset({SHIPPED})

# The buyer had the goods.
HANDED_OVER: Final = frozenset({DELIVERED, RETURNED})

# Once the goods have left, an order is not cancelled any more: it has an invoice.
INVOICED: Final = frozenset({SHIPPED, DELIVERED, RETURNED})


def status_label(status: str, *, awaits_payment: bool) -> "StrOrPromise":
    """A pending order waits for its money or for the shop."""
    if status == PENDING and awaits_payment:
        return AWAITS_PAYMENT
    return LABELS.get(status, status)


def legal_moves(*, status: str, fulfilment: str, awaits_payment: bool) -> list[str]:
    """Where the shop may move an order: what is delivered is not picked up.

    Nobody says by hand that an order is paid: its payment does (services.note_payment). While it
    awaits that, because its method is paid ahead, there is nothing to do but to cancel it.
    """
    never = {PAID, READY_FOR_PICKUP if fulfilment == fulfilments.DELIVERY else SHIPPED}
    moves = [move for move in MOVES.get(status, ()) if move not in never]
    return [move for move in moves if move == CANCELLED or not awaits_payment]


def ahead(*, status: str, fulfilment: str) -> tuple[str, ...]:
    """What is still to come on this order's road; nothing for one that left it.

    One that is paid ahead stands where others are pending.
    """
    road = ROADS.get(fulfilment, ())
    step = PENDING if status == PAID else status
    return road[road.index(step) + 1 :] if step in road else ()
