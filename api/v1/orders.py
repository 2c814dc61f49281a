"""What somebody bought: over all shops on the marketplace's host, at one on its own."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api.pagination import PARAMETERS, paginate
from api.v1 import shapes
from api.v1.documents import OrderDocument, OrderPageDocument
from api.v1.documents_buying import ClaimDocument
from api.v1.headers import ORDER_TOKEN, ShopperEndpoint
from marketplace.purchases import reading, services
from marketplace.purchases.claiming import claim_guest_purchases
from marketplace.purchases.models import RetailerOrder

CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous`")
PAGE_SIZE = OpenApiParameter("page_size", int, description="20; at most 100")


class OrderEndpoint(ShopperEndpoint):
    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if self.customer is None and self.order_token is None:
            raise NotAuthenticated("Log in, or send the X-Order-Token that checkout returned.")


class OrderListView(OrderEndpoint):
    query = PARAMETERS
    problems = {"get": [401]}

    @extend_schema(
        operation_id="orders_list",
        summary="My orders, newest first",
        description="A guest sees the orders of the purchase that X-Order-Token belongs to.",
        tags=["orders"],
        parameters=[CURSOR, PAGE_SIZE, ORDER_TOKEN],
        responses={200: OrderPageDocument},
    )
    def get(self, request: Request) -> Response:
        page, following, previous = paginate(request, self._orders(), field="id", descending=True)
        results = [shapes.order_row(order) for order in page]
        return Response({"results": results, "next": following, "previous": previous})

    def _orders(self) -> QuerySet[RetailerOrder]:
        if self.customer:
            return reading.orders_of(user=self.customer, retailer=self.retailer)
        orders = reading.orders_by_token(order_token=self.order_token, retailer=self.retailer)
        if orders is None:
            raise NotAuthenticated("The X-Order-Token is not valid any more.")
        return orders


class OrderDetailView(OrderEndpoint):
    @extend_schema(
        operation_id="orders_read",
        summary="One order with its items and events",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={200: OrderDocument},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        order = reading.find_order(
            uuid=id, user=self.customer, order_token=self.order_token, retailer=self.retailer
        )
        return Response(shapes.order(reading.read_order(order)))


class OrderCancelView(OrderEndpoint):
    problems = {"post": [409]}

    @extend_schema(
        operation_id="orders_cancel",
        summary="Cancel an order that the shop has not begun",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        request=None,
        responses={200: OrderDocument},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        order = services.cancel_order(
            uuid=id, user=self.customer, order_token=self.order_token, retailer=self.retailer
        )
        return Response(shapes.order(reading.read_order(order)))


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
        responses={200: ClaimDocument},
    )
    def post(self, request: Request) -> Response:
        if self.customer is None:
            raise NotAuthenticated("Log in first.")
        claimed = claim_guest_purchases(self.customer)
        return Response({"purchases": [str(purchase.uuid) for purchase in claimed]})
