"""What a checkout would answer, and nothing is changed."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.checkout.inputs import CheckoutInput
from api.v1.previews.outputs import PreviewOutput, show_preview
from marketplace.payments import preview
from marketplace.payments.rate_limits import count_coordinates
from marketplace.requests.clients import client_address


class CheckoutPreviewView(ShopperEndpoint):
    problems = {"post": [409, 422, 429]}
    examples = {"post": Example(request=("shipping_address",))}

    @extend_schema(
        operation_id="checkout_preview",
        summary="What a checkout would cost, and what stands in its way",
        description=(
            "Takes the body of a checkout and changes nothing. Questions with coordinates are "
            "counted."
        ),
        tags=["checkout"],
        parameters=[CART_TOKEN],
        request=CheckoutInput,
        responses={200: PreviewOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(CheckoutInput, request.data)
        address = values.get("shipping_address") or {}
        count_coordinates(address, client=client_address(web_request(request)))
        view = preview.preview(shopper=self.shopper, **values)
        return Response(show_preview(view))
