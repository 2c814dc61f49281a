"""What a cart costs now, kept for a while."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.quotes.inputs import QuoteInput
from api.v1.quotes.outputs import QuoteOutput, show_quote
from marketplace.payments import preview
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import hit


class CartQuoteView(ShopperEndpoint):
    problems = {"post": [409, 422, 429]}
    examples = {"post": Example(request=("fulfilment",))}

    @extend_schema(
        operation_id="cart_quote",
        summary="What it costs now, kept for 15 minutes",
        description=(
            "A checkout that names the quote pays no more for any item, and the offers of that "
            "moment count. Lower prices are passed on. Stock is not reserved, and a voucher that "
            "somebody uses up meanwhile is gone. With other items or quantities it is refused."
        ),
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=QuoteInput,
        responses={201: QuoteOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(QuoteInput, request.data)
        hit("quote-address", client_address(web_request(request)))
        quote, view = preview.make_quote(shopper=self.shopper, **values)
        return Response(show_quote(quote, view), status=201)
