"""Ways to pay, and what became of payments."""

from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import ORDER_TOKEN, ShopperEndpoint
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.v1.payments.outputs import (
    PaymentDetailOutput,
    PaymentMethodsOutput,
    TransactionPageOutput,
    show_payment_detail,
    show_payment_methods,
    show_transaction,
)
from api.views import Endpoint, list_response
from marketplace.payments import queries


class PaymentMethodsView(Endpoint):
    @extend_schema(
        operation_id="payment_methods",
        summary="How one can pay",
        tags=["payments"],
        responses={200: PaymentMethodsOutput},
    )
    def get(self, request: Request) -> Response:
        return list_response(show_payment_methods())


class BuyersEndpoint(ShopperEndpoint):
    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        self.require_buyer()


class TransactionsView(BuyersEndpoint):
    query = PARAMETERS
    problems = {"get": [401]}

    @extend_schema(
        operation_id="payment_transactions",
        summary="What I owe or have paid, order by order, newest first",
        description="A guest sees those of the purchase that X-Order-Token belongs to.",
        tags=["payments"],
        parameters=[CURSOR, PAGE_SIZE, ORDER_TOKEN],
        responses={200: TransactionPageOutput},
    )
    def get(self, request: Request) -> Response:
        rows = queries.list_allocations(
            user=self.customer, order_token=self.order_token, retailer=self.retailer
        )
        if rows is None:
            raise NotAuthenticated(gettext("The X-Order-Token is not valid any more."))
        page = paginate(request, rows, field="id", descending=True)
        results = [show_transaction(share) for share in page.rows]
        return Response(page.body(results))


class PaymentView(BuyersEndpoint):
    @extend_schema(
        operation_id="payments_read",
        summary="One payment and its share of each order",
        tags=["payments"],
        parameters=[ORDER_TOKEN],
        responses={200: PaymentDetailOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        payment, shares = queries.find_payment(
            uuid=id, user=self.customer, order_token=self.order_token, retailer=self.retailer
        )
        return Response(show_payment_detail(payment, shares))
