"""What a checkout would answer, and nothing is changed."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.v1.checkout.inputs import CheckoutInput
from api.v1.previews.outputs import PreviewOutput, show_preview
from marketplace.payments import preview


class CheckoutPreviewView(ShopperEndpoint):
    problems = {"post": [409, 422]}
    examples = {"post": Example(request=("shipping_address",))}

    @extend_schema(
        operation_id="checkout_preview",
        summary="What a checkout would cost, and what stands in its way",
        description="Takes the body of a checkout and changes nothing.",
        tags=["checkout"],
        parameters=[CART_TOKEN],
        request=CheckoutInput,
        responses={200: PreviewOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(CheckoutInput, request.data)
        view = preview.preview(shopper=self.shopper, **values)
        return Response(show_preview(view))
