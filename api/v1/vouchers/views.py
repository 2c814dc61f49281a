"""Vouchers of a cart."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.cart.outputs import CartOutput, show_cart
from api.v1.vouchers.inputs import VoucherInput
from api.v1.vouchers.outputs import VoucherResultOutput, show_voucher_result
from marketplace.cart import vouchers
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import hit


class CartVouchersView(ShopperEndpoint):
    problems = {"post": [404, 409, 422, 429]}

    @extend_schema(
        operation_id="cart_voucher_add",
        summary="Use a voucher",
        description=(
            "It counts in the group of each shop that knows the code and takes something off "
            "there; its use is counted when the order is placed. Of all combinations of offers "
            "and codes the cheapest counts, so that a code never makes a cart dearer."
        ),
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=VoucherInput,
        responses={200: VoucherResultOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(VoucherInput, request.data)
        result = apply_counted(self, values["code"])
        return Response(show_voucher_result(result))


def apply_counted(endpoint: ShopperEndpoint, code: str) -> vouchers.VoucherResult:
    """Codes are short: tries are counted by address; one that counted is no guess."""
    subject = client_address(web_request(endpoint.request))
    tries = hit("voucher-address", subject)
    result = vouchers.apply_voucher(shopper=endpoint.shopper, code=code)
    tries.give_back()
    return result


class CartVoucherView(ShopperEndpoint):
    @extend_schema(
        operation_id="cart_voucher_remove",
        summary="Take a voucher out of the cart",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=None,
        responses={200: CartOutput},
    )
    def delete(self, request: Request, code: str) -> Response:
        return Response(show_cart(vouchers.remove_voucher(shopper=self.shopper, code=code)))
