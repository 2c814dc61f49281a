"""From a cart to a purchase, once per Idempotency-Key."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, IDEMPOTENCY_KEY, ORDER_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.checkout.inputs import CheckoutInput
from api.v1.checkout.outputs import (
    AwaitedOutput,
    PlacedOutput,
    show_awaited,
    show_placed,
    show_written_changes,
)
from marketplace.cart.shopper import Shopper
from marketplace.payments import checkout
from marketplace.payments.confirmations import ConfirmationNeeded
from marketplace.payments.rate_limits import CheckoutAttempt
from marketplace.purchases.errors import CartChanged
from marketplace.purchases.queries import find_purchase, orders_in
from marketplace.requests.clients import client_address
from marketplace.requests.idempotency import Answer, run_once
from marketplace.requests.throttles import TooManyTries

OPERATION = "checkout"


def place_once(
    *, shopper: Shopper, key: str | None, body: Any, order: dict[str, Any], address: str
) -> Answer:
    """Place the order once per key; `body` is what the key is bound to.

    That the cart has changed is an answer too, kept under the key like a success: a client
    that never received it cannot buy by trying again at a price it never showed.
    """
    host = shopper.retailer.slug if shopper.retailer else ""
    attempt = CheckoutAttempt(
        shopper=shopper,
        email=order.get("email", ""),
        retailers=order.get("retailers"),
        address=address,
    )
    answer = run_once(
        actor=shopper.actor,
        operation=OPERATION,
        key=key,
        body={"host": host, "body": body},
        action=lambda: _place(attempt, order),
        around=attempt,
    )
    return refuse_changed(answer)


def _place(attempt: CheckoutAttempt, order: dict[str, Any]) -> Answer:
    result = attempt.place(**order)
    if not isinstance(result, checkout.Placed):
        return show_unplaced(result)
    return 201, show_placed(
        purchase=result.purchase,
        payment=result.payment,
        orders=result.orders,
        order_token=result.order_token,
    )


def show_unplaced(result: checkout.Changed | ConfirmationNeeded) -> Answer:
    if isinstance(result, ConfirmationNeeded):
        return 202, show_awaited(result)
    changes = show_written_changes(result.changes)
    return CartChanged.status, {"detail": result.sentence, "changes": changes}


def refuse_changed(answer: Answer) -> Answer:
    """Outside the transaction that keeps the answer. Raises CartChanged if it says so."""
    status, body = answer
    if status == CartChanged.status:
        raise CartChanged(body["detail"], changes=body["changes"])
    return answer


class CheckoutView(ShopperEndpoint):
    problems = {"post": [409, 422, TooManyTries]}
    examples = {
        "post": Example(request=("email", "shipping_address", "fulfilment", "payment_method"))
    }

    @extend_schema(
        operation_id="checkout",
        summary="Place one purchase over the cart's shops",
        description=(
            "All of it or nothing. A price that rose or stock that went answers 409 "
            "`/problems/cart-changed` with `changes`; asking again with a new key accepts "
            "the new prices. A large order that is not paid ahead, whose mailbox nobody has "
            "proven, answers 202 `confirmation-needed`: nothing is placed, and a link is sent "
            "that places it, within 24 hours, at the price and stock of that moment. The cart "
            "stays."
        ),
        tags=["checkout"],
        parameters=[CART_TOKEN, IDEMPOTENCY_KEY],
        request=CheckoutInput,
        responses={201: PlacedOutput, 202: AwaitedOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(CheckoutInput, request.data)
        status, body = place_once(
            shopper=self.shopper,
            key=request.headers.get("Idempotency-Key"),
            body=request.data,
            order=values,
            address=client_address(web_request(request)),
        )
        return Response(body, status=status)


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
