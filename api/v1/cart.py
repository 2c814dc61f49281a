"""The cart: one over all shops on the marketplace's host, one shop's on its own."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import shapes
from api.v1.documents import CartDocument
from api.v1.headers import CART_TOKEN, ShopperEndpoint
from marketplace.cart import services
from marketplace.cart.errors import UnknownItem

MAX_QUANTITY = 1_000_000
FULFILMENTS = ["delivery", "pickup"]


class AddItemInput(serializers.Serializer[Any]):
    product = serializers.UUIDField(help_text="A simple product's or a variant's id")
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY, default=1)


class ChangeItemInput(serializers.Serializer[Any]):
    quantity = serializers.IntegerField(
        min_value=0, max_value=MAX_QUANTITY, help_text="0 removes the item"
    )


class ChangeGroupInput(serializers.Serializer[Any]):
    fulfilment = serializers.ChoiceField(choices=FULFILMENTS)


class CartView(ShopperEndpoint):
    @extend_schema(
        operation_id="cart_read",
        summary="What is in the cart, now",
        description="Prices and stock are the present ones. Never makes a cart.",
        tags=["cart"],
        parameters=[CART_TOKEN],
        responses={200: CartDocument},
    )
    def get(self, request: Request) -> Response:
        return Response(shapes.cart(services.read_cart(self.shopper)))

    @extend_schema(
        operation_id="cart_clear",
        summary="Empty the cart",
        description="On a shop's host only that shop's items go.",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=None,
        responses={200: CartDocument},
    )
    def delete(self, request: Request) -> Response:
        return Response(shapes.cart(services.clear(shopper=self.shopper)))


class CartItemsView(ShopperEndpoint):
    problems = {"post": [404, 409, 422]}

    @extend_schema(
        operation_id="cart_add",
        summary="Put something into the cart",
        description="The same product again adds up. Answers the whole cart.",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=AddItemInput,
        responses={201: CartDocument},
    )
    def post(self, request: Request) -> Response:
        form = AddItemInput(data=request.data)
        form.is_valid(raise_exception=True)
        view = services.add_item(shopper=self.shopper, **form.validated_data)
        return Response(shapes.cart(view), status=201)


class CartItemView(ShopperEndpoint):
    problems = {"patch": [409, 422]}

    @extend_schema(
        operation_id="cart_change",
        summary="Change how many",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=ChangeItemInput,
        responses={200: CartDocument},
    )
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        form = ChangeItemInput(data=request.data)
        form.is_valid(raise_exception=True)
        view = services.change_item(shopper=self.shopper, item=id, **form.validated_data)
        return Response(shapes.cart(view))

    @extend_schema(
        operation_id="cart_remove",
        summary="Take something out of the cart",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=None,
        responses={200: CartDocument},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return Response(shapes.cart(services.remove_item(shopper=self.shopper, item=id)))


class CartGroupView(ShopperEndpoint):
    problems = {"patch": [422]}

    @extend_schema(
        operation_id="cart_fulfilment",
        summary="Choose delivery or pickup for one shop's group",
        tags=["cart"],
        parameters=[CART_TOKEN],
        request=ChangeGroupInput,
        responses={200: CartDocument},
    )
    def patch(self, request: Request, slug: str) -> Response:
        form = ChangeGroupInput(data=request.data)
        form.is_valid(raise_exception=True)
        group = services.read_cart(self.shopper).group(slug)
        if group is None:
            raise UnknownItem("There is nothing from that shop in your cart.")
        view = services.set_fulfilment(
            shopper=self.shopper, retailer=group.retailer, **form.validated_data
        )
        return Response(shapes.cart(view))
