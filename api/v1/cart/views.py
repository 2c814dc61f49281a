"""The cart: one over all shops on the marketplace's host, one shop's on its own."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.deprecation import superseded_by
from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.cart.inputs import (
    AddItemsInput,
    ChangeGroupInput,
    ChangeItemInput,
    ChangeNamedItemInput,
    NamedItemInput,
)
from api.v1.cart.outputs import CartOutput, show_cart
from marketplace.cart import services
from marketplace.cart.errors import UnknownItem
from marketplace.cart.items import ItemRequest, add_items
from marketplace.cart.queries import CartView as CartState
from marketplace.cart.rate_limits import count_new_cart
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries

EMPTY: dict[str, Any] = {"groups": [], "goods_totals": [], "to_pay": [], "count": 0}


class CartView(ShopperEndpoint):
    examples = {"delete": Example(answer=EMPTY)}

    @extend_schema(
        operation_id="cart_read",
        summary="What is in the cart, now",
        description="Prices and stock are the present ones. Never makes a cart.",
        tags=["cart"],
        parameters=[CART_TOKEN],
        responses={200: CartOutput},
    )
    def get(self, request: Request) -> Response:
        return Response(show_cart(services.read_cart(self.shopper)))

    @extend_schema(
        operation_id="cart_clear",
        summary="Empty the cart",
        description="On a shop's host only that shop's items go.",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=None,
        responses={200: CartOutput},
    )
    def delete(self, request: Request) -> Response:
        return Response(show_cart(services.clear(shopper=self.shopper)))


class CartItemsView(ShopperEndpoint):
    problems = {"post": [404, 409, 422, TooManyTries]}
    examples = {"post": Example(request=("product", "quantity"))}

    @extend_schema(
        operation_id="cart_add",
        summary="Put something into the cart",
        description=(
            "One product, or up to 50 in `items`: all of them, or none and 409 "
            "`/problems/items-refused` with the reason for each in `items`. The same product "
            "again adds up. Answers the whole cart."
        ),
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=AddItemsInput,
        responses={201: CartOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(AddItemsInput, request.data)
        view = self._add(values)
        return Response(show_cart(view), status=201)

    def _add(self, values: dict[str, Any]) -> CartState:
        count_new_cart(shopper=self.shopper, address=client_address(web_request(self.request)))
        if "items" in values:
            return add_items(shopper=self.shopper, items=read_items(values["items"]))
        return services.add_item(shopper=self.shopper, **values)


def read_items(items: list[dict[str, Any]]) -> list[ItemRequest]:
    return [ItemRequest(item["product"], item["quantity"]) for item in items]


class CartItemView(ShopperEndpoint):
    problems = {"patch": [409, 422]}
    examples = {"delete": Example(answer=EMPTY)}

    @extend_schema(
        operation_id="cart_change",
        summary="Change how many",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=ChangeItemInput,
        responses={200: CartOutput},
    )
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        values = read(ChangeItemInput, request.data)
        view = services.change_item(shopper=self.shopper, item=id, **values)
        return Response(show_cart(view))

    @extend_schema(
        operation_id="cart_remove",
        summary="Take something out of the cart",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=None,
        responses={200: CartOutput},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return Response(show_cart(services.remove_item(shopper=self.shopper, item=id)))


class CartGroupView(ShopperEndpoint):
    problems = {"patch": [422]}

    @extend_schema(
        operation_id="cart_fulfilment",
        summary="Choose delivery or pickup for one shop's group",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=ChangeGroupInput,
        responses={200: CartOutput},
    )
    def patch(self, request: Request, slug: str) -> Response:
        values = read(ChangeGroupInput, request.data)
        group = services.read_cart(self.shopper).group(slug)
        if group is None:
            raise UnknownItem(gettext("There is nothing from that shop in your cart."))
        view = services.set_fulfilment(shopper=self.shopper, retailer=group.retailer, **values)
        return Response(show_cart(view))


class UpdateItemView(ShopperEndpoint):
    """Older: `{"item", "quantity"}` by POST, PUT or PATCH."""

    problems = {"post": [404, 409, 422]}

    @superseded_by("cart/items/")
    @extend_schema(
        operation_id="cart_update_item",
        summary="The same as PATCH of `cart/items/{id}/`",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=ChangeNamedItemInput,
        responses={200: CartOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(ChangeNamedItemInput, request.data)
        return Response(show_cart(services.change_item(shopper=self.shopper, **values)))

    @extend_schema(exclude=True)
    def put(self, request: Request) -> Response:
        return self.post(request)

    patch = put


class RemoveItemView(ShopperEndpoint):
    """Older: `{"item"}` by POST or DELETE."""

    problems = {"post": [404]}

    @superseded_by("cart/items/")
    @extend_schema(
        operation_id="cart_remove_item",
        summary="The same as DELETE of `cart/items/{id}/`",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=NamedItemInput,
        responses={200: CartOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(NamedItemInput, request.data)
        return Response(show_cart(services.remove_item(shopper=self.shopper, **values)))

    @extend_schema(exclude=True)
    def delete(self, request: Request) -> Response:
        return self.post(request)
