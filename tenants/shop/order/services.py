"""Moving an order along its graph; runs inside the shop's schema."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import NotFound, Refusal
from tenants.kernel.locks import hold
from tenants.registry import notices
from tenants.registry.audit import record
from tenants.shop.announcements import announce_stock_of, retailer_here
from tenants.shop.catalogue.reviews.services import settle_marks
from tenants.shop.offer import services as offers
from tenants.shop.order import states
from tenants.shop.order.models import Line, Order, OrderStatusChange
from tenants.shop.partner import services as stock
from tenants.shop.voucher import services as vouchers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IllegalMove(Refusal):
    code = "illegal-move"
    title = _("This order cannot be moved there.")
    meaning = _(
        "The order's status does not lead there; `legal` moves depend on how it is delivered."
    )
    remedy = _("Read the order again and choose one of its next statuses.")


class MoreThanBought(Refusal):
    code = "more-than-bought"
    status = 422
    title = _("That is more than was bought.")
    meaning = _("More pieces of a line would have come back than were sold.")
    remedy = _("Read the order again.")


def legal_moves(order: Order) -> list[str]:
    return states.legal_moves(
        status=order.status, fulfilment=order.fulfilment, awaits_payment=order.awaits_payment
    )


def lock_order(*, uuid: UUID) -> Order:
    """Raises NotFound when this shop has no such order."""
    order = hold(Order.objects.filter(uuid=uuid)).first()
    if order is None:
        raise NotFound(gettext("This shop has no such order."))
    return order


@transaction.atomic
def move_order(
    *,
    order: Order,
    to: str,
    actor: Any = None,
    role: str = "",
    note: str = "",
    tracking_number: str = "",
    carrier: str = "",
) -> Order:
    """Move a locked, fresh copy of the order; stock and the log move with it.

    `actor` is the account that moves it (None: the system). Raises IllegalMove, and nothing
    has changed then.
    """
    order = lock_order(uuid=order.uuid)
    before = order.status
    if to not in legal_moves(order):
        raise IllegalMove(_next_moves(order), order_status=before)
    order.tracking_number = tracking_number or order.tracking_number
    order.carrier = carrier or order.carrier
    return _move(order, to, actor=actor, role=role, note=note)


def _next_moves(order: Order) -> str:
    label = states.status_label(order.status, awaits_payment=order.awaits_payment)
    return name_moves(label, [states.LABELS[move] for move in legal_moves(order)])


def name_moves(status: "StrOrPromise", moves: "Sequence[StrOrPromise]") -> str:
    """What can follow, in the words that people read on the page."""
    if not moves:
        return gettext("It is “%(status)s”, and nothing follows.") % {"status": status}
    return gettext("It is “%(status)s”; from there it may become: %(allowed)s.") % {
        "status": status,
        "allowed": ", ".join(f"“{move}”" for move in moves),
    }


@transaction.atomic
def note_payment(*, uuid: UUID) -> Order:
    """The money that the order awaited has come: it is paid, and may be worked on.

    Said by its payment alone; said twice it changes nothing more. Money that comes for an order
    that was cancelled meanwhile leaves it so. Raises NotFound.
    """
    order = lock_order(uuid=uuid)
    if not order.awaits_payment:
        return order
    order.awaits_payment = False
    if order.status == states.PENDING:
        return _move(order, states.PAID, actor=None, role="system", note="")
    order.save(update_fields=["awaits_payment"])
    return order


def _move(order: Order, to: str, *, actor: Any, role: str, note: str) -> Order:
    before, order.status = order.status, to
    order.save(update_fields=["status", "tracking_number", "carrier", "awaits_payment"])
    _log_move(order, before, actor=actor, role=role, note=note)
    _audit_move(order, before, actor=actor, role=role)
    _move_stock(order, before, to)
    notices.order_changed.send(
        Order, retailer=retailer_here(), order=order, before=before, actor=actor, role=role
    )
    return order


def _audit_move(order: Order, before: str, *, actor: Any, role: str) -> None:
    """What staff do; a customer's own cancellation stands in her activities, and in the order."""
    if actor is not None and role != "customer":
        record(
            what="order.moved",
            who=actor,
            on=order.number,
            before={"status": before},
            after={"status": order.status},
        )


def _log_move(order: Order, before: str, *, actor: Any, role: str, note: str) -> None:
    OrderStatusChange.objects.create(
        order=order,
        old_status=before,
        new_status=order.status,
        actor=getattr(actor, "uuid", None),
        actor_role=role,
        note=note,
    )


def _move_stock(order: Order, before: str, to: str) -> None:
    """And what else in the shop follows the order, in the order of locks: listings come last."""
    picked_up = to == states.DELIVERED and before == states.READY_FOR_PICKUP
    listed: list[UUID] = []
    if to in states.CONSUMES_STOCK or picked_up:
        listed = _change_stock(order, stock.consume)
    elif to == states.CANCELLED:
        listed = _change_stock(order, stock.release)
    elif to == states.RETURNED:
        _take_back_rest(order)
    if to in (states.DELIVERED, states.CANCELLED):
        settle_marks(order)
    if to == states.CANCELLED:
        vouchers.free_uses(order_id=order.pk)
        offers.free_uses(order_id=order.pk)
    announce_stock_of(listed)


def _change_stock(order: Order, change: Callable[..., None]) -> list[UUID]:
    """By what was reserved at placement: a line sold uncounted (0) leaves the stock alone."""
    lines = Line.objects.filter(order=order, num_allocated__gt=0)
    return _change_stock_of([(line, line.num_allocated) for line in _with_products(lines)], change)


def _with_products(lines: QuerySet[Line]) -> QuerySet[Line]:
    return lines.filter(stockrecord__isnull=False).select_related("product__parent")


def _change_stock_of(lines: list[tuple[Line, int]], change: Callable[..., None]) -> list[UUID]:
    """The stand-alone and parent products whose stock it was: for announce_stock_of."""
    quantities: dict[int, int] = defaultdict(int)
    listed: set[UUID] = set()
    for line, quantity in lines:
        quantities[line.stockrecord_id] += quantity
        if line.product:
            listed.add((line.product.parent or line.product).uuid)
    stock.lock_records(sorted(quantities))
    change(quantities=quantities)
    return sorted(listed)


def _take_back_rest(order: Order) -> None:
    """What did not come back with a customer's return before."""
    rest = Line.objects.filter(order=order, num_returned__lt=F("quantity"))
    take_back(
        order=order, quantities={line.uuid: line.quantity - line.num_returned for line in rest}
    )


def take_back(*, order: Order, quantities: Mapping[UUID, int]) -> bool:
    """Pieces of a locked order came back, by the UUID of their line: they are for sale again.

    Whether all of the order is back now. Raises MoreThanBought, and nothing has changed then.
    """
    lines = {line.uuid: line for line in Line.objects.filter(order=order).order_by("id")}
    for uuid, quantity in quantities.items():
        line = lines.get(uuid)
        if line is None or line.num_returned + quantity > line.quantity:
            raise MoreThanBought(
                gettext("Not so many of it were bought, or some came back before.")
            )
    for uuid, quantity in quantities.items():
        lines[uuid].num_returned += quantity
        lines[uuid].save(update_fields=["num_returned"])
    counted = Line.objects.filter(order=order, uuid__in=list(quantities), num_allocated__gt=0)
    back = [(line, quantities[line.uuid]) for line in _with_products(counted)]
    announce_stock_of(_change_stock_of(back, stock.restock))
    return all(line.num_returned == line.quantity for line in lines.values())
