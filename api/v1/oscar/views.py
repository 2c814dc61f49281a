"""django-oscar-api's basket and checkout."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import UnknownEndpoint
from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.checkout.outputs import AwaitedOutput
from api.v1.checkout.views import refuse_changed, show_unplaced
from api.v1.oscar import inputs, outputs
from api.v1.oscar.orders.outputs import OscarOrderOutput, show_order
from api.v1.vouchers.views import apply_counted
from marketplace.cart import services
from marketplace.cart.cookies import CART_COOKIE, keep_cart
from marketplace.cart.delivery import DeliveryPrice, price_delivery
from marketplace.cart.errors import UnknownItem
from marketplace.cart.queries import CartView
from marketplace.cart.rate_limits import count_new_cart
from marketplace.cart.shopper import Shopper
from marketplace.payments import checkout
from marketplace.payments.rate_limits import CheckoutAttempt
from marketplace.purchases.queries import find_order, read_order
from marketplace.requests.clients import client_address
from marketplace.requests.idempotency import Answer, run_once
from tenants.kernel.errors import NotAllowed, Refusal
from tenants.kernel.fulfilments import DELIVERY, PICKUP
from tenants.kernel.money import Money
from tenants.registry.models import Retailer

BASE = "/api/v1/oscar/"


class TotalDiffers(Refusal):
    code = "total-differs"
    title = _("The total is another one.")
    meaning = _("The `total` that the client sent is not what the basket costs now.")
    remedy = _("Read the basket again and show its total.")


class OscarEndpoint(ShopperEndpoint):
    """Exists on a shop's host only."""

    any_problems = [404]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.retailer is None:
            raise UnknownEndpoint(gettext("Ask on a shop's own host."))

    @property
    def shop(self) -> Retailer:
        assert self.retailer is not None
        return self.retailer

    def link(self, path: str) -> str:
        return self.request.build_absolute_uri(f"{BASE}{path}")

    @property
    def shopper(self) -> Shopper:
        """A client with a cookie jar and no token of ours is known by the host's cart cookie."""
        shopper = super().shopper
        if shopper.token or shopper.user:
            return shopper
        return replace(shopper, token=web_request(self.request).COOKIES.get(CART_COOKIE))

    def basket_response(self, view: CartView, status: int = 200) -> Response:
        body = outputs.show_basket(view, shop=self.shop, user=self.customer, link=self.link)
        headers = {"X-Cart-Token": view.token} if view.token else None
        response = Response(body, status=status, headers=headers)
        keep_cart(web_request(self.request), response, view.token)
        return response


class BasketView(OscarEndpoint):
    @extend_schema(
        operation_id="oscar_basket_read",
        summary="The basket at this shop",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        responses={200: outputs.OscarBasketOutput},
    )
    def get(self, request: Request) -> Response:
        return self.basket_response(services.read_cart(self.shopper))


