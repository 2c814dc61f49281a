"""Orders as the shop's staff see and move them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.deprecation import superseded_by
from api.examples import Example
from api.headers import ORDER_TOKEN
from api.inputs import read
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import choice, refuse, single, texts
from api.staff import StaffEndpoint, StaffGate, require_member
from api.v1.orders.views import CANCELLED, OrderDetailView
from api.v1.staff_orders.inputs import STATUSES, StatusInput, TransitionInput
from api.v1.staff_orders.outputs import (
    StaffOrderOutput,
    StaffOrderPageOutput,
    show_buyers_order,
    show_staff_order,
    show_staff_order_row,
)
from marketplace.accounts.logins import freshness
from marketplace.accounts.logins.freshness import StepUpNeeded
from marketplace.payments.receipts import (
    NothingDue,
    PaidToProvider,
    ReceiptStands,
    receive_cash,
    undo_receipt,
)
from marketplace.payments.refunds import NothingOwed, gives_money_back, hand_back
from marketplace.purchases import shop_orders
from marketplace.purchases.errors import TooLateToCancel
from marketplace.purchases.models import RetailerOrder
from tenants.kernel.errors import NotFound
from tenants.kernel.fulfilments import FULFILMENTS
from tenants.registry.context import use_retailer
from tenants.shop.order.services import IllegalMove, move_order

VIEW, MOVE = "order.view_order", "order.change_order"
FILTERS = [
    OpenApiParameter("status", str, many=True, enum=STATUSES, description="Repeated: or"),
    OpenApiParameter(
        "search", str, description="Words: each a part of the number, the buyer's e-mail or name"
    ),
    OpenApiParameter("fulfilment", str, enum=FULFILMENTS),
]


MOVED = {
    "status": "shipped",
    "carrier": "DHL",
    "tracking_number": "JJD000390007827931",
    "legal_moves": ["delivered"],
}


REFUNDED = {
    "status": "cancelled",
    "payment_status": "refunded",
    "payment": {"status": "refunded"},
    "can_cancel": False,
    "legal_moves": [],
}


class StaffOrdersView(StaffEndpoint):
    query = PARAMETERS | {"status", "search", "fulfilment"}
    problems = {"get": [403]}

    @extend_schema(
        operation_id="staff_orders_list",
        summary="A shop's orders, newest first",
        description="For its staff (owner, manager, fulfilment, support, analyst).",
        tags=["orders"],
        parameters=[*FILTERS, CURSOR, PAGE_SIZE],
        responses={200: StaffOrderPageOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        shop, query = self.shop(slug, VIEW), web_request(request).GET
        statuses = texts(query, "status")
        if unknown := set(statuses) - set(STATUSES):
            names = ", ".join(sorted(unknown))
            raise refuse("status", gettext("There is no %(names)s.") % {"names": names})
        orders = shop_orders.orders_at(
            shop,
            statuses=statuses,
            search=single(query, "search") or "",
            fulfilment=choice(query, "fulfilment", FULFILMENTS) or "",
        )
        page = paginate(request, orders, field="id", descending=True)
        rows = [show_staff_order_row(order) for order in page.rows]
        return Response(page.body(rows))


class StaffOrderView(StaffEndpoint):
    problems = {"get": [403]}

    @extend_schema(
        operation_id="staff_orders_read",
        summary="One order of a shop, with where it may go next",
        tags=["orders"],
        responses={200: StaffOrderOutput},
    )
    def get(self, request: Request, slug: str, id: UUID) -> Response:  # noqa: A002
        shop = self.shop(slug, VIEW)
        return Response(show_staff_order(shop_orders.find_order_at(shop, uuid=id)))


class StaffTransitionView(StaffEndpoint):
    problems = {"post": [StepUpNeeded, IllegalMove]}
    examples = {"post": Example(request=("carrier", "tracking_number"), answer=MOVED)}

    @extend_schema(
        operation_id="staff_orders_move",
        summary="Move an order of a shop to its next status",
        description="As `orders/{id}/transitions/`, with the shop in the path.",
        tags=["orders"],
        request=TransitionInput,
        responses={200: StaffOrderOutput},
    )
    def post(self, request: Request, slug: str, id: UUID) -> Response:  # noqa: A002
        shop = self.shop(slug, VIEW, MOVE)
        return _move(self, request, shop_orders.find_order_at(shop, uuid=id))


class TransitionView(StaffEndpoint):
    """The order itself tells its shop; who does not work there finds nothing."""

    problems = {"post": [StepUpNeeded, IllegalMove]}
    examples = {"post": Example(request=("carrier", "tracking_number"), answer=MOVED)}

    @extend_schema(
        operation_id="orders_move",
        summary="Move an order to its next status",
        description=(
            "For the shop's staff (owner, manager, fulfilment), legal moves only: "
            "`legal_moves` of the order names them. Stock moves with it. A move that gives back "
            "what was paid (`cancelled`, `returned`) needs a fresh login (`auth/confirm/`)."
        ),
        tags=["orders"],
        request=TransitionInput,
        responses={200: StaffOrderOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return _move(self, request, _order_of_staff(self, id))


def _order_of_staff(view: StaffGate, uuid: UUID, *permissions: str) -> RetailerOrder:
    """Of the shop where the caller works, in a role that may move it, or has `permissions`.

    Raises NotAuthenticated, NotFound, NotAllowed.
    """
    view.member  # noqa: B018 - raises for guests
    order = shop_orders.find_order_anywhere(uuid=uuid)
    if order is None or view.retailer not in (None, order.retailer):
        raise NotFound(shop_orders.NO_ORDER)
    needs = permissions or (VIEW, MOVE)
    require_member(view.request, order.retailer, *needs, absent=shop_orders.NO_ORDER)
    return order


def _move(view: StaffGate, request: Request, order: RetailerOrder) -> Response:
    values = read(TransitionInput, request.data)
    return _moved(view, request, order, values)


def _moved(
    view: StaffGate, request: Request, order: RetailerOrder, values: dict[str, Any]
) -> Response:
    shop, names = order.retailer, ("to", "note", "tracking_number", "carrier")
    if gives_money_back(order=order.uuid, to=values["to"]):
        freshness.require(request=web_request(request), token=request.auth)
    move = {name: values[name] for name in names if name in values}
    with use_retailer(shop):
        source = shop_orders.source_of(order)
        move_order(order=source, actor=view.member, role=view.role_at(shop), **move)
    return Response(show_staff_order(shop_orders.find_order_at(shop, uuid=order.uuid)))


class PaidView(StaffEndpoint):
    problems = {
        "post": [PaidToProvider, NothingDue],
        "delete": [ReceiptStands],
    }
    examples = {"post": Example(answer={"payment_status": "paid", "payment": {"status": "paid"}})}

    @extend_schema(
        operation_id="orders_mark_paid",
        summary="The shop has an order's cash",
        description=(
            "For the shop's staff (owner, manager, fulfilment), at any time while it is due; a "
            "delivered order is paid without. Said twice it changes nothing more."
        ),
        tags=["orders"],
        request=None,
        responses={200: StaffOrderOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        order = _order_of_staff(self, id)
        receive_cash(retailer=order.retailer, order=order.uuid, actor=self.member)
        return _read_again(order)

    @extend_schema(
        operation_id="orders_mark_unpaid",
        summary="It was a mistake: the cash is due again",
        description="Until the order is delivered or cancelled, of what was marked as paid.",
        tags=["orders"],
        responses={200: StaffOrderOutput},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        order = _order_of_staff(self, id)
        undo_receipt(retailer=order.retailer, order=order.uuid, actor=self.member)
        return _read_again(order)


class PaidBackView(StaffEndpoint):
    problems = {"post": [StepUpNeeded, NothingOwed]}
    examples = {"post": Example(answer=REFUNDED)}

    @extend_schema(
        operation_id="orders_paid_back",
        summary="The buyer has the money of a cancelled order again",
        description=(
            "For the shop's staff (owner, manager, fulfilment): what is `owed_back`. Needs a fresh "
            "login (`auth/confirm/`)."
        ),
        tags=["orders"],
        request=None,
        responses={200: StaffOrderOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        order = _order_of_staff(self, id)
        freshness.require(request=web_request(request), token=request.auth)
        hand_back(retailer=order.retailer, order=order.uuid, actor=self.member)
        return _read_again(order)


def _read_again(order: RetailerOrder) -> Response:
    return Response(show_staff_order(shop_orders.find_order_at(order.retailer, uuid=order.uuid)))


class OrderView(StaffGate, OrderDetailView):
    """The order's own address, for its buyer and its shop's staff; the older ways to move it."""

    gated_elsewhere = frozenset({"PUT", "PATCH"})
    problems = {
        "get": [403],
        "delete": [TooLateToCancel],
        "put": [StepUpNeeded, IllegalMove],
        "patch": [StepUpNeeded, IllegalMove],
    }
    examples = {
        "put": Example(request=("carrier", "tracking_number"), answer=MOVED),
        "patch": Example(request=("carrier", "tracking_number"), answer=MOVED),
        "delete": Example(answer=CANCELLED),
    }

    @extend_schema(
        operation_id="orders_read",
        summary="One order with its items and events",
        description="For its buyer, and for staff of its shop who may read orders.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={200: StaffOrderOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        try:
            return Response(show_buyers_order(self.order(id)))
        except NotFound:
            if self.customer is None:
                raise
        return Response(show_staff_order(_order_of_staff(self, id, VIEW)))

    @superseded_by("orders/{id}/transitions/")
    @extend_schema(
        operation_id="orders_replace",
        summary="The same as `orders/{id}/transitions/`",
        tags=["orders"],
        request=StatusInput,
        responses={200: StaffOrderOutput},
    )
    def put(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.move(request, id)

    @superseded_by("orders/{id}/transitions/")
    @extend_schema(
        operation_id="orders_update",
        summary="The same as `orders/{id}/transitions/`",
        tags=["orders"],
        request=StatusInput,
        responses={200: StaffOrderOutput},
    )
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.move(request, id)

    def move(self, request: Request, uuid: UUID) -> Response:
        order = _order_of_staff(self, uuid)
        values = read(StatusInput, request.data)
        return _moved(self, request, order, values | {"to": values["status"]})
