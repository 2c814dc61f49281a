"""From a cart to a purchase, once per Idempotency-Key."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import CART_TOKEN, IDEMPOTENCY_KEY, ShopperEndpoint
from api.inputs import Input
from api.v1 import shapes
from api.v1.documents import AwaitedDocument, PlacedDocument
from marketplace.cart.shopper import Shopper
from marketplace.payments import checkout
from marketplace.payments.confirmations import Awaited
from marketplace.payments.rate_limits import count_checkout
from marketplace.purchases.changes import DISCOUNT_FELL, PRICE_DROPPED, PRICE_ROSE, Change
from marketplace.purchases.errors import CartChanged
from marketplace.purchases.queries import orders_in
from marketplace.requests.clients import client_address
from marketplace.requests.idempotency import Answer, run_once
from marketplace.requests.throttles import TooManyTries
from tenants.registry.models import Retailer

OPERATION = "checkout"


class AddressInput(Input):
    """What is missing is told by the checkout, which knows whether anything is delivered."""

    first_name = serializers.CharField(required=False, allow_blank=True)
    last_name = serializers.CharField(required=False, allow_blank=True)
    line1 = serializers.CharField(required=False, allow_blank=True)
    line2 = serializers.CharField(required=False, allow_blank=True)
    city = serializers.CharField(required=False, allow_blank=True)
    state = serializers.CharField(required=False, allow_blank=True)
    postcode = serializers.CharField(required=False, allow_blank=True)
    country = serializers.CharField(
        required=False, allow_blank=True, help_text="ISO 3166, two letters"
    )
    phone_number = serializers.CharField(required=False, allow_blank=True)


class CheckoutInput(Input):
    retailers = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        allow_null=True,
        help_text="Slugs; absent: all groups of the cart",
    )
    email = serializers.EmailField(
        required=False, allow_blank=True, help_text="A guest's; customers use their own"
    )
    shipping_address = AddressInput(
        required=False, allow_null=True, help_text="Only if something is delivered"
    )
    fulfilment = serializers.DictField(
        child=serializers.ChoiceField(choices=["delivery", "pickup"]),
        required=False,
        help_text="By slug; absent: as in the cart",
    )
    payment_method = serializers.CharField(max_length=30, default="cash_on_delivery")
    quote = serializers.UUIDField(
        required=False, allow_null=True, help_text="Of `cart/quote/`: its prices are kept to"
    )


def place_once(
    *, shopper: Shopper, key: str | None, body: Any, order: dict[str, Any], address: str
) -> Answer:
    """Place the order once per key; `body` is what the key is bound to.

    That the cart has changed is an answer too, kept under the key like a success: a client
    that never received it cannot buy by trying again at a price it never showed.
    """
    host = shopper.retailer.slug if shopper.retailer else ""
    is_busy = count_checkout(
        shopper=shopper,
        email=order.get("email", ""),
        retailers=order.get("retailers"),
        address=address,
    )
    status, answer = run_once(
        actor=shopper.actor,
        operation=OPERATION,
        key=key,
        body={"host": host, "body": body},
        action=lambda: _place(shopper, order, is_busy=is_busy),
    )
    if status == CartChanged.status:
        raise CartChanged(answer["detail"], changes=answer["changes"])
    return status, answer


def awaited(order: Awaited) -> dict[str, Any]:
    """Nothing is placed; kept under the key, so that a repeat sends no second mail."""
    return {
        "code": "confirmation-needed",
        "detail": "Open the link in the mail that we sent, and place the order there.",
        "email": order.email,
        "expires_at": shapes.timestamp(order.expires_at),
    }


def _place(shopper: Shopper, order: dict[str, Any], *, is_busy: bool) -> Answer:
    try:
        result = checkout.place(shopper=shopper, is_busy=is_busy, **order)
    except CartChanged as refusal:
        return refusal.status, {"detail": refusal.detail, "changes": changes_of(refusal)}
    if isinstance(result, Awaited):
        return 202, awaited(result)
    return 201, shapes.placed(
        purchase=result.purchase,
        payment=result.payment,
        orders=orders_in(result.purchase),
        order_token=result.order_token,
    )


def changes_of(refusal: CartChanged) -> list[shapes.Shape]:
    """The changes as the API tells them: prices as money."""
    return _told(refusal.extra["changes"])


def money_changes(changes: Sequence[Change]) -> list[shapes.Shape]:
    return _told([change.as_dict() for change in changes])


def _told(changes: list[shapes.Shape]) -> list[shapes.Shape]:
    if not changes:
        return []
    slugs = {change["retailer"] for change in changes}
    shops = Retailer.objects.filter(slug__in=slugs).values_list("slug", "currency")
    currencies = dict(shops)
    return [_with_money(change, currencies) for change in changes]


def told(shopper: Shopper, refusal: CartChanged) -> CartChanged:
    """For a door whose transaction the refusal rolled back: note the new prices as seen again."""
    checkout.mark_prices_seen(shopper, refusal)
    return CartChanged(refusal.detail, changes=changes_of(refusal))


def _with_money(change: shapes.Shape, currencies: dict[str, str]) -> shapes.Shape:
    if change["kind"] not in (PRICE_ROSE, PRICE_DROPPED, DISCOUNT_FELL):
        return change
    currency = currencies[change["retailer"]]
    return change | {
        name: {"amount": change[name], "currency": currency} for name in ("was", "now")
    }


class CheckoutView(ShopperEndpoint):
    problems = {"post": [409, 422, TooManyTries]}

    @extend_schema(
        operation_id="checkout",
        summary="Place one purchase over the cart's shops",
        description=(
            "All of it or nothing. A price that rose or stock that went answers 409 "
            "`/problems/cart-changed` with `changes`; asking again with a new key accepts "
            "the new prices. A large order in cash whose mailbox nobody has proven answers 202 "
            "`confirmation-needed`: nothing is placed, and a link is sent that places it, within "
            "24 hours, at the price and stock of that moment. The cart stays."
        ),
        tags=["checkout"],
        parameters=[CART_TOKEN, IDEMPOTENCY_KEY],
        request=CheckoutInput,
        responses={201: PlacedDocument, 202: AwaitedDocument},
    )
    def post(self, request: Request) -> Response:
        form = CheckoutInput(data=request.data)
        form.is_valid(raise_exception=True)
        status, body = place_once(
            shopper=self.shopper,
            key=request.headers.get("Idempotency-Key"),
            body=request.data,
            order=form.validated_data,
            address=client_address(request._request),
        )
        return Response(body, status=status)