class AddProductView(OscarEndpoint):
    problems = {"post": [404, 409, 422, 429]}

    @extend_schema(
        operation_id="oscar_basket_add",
        summary="Add a product to the basket",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        request=inputs.AddProductInput,
        responses={200: outputs.OscarBasketOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(inputs.AddProductInput, request.data)
        count_new_cart(shopper=self.shopper, address=client_address(web_request(request)))
        view = services.add_item(
            shopper=self.shopper,
            product=values["url"],
            quantity=values["quantity"],
        )
        return self.basket_response(view)


class LinesView(OscarEndpoint):
    @extend_schema(
        operation_id="oscar_lines_list",
        summary="The basket's lines",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        responses={200: list[outputs.OscarBasketLineOutput]},
    )
    def get(self, request: Request) -> Response:
        group = services.read_cart(self.shopper).group(self.shop.slug)
        return Response(outputs.show_lines(group, link=self.link))


class AddVoucherView(OscarEndpoint):
    problems = {"post": [404, 409, 422, 429]}

    @extend_schema(
        operation_id="oscar_voucher_add",
        summary="Add a voucher to the basket",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        request=inputs.VoucherCodeInput,
        responses={200: outputs.OscarVoucherOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(inputs.VoucherCodeInput, request.data)
        result = apply_counted(self, values["vouchercode"])
        return Response(outputs.show_voucher(result, shop=self.shop))


class LineView(OscarEndpoint):
    problems = {"patch": [409, 422], "put": [409, 422]}

    @extend_schema(
        operation_id="oscar_line_read",
        summary="One line of the basket",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        responses={200: outputs.OscarBasketLineOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        group = services.read_cart(self.shopper).group(self.shop.slug)
        for item in group.items if group else []:
            if item.id == id:
                return Response(outputs.show_basket_line(item, link=self.link))
        raise UnknownItem(gettext("It may have been removed already; read the basket again."))

    @extend_schema(
        operation_id="oscar_line_replace",
        summary="Change a line's quantity (as PATCH)",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        request=inputs.LineInput,
        responses={200: outputs.OscarBasketOutput},
    )
    def put(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.patch(request, id)

    @extend_schema(
        operation_id="oscar_line_change",
        summary="Change a line's quantity",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        request=inputs.LineInput,
        responses={200: outputs.OscarBasketOutput},
    )
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        values = read(inputs.LineInput, request.data)
        view = services.change_item(shopper=self.shopper, item=id, **values)
        return self.basket_response(view)

    @extend_schema(
        operation_id="oscar_line_remove",
        summary="Remove a line",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        services.remove_item(shopper=self.shopper, item=id)
        return Response(status=204)


class ShippingMethodsView(OscarEndpoint):
    examples = {"post": Example(request=("country",))}

    @extend_schema(
        operation_id="oscar_shipping_methods",
        summary="Delivery and pickup with their prices for this basket",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        responses={200: list[outputs.OscarShippingMethodOutput]},
    )
    def get(self, request: Request) -> Response:
        group = services.read_cart(self.shopper).group(self.shop.slug)
        zero = Money.zero(self.shop.currency)
        usual = DeliveryPrice(self.shop.delivery_charge(zero), zero)
        delivery = price_delivery(self.shopper, group) if group else usual
        return Response(outputs.show_shipping_methods(self.shop, delivery))

    @extend_schema(
        operation_id="oscar_shipping_methods_for",
        summary="Delivery and pickup for this basket and an address",
        description="Fees are the same for every address.",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        request=inputs.OscarAddressInput,
        responses={200: list[outputs.OscarShippingMethodOutput]},
    )
    def post(self, request: Request) -> Response:
        read(inputs.OscarAddressInput, request.data)
        return self.get(request)


class OscarCheckoutView(OscarEndpoint):
    """Without an Idempotency-Key a repeat finds an empty basket; with one, the same answer."""

    problems = {"post": [409, 422, 429]}
    examples = {
        "post": Example(
            request=("guest_email", "total", "shipping_method_code", "shipping_address")
        )
    }

    @extend_schema(
        operation_id="oscar_checkout",
        summary="Check the basket out, paid on delivery",
        tags=["oscar"],
        parameters=[CART_TOKEN],
        request=inputs.OscarCheckoutInput,
        responses={200: OscarOrderOutput, 202: AwaitedOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(inputs.OscarCheckoutInput, request.data)
        if values["basket"].rstrip("/") != self.link("basket"):
            raise NotAllowed(gettext("That is not your basket."))
        status, body = refuse_changed(self._place(values))
        return Response(body, status=status)

    def _place(self, values: dict[str, Any]) -> Answer:
        attempt = CheckoutAttempt(
            shopper=self.shopper,
            email=values.get("guest_email", ""),
            retailers=[self.shop.slug],
            address=client_address(web_request(self.request)),
        )
        key = self.request.headers.get("Idempotency-Key")
        if key is None:
            with attempt, transaction.atomic():
                return self._place_order(values, attempt)
        return run_once(
            actor=self.shopper.actor,
            operation="oscar-checkout",
            key=key,
            body={"host": self.shop.slug, "body": self.request.data},
            action=lambda: self._place_order(values, attempt),
            around=attempt,
        )

    def _place_order(self, values: dict[str, Any], attempt: CheckoutAttempt) -> Answer:
        method = values.get("shipping_method_code", DELIVERY)
        placed = attempt.place(
            email=values.get("guest_email", ""),
            fulfilment={self.shop.slug: DELIVERY if method == DELIVERY else PICKUP},
            shipping_address=inputs.address_of(values.get("shipping_address")),
        )
        if not isinstance(placed, checkout.Placed):
            return show_unplaced(placed)
        if values.get("total", placed.purchase.total) != placed.purchase.total:
            raise TotalDiffers(gettext("It is %(money)s.") % {"money": placed.purchase.money})
        (pointer,) = placed.orders
        charge = inputs.charge_of(values.get("shipping_charge"))
        if charge is not None and charge != pointer.delivery_fee:
            raise TotalDiffers(
                gettext("The delivery costs %(delivery_fee)s.")
                % {"delivery_fee": f"{pointer.delivery_fee:.2f}"}
            )
        pointer = find_order(uuid=pointer.uuid, order_token=placed.order_token)
        body = show_order(
            read_order(pointer),
            order_token=placed.order_token,
            link=self.link,
        )
        return 200, body
