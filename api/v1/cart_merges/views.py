"""A guest's cart that joins the account's."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.v1.cart_merges.inputs import MergeInput
from api.v1.cart_merges.outputs import MergeResultOutput, show_merge
from marketplace.cart import merges, services


class CartMergeView(ShopperEndpoint):
    problems = {"post": [401]}
    examples = {"post": Example(request=("token",))}

    @extend_schema(
        operation_id="cart_merge",
        summary="Take a guest's cart into the account",
        description=(
            "What came along, what was limited and what was dropped is told line by line; "
            "vouchers come along where they count. The guest's cart is gone then. A token that "
            "opens no cart merges nothing."
        ),
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=MergeInput,
        responses={200: MergeResultOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(MergeInput, request.data)
        customer = self.account
        token = values.get("token") or request.headers.get("X-Cart-Token")
        result = merges.merge_guest_cart(user=customer, token=token)
        view = services.read_cart(self.shopper)
        return Response(show_merge(result, view))
