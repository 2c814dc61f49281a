"""What customers and a shop's staff are told of orders and returns.

Put together by the task worker: whoever moves one only leaves a note, in the transaction of the
move. All run in the shop's schema.
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from marketplace.accounts.models import User
from marketplace.notifications.services import Recipient, notify
from marketplace.purchases.mails import customer_of, order_link, pickup_place
from marketplace.purchases.models import RetailerOrder, ReturnLine, ReturnRequest
from marketplace.purchases.queries import make_order_token
from tenants.kernel.money import Money, from_minor
from tenants.registry.context import current_retailer
from tenants.registry.models import Retailer
from tenants.shop.order import states
from tenants.shop.order.models import Order
from tenants.staff.models import Membership
from tenants.staff.roles import roles_with
from tenants.tasks import task

MAY_MOVE = "order.change_order"
ARRIVED = (ReturnRequest.Status.RECEIVED, ReturnRequest.Status.REFUNDED)


@task(queue_name="mail", retries=5, backoff_seconds=20)
def tell_staff_of_order(*, order: str) -> None:
    """Each who may move it. `order`: its UUID."""
    if pointer := _orders_here().filter(uuid=order).first():
        data = _summary(pointer) | {"fulfilment": pointer.fulfilment}
        _tell_staff("order_for_staff", pointer, data, about=order)


@task(queue_name="mail", retries=5, backoff_seconds=20)
def tell_of_move(*, order: str, status: str, by_customer: bool = False) -> None:
    """The customer, of each; the staff of what she cancels.

    `status` is one of the order, or `refunded` when what was paid for a cancelled one was handed
    back. Requests by which all came back have told of themselves already.
    """
    pointer = _orders_here().filter(uuid=order).first()
    if pointer is None or (status == states.RETURNED and _came_back_as_asked(pointer)):
        return
    source = Order.objects.get(uuid=order)
    parcel = {"tracking_number": source.tracking_number, "carrier": source.carrier}
    data = _summary(pointer) | parcel | {"status": status, "link": _customers_link(pointer)}
    data |= {"was_paid": pointer.allocation.was_paid, "pickup_at": pickup_place(pointer)}
    _tell_customer(f"order_{status}", pointer, data, about=order)
    if status == states.CANCELLED and by_customer:
        data = _summary(pointer) | {"owed": _owed_by_hand(pointer)}
        _tell_staff("order_cancelled_for_staff", pointer, data, about=order)


def _owed_by_hand(order: RetailerOrder) -> dict[str, Any] | None:
    """The cash that the shop had when it was cancelled; None: it had none."""
    refunds = order.allocation.refunds.filter(request=None)
    owed = refunds.aggregate(sum=Sum("amount_minor"))["sum"]
    return Money(from_minor(owed, order.currency), order.currency).as_dict() if owed else None


def _came_back_as_asked(order: RetailerOrder) -> bool:
    """All of it by returns that were asked for, nothing at the counter without one."""
    lines = ReturnLine.objects.filter(
        request__order=order, request__kind=ReturnRequest.Kind.RETURN, request__status__in=ARRIVED
    )
    pieces: int | None = lines.aggregate(sum=Sum("quantity"))["sum"]
    return (pieces or 0) >= order.item_count


@task(queue_name="mail", retries=5, backoff_seconds=20)
def tell_staff_of_request(*, request: str) -> None:
    """That a customer wants to return something, or her money back. `request`: its UUID."""
    if asked_for := _find_request(request):
        _tell_staff(
            "return_for_staff",
            asked_for.order,
            _summary(asked_for.order) | _request_data(asked_for),
            about=request,
        )


@task(queue_name="mail", retries=5, backoff_seconds=20)
def tell_of_answer(*, request: str, status: str, answer: str = "") -> None:
    """The customer: what the shop did about it, in its words of that moment."""
    if asked_for := _find_request(request):
        data = _summary(asked_for.order) | _request_data(asked_for)
        data |= {"status": status, "answer": answer, "link": _customers_link(asked_for.order)}
        _tell_customer(f"return_{status}", asked_for.order, data, about=request)


def _orders_here() -> "QuerySet[RetailerOrder]":
    orders = RetailerOrder.objects.filter(retailer=current_retailer())
    return orders.select_related("purchase__user", "retailer", "allocation")


def _find_request(uuid: str) -> ReturnRequest | None:
    requests = ReturnRequest.objects.filter(uuid=UUID(uuid), order__retailer=current_retailer())
    related = requests.select_related("order__purchase__user", "order__retailer")
    return related.prefetch_related("lines").first()


def _summary(order: RetailerOrder) -> dict[str, Any]:
    """For staff; customers have a link of their own."""
    return {
        "number": order.number,
        "shop": order.retailer.name,
        "summary": order.summary,
        "item_count": order.item_count,
        "total": order.money.as_dict(),
        "link": f"{order.retailer.url}/seller/orders/{order.number}",
    }


def _request_data(request: ReturnRequest) -> dict[str, Any]:
    lines = sorted(request.lines.all(), key=lambda line: line.pk)
    return {
        "kind": request.kind,
        "reason": request.reason,
        "note": request.note,
        "amount": request.money.as_dict() if request.amount_minor else None,
        "lines": [{"title": line.title, "quantity": line.quantity} for line in lines],
    }


def _customers_link(order: RetailerOrder) -> str:
    return order_link(order.purchase, make_order_token(order.purchase))


def _tell_customer(kind: str, order: RetailerOrder, data: dict[str, Any], *, about: str) -> None:
    notify(kind, customer_of(order.purchase), data, about=about, retailer=order.retailer)


def _tell_staff(kind: str, order: RetailerOrder, data: dict[str, Any], *, about: str) -> None:
    staff = [Recipient(address) for address in staff_addresses(order.retailer)]
    notify(kind, staff, data, about=about, retailer=order.retailer)


def staff_addresses(retailer: Retailer) -> list[str]:
    """Of the current members who are told; the shop's own address where there is none."""
    members = Membership.objects.live().filter(role__in=roles_with(MAY_MOVE)).order_by("id")
    people = User.objects.filter(
        pk__in=list(members.values_list("user_id", flat=True)), is_active=True
    )
    addresses = sorted(people.values_list("email", flat=True))
    return addresses or [address for address in [retailer.contact_email] if address]
