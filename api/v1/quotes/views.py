"""Beside the cart's items: merging, vouchers, quotes; before the checkout: its preview."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, ORDER_TOKEN, ShopperEndpoint
from api.joints.rest_framework import web_request
from api.v1.cart.outputs import CartOutput, show_cart
from api.v1.checkout.inputs import CheckoutInput
from api.v1.checkout.outputs import PlacedOutput, show_placed
from api.v1.quotes.inputs import MergeInput, QuoteInput, VoucherInput
from api.v1.quotes.outputs import (
    MergeResultOutput,
    PreviewOutput,
    QuoteOutput,
    VoucherResultOutput,
    show_merge,
    show_preview,
    show_quote,
    show_voucher_result,
)
from marketplace.cart import merges, services, vouchers
from marketplace.payments import preview
from marketplace.purchases.queries import find_purchase, orders_in
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import hit


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
        form = MergeInput(data=request.data)
        form.is_valid(raise_exception=True)
        customer = self.account
        token = form.validated_data.get("token") or request.headers.get("X-Cart-Token")
        result = merges.merge_guest_cart(user=customer, token=token)
        view = services.read_cart(self.shopper)
        return Response(show_merge(result, view))


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
        form = VoucherInput(data=request.data)
        form.is_valid(raise_exception=True)
        result = apply_counted(self, form.validated_data["code"])
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
        form = QuoteInput(data=request.data)
        form.is_valid(raise_exception=True)
        hit("quote-address", client_address(web_request(request)))
        quote, view = preview.make_quote(shopper=self.shopper, **form.validated_data)
        return Response(show_quote(quote, view), status=201)


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
        form = CheckoutInput(data=request.data)
        form.is_valid(raise_exception=True)
        view = preview.preview(shopper=self.shopper, **form.validated_data)
        return Response(show_preview(view))


class CheckoutDetailView(ShopperEndpoint):
    problems = {"get": [401]}

    @extend_schema(
        operation_id="checkout_read",
        summary="A purchase as its checkout answered it, with the statuses of now",
        tags=["checkout"],
        parameters=[ORDER_TOKEN],
        responses={200: PlacedOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        self.require_buyer()
        purchase = find_purchase(
            uuid=id, user=self.customer, order_token=self.order_token, retailer=self.retailer
        )
        return Response(
            show_placed(
                purchase=purchase,
                payment=purchase.payment,
                orders=orders_in(purchase, self.retailer),
                order_token=self.order_token or "",
            )
        )
