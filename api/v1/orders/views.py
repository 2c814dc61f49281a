"""What somebody bought: over all shops on the marketplace's host, at one on its own."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.deprecation import superseded_by
from api.examples import Example
from api.headers import CART_TOKEN, IDEMPOTENCY_KEY, ORDER_TOKEN, ShopperEndpoint
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import choice
from api.v1.checkout.inputs import CheckoutInput
from api.v1.checkout.outputs import PlacedOutput
from api.v1.checkout.views import CheckoutView
from api.v1.orders.outputs import (
    ClaimOutput,
    OrderEventsOutput,
    OrderOutput,
    OrderPageOutput,
    PurchaseOutput,
    TrackingOutput,
    show_order,
    show_order_event,
    show_order_row,
    show_purchase,
    show_tracking,
)
from api.views import list_response
from marketplace.purchases import invoices, queries, services
from marketplace.purchases.claims import claim_guest_purchases
from marketplace.purchases.errors import NoInvoiceYet
from marketplace.purchases.invoice_files import pdf_of
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.shop_orders import orders_at_shops
from tenants.kernel.errors import NotFound
from tenants.staff.workplaces import workplaces

SIDES = ("buyer", "staff")
SIDE = OpenApiParameter(
    "side", str, enum=SIDES, description="What I bought, or what the shops sold that I work for"
)
CANCELLED = {
    "status": "cancelled",
    "payment_status": "cancelled",
    "payment": {"status": "cancelled"},
    "can_cancel": False,
}


class OrderEndpoint(ShopperEndpoint):
    # Methods that ask for something else than a login or an order's token.
    gated_elsewhere: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.gated_elsewhere:
            return
        self.require_buyer()

    def order(self, uuid: UUID) -> RetailerOrder:
        """Raises NotFound for one that is not the caller's."""
        return queries.find_order(
            uuid=uuid, user=self.customer, order_token=self.order_token, retailer=self.retailer
        )


class OrderListView(OrderEndpoint):
    query = PARAMETERS | {"side"}
    problems = {"get": [401], "post": CheckoutView.problems["post"]}
    gated_elsewhere = frozenset({"POST"})
    examples = {
        "post": Example(request=("email", "shipping_address", "fulfilment", "payment_method"))
    }

    @extend_schema(
        operation_id="orders_list",
        summary="My orders, newest first",
        description=(
            "A guest sees the orders of the purchase that X-Order-Token belongs to. "
            "`side=staff`: those of the shops whose orders the caller may read, on a shop's host "
            "of that shop; one shop's are narrowed and searched at `retailers/{slug}/orders/`."
        ),
        tags=["orders"],
        parameters=[SIDE, CURSOR, PAGE_SIZE, ORDER_TOKEN],
        responses={200: OrderPageOutput},
    )
    def get(self, request: Request) -> Response:
        is_staff = choice(web_request(request).GET, "side", SIDES) == "staff"
        orders = self._orders_of_shops() if is_staff else self._orders()
        page = paginate(request, orders, field="id", descending=True)
        results = [show_order_row(order) for order in page.rows]
        return Response(page.body(results))

    @superseded_by("checkout/")
    @extend_schema(
        operation_id="orders_place",
        summary="The same as `checkout/`",
        tags=["orders"],
        parameters=[CART_TOKEN, IDEMPOTENCY_KEY],
        request=CheckoutInput,
        responses={201: PlacedOutput},
    )
    def post(self, request: Request) -> Response:
        check_out: Any = CheckoutView.post
        return check_out(self, request)

    def _orders_of_shops(self) -> QuerySet[RetailerOrder]:
        """Raises NotAuthenticated for guests."""
        shops = workplaces(self.account, retailer=self.retailer, permission="order.view_order")
        return orders_at_shops(shops)

    def _orders(self) -> QuerySet[RetailerOrder]:
        if self.customer:
            return queries.orders_of(user=self.customer, retailer=self.retailer)
        orders = queries.orders_by_token(order_token=self.order_token, retailer=self.retailer)
        if orders is None:
            raise NotAuthenticated(gettext("The X-Order-Token is not valid any more."))
        return orders


class CancelEndpoint(OrderEndpoint):
    def cancel(self, uuid: UUID) -> Response:
        order = services.cancel_order(
            uuid=uuid, user=self.customer, order_token=self.order_token, retailer=self.retailer
        )
        return Response(show_order(queries.read_order(order)))


class OrderDetailView(CancelEndpoint):
    """Its GET, and the older ways to move it, stand beside what the shop's staff do with it."""

    @superseded_by("orders/{id}/cancel/")
    @extend_schema(
        operation_id="orders_delete",
        summary="The same as `orders/{id}/cancel/`",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={200: OrderOutput},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.cancel(id)


class OrderCancelView(CancelEndpoint):
    problems = {"post": [409]}
    examples = {"post": Example(answer=CANCELLED)}

    @extend_schema(
        operation_id="orders_cancel",
        summary="Cancel an order that the shop has not begun",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        request=None,
        responses={200: OrderOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.cancel(id)


class OrderClaimView(ShopperEndpoint):
    problems = {"post": [401, 409]}

    @extend_schema(
        operation_id="orders_claim",
        summary="Take what I bought as a guest into my account",
        description=(
            "Everything that was bought with the account's e-mail address, once that address is "
            "verified. Verifying it does the same by itself."
        ),
        tags=["orders"],
        request=None,
        responses={200: ClaimOutput},
    )
    def post(self, request: Request) -> Response:
        claimed = claim_guest_purchases(self.account)
        return Response(ClaimOutput(purchases=[str(purchase.uuid) for purchase in claimed]))


class OrderEventsView(OrderEndpoint):
    @extend_schema(
        operation_id="orders_events",
        summary="What happened to an order, oldest first",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={200: OrderEventsOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        events = queries.read_order(self.order(id)).events
        return list_response([show_order_event(event) for event in events])


class OrderTrackingView(OrderEndpoint):
    @extend_schema(
        operation_id="orders_tracking",
        summary="Where an order is, and what is still to come",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={200: TrackingOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return Response(show_tracking(queries.read_order(self.order(id))))


class PdfRenderer(BaseRenderer):
    """Lets `Accept: application/pdf` through; the view answers the file itself."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None


class OrderInvoiceView(OrderEndpoint):
    renderer_classes = (PdfRenderer, JSONRenderer)
    problems = {"get": [NoInvoiceYet]}

    @extend_schema(
        operation_id="orders_invoice",
        summary="The shop's invoice as PDF",
        description="Written when it is asked for the first time, after the goods have left.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        return pdf_of(invoices.invoice_of(self.order(id)))


class PurchaseView(OrderEndpoint):
    @extend_schema(
        operation_id="purchases_read",
        summary="One purchase with its orders",
        description="On a shop's host that shop's order of it alone.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={200: PurchaseOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        purchase = queries.find_purchase(uuid=id, user=self.customer, order_token=self.order_token)
        orders = queries.orders_in(purchase)
        here = [order for order in orders if self.retailer in (None, order.retailer)]
        if not here:
            raise NotFound(gettext("There is no such purchase here."))
        return Response(show_purchase(purchase, here))
