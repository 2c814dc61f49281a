"""A customer's orders at this shop."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import ORDER_TOKEN
from api.v1.oscar.orders import outputs
from api.v1.oscar.views import OscarEndpoint
from marketplace.purchases.queries import OrderView, find_order, orders_of, read_order

MOST = 100


class OscarOrdersView(OscarEndpoint):
    problems = {"get": [401]}

    @extend_schema(
        operation_id="oscar_orders_list",
        summary="My orders at this shop, newest first",
        description=f"At most {MOST}; `/api/v1/orders/` has pages.",
        tags=["oscar"],
        responses={200: list[outputs.OscarOrderRowOutput]},
    )
    def get(self, request: Request) -> Response:
        rows = orders_of(user=self.account, retailer=self.shop)[:MOST]
        return Response([outputs.show_order_row(order, link=self.link) for order in rows])


class OscarOrderEndpoint(OscarEndpoint):
    problems = {"get": [401]}

    def find(self, id: UUID) -> OrderView:  # noqa: A002
        self.require_buyer()
        order = find_order(
            uuid=id, user=self.customer, order_token=self.order_token, retailer=self.shop
        )
        return read_order(order)


class OscarOrderView(OscarOrderEndpoint):
    @extend_schema(
        operation_id="oscar_orders_read",
        summary="One order",
        tags=["oscar"],
        parameters=[ORDER_TOKEN],
        responses={200: outputs.OscarOrderOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        token = self.order_token or ""
        return Response(outputs.show_order(self.find(id), order_token=token, link=self.link))


class OscarOrderLinesView(OscarOrderEndpoint):
    @extend_schema(
        operation_id="oscar_order_lines_list",
        summary="The lines of one order",
        tags=["oscar"],
        parameters=[ORDER_TOKEN],
        responses={200: list[outputs.OscarOrderLineOutput]},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return Response(outputs.show_order_lines(self.find(id), link=self.link))
