"""Orders as the shop's staff see and move them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.deprecation import superseded_by
from api.examples import Example
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
    show_staff_order,
    show_staff_order_row,
)
from marketplace.accounts.logins import freshness
from marketplace.accounts.logins.freshness import StepUpNeeded
from marketplace.payments.refunds import gives_money_back
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


def _order_of_staff(view: StaffGate, uuid: UUID) -> RetailerOrder:
    """Of the shop where the caller works. Raises NotAuthenticated, NotFound, NotAllowed."""
    view.member  # noqa: B018 - raises for guests
    order = shop_orders.find_order_anywhere(uuid=uuid)
    if order is None or view.retailer not in (None, order.retailer):
        raise NotFound(shop_orders.NO_ORDER)
    require_member(view.request, order.retailer, VIEW, MOVE, absent=shop_orders.NO_ORDER)
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


class OrderView(StaffGate, OrderDetailView):
    """The order's own address, with the older ways to move it."""

    gated_elsewhere = frozenset({"PUT", "PATCH"})
    problems = {
        "delete": [TooLateToCancel],
        "put": [StepUpNeeded, IllegalMove],
        "patch": [StepUpNeeded, IllegalMove],
    }
    examples = {
        "put": Example(request=("carrier", "tracking_number"), answer=MOVED),
        "patch": Example(request=("carrier", "tracking_number"), answer=MOVED),
        "delete": Example(answer=CANCELLED),
    }

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
