"""django-oscar-api's login by session, and a customer's orders at this shop."""

from uuid import UUID

from django.contrib.auth import logout as end_web_session
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import ORDER_TOKEN
from api.joints.rest_framework import web_request
from api.v1.oscar import inputs, order_outputs, outputs
from api.v1.oscar.views import OscarEndpoint
from marketplace.accounts import services as accounts
from marketplace.cart.cookies import forget_cart
from marketplace.cart.logins import sign_in
from marketplace.purchases.queries import OrderView, find_order, orders_of, read_order

MOST = 100


class OscarLoginView(OscarEndpoint):
    """The session's cookie is HttpOnly; writes of a session need X-CSRFToken, as everywhere."""

    problems = {"get": [401], "post": [401, 429], "delete": [401]}

    @extend_schema(
        operation_id="oscar_login_read",
        summary="Who is logged in",
        tags=["oscar"],
        responses={200: outputs.OscarUserOutput},
    )
    def get(self, request: Request) -> Response:
        return Response(outputs.show_account(self.account))

    @extend_schema(
        operation_id="oscar_login",
        summary="Log in by a session; the guest's basket joins the customer's",
        tags=["oscar"],
        request=inputs.OscarLoginInput,
        responses={200: outputs.OscarUserOutput},
    )
    def post(self, request: Request) -> Response:
        form = inputs.OscarLoginInput(data=request.data)
        form.is_valid(raise_exception=True)
        user = accounts.authenticate(
            identifier=form.validated_data["username"],
            password=form.validated_data["password"],
            request=web_request(request),
        )
        sign_in(web_request(request), user)
        response = Response(outputs.show_account(user))
        forget_cart(response)
        return response

    @extend_schema(
        operation_id="oscar_logout",
        summary="End the session",
        tags=["oscar"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        if self.customer is None:
            raise NotAuthenticated(gettext("Nobody is logged in."))
        end_web_session(web_request(request))
        return Response(status=204)


class OscarOrdersView(OscarEndpoint):
    problems = {"get": [401]}

    @extend_schema(
        operation_id="oscar_orders_list",
        summary="My orders at this shop, newest first",
        description=f"At most {MOST}; `/api/v1/orders/` has pages.",
        tags=["oscar"],
        responses={200: list[order_outputs.OscarOrderRowOutput]},
    )
    def get(self, request: Request) -> Response:
        rows = orders_of(user=self.account, retailer=self.shop)[:MOST]
        return Response([order_outputs.show_order_row(order, link=self.link) for order in rows])


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
        responses={200: order_outputs.OscarOrderOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        token = self.order_token or ""
        return Response(order_outputs.show_order(self.find(id), order_token=token, link=self.link))


class OscarOrderLinesView(OscarOrderEndpoint):
    @extend_schema(
        operation_id="oscar_order_lines_list",
        summary="The lines of one order",
        tags=["oscar"],
        parameters=[ORDER_TOKEN],
        responses={200: list[order_outputs.OscarOrderLineOutput]},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return Response(order_outputs.show_order_lines(self.find(id), link=self.link))
