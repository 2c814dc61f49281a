"""Older names of the cart's operations: those that name the item in the body."""

from django.urls import URLPattern
from rest_framework.request import Request
from rest_framework.response import Response

from api.deprecation import alias
from api.headers import ShopperEndpoint
from api.v1.cart import views as cart
from api.v1.cart.inputs import ChangeNamedItemInput, NamedItemInput
from api.v1.cart.outputs import show_cart
from api.v1.promotions import views as promotions
from api.v1.quotes import views as buying
from marketplace.cart import services


class UpdateItemView(ShopperEndpoint):
    """`{"item", "quantity"}` by POST, PUT or PATCH."""

    schema = None

    def post(self, request: Request) -> Response:
        form = ChangeNamedItemInput(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(
            show_cart(services.change_item(shopper=self.shopper, **form.validated_data))
        )

    put = patch = post


class RemoveItemView(ShopperEndpoint):
    """`{"item"}` by POST or DELETE."""

    schema = None

    def post(self, request: Request) -> Response:
        form = NamedItemInput(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(
            show_cart(services.remove_item(shopper=self.shopper, **form.validated_data))
        )

    delete = post


ITEM = "cart/items/{id}/"


def aliases() -> list[URLPattern]:
    add, item = cart.CartItemsView.as_view(), cart.CartItemView.as_view()
    update, remove = UpdateItemView.as_view(), RemoveItemView.as_view()
    vouchers, active = buying.CartVouchersView.as_view(), promotions.PromotionsView.as_view()
    return [
        alias("cart/add/", add, name="cart-add-old", successor="cart/items/"),
        alias("cart/add_item/", add, name="cart-add-item-old", successor="cart/items/"),
        alias("cart/update/", update, name="cart-update-old", successor="cart/items/"),
        alias("cart/update_item/", update, name="cart-update-item-old", successor="cart/items/"),
        alias("cart/remove_item/", remove, name="cart-remove-item-old", successor="cart/items/"),
        alias(
            "cart/remove/<uuid:id>/",
            item,
            name="cart-remove-old",
            successor=ITEM,
            methods={"POST": "DELETE"},
        ),
        alias(
            "cart/clear/",
            cart.CartView.as_view(),
            name="cart-clear-old",
            successor="cart/",
            methods={"POST": "DELETE"},
        ),
        alias(
            "promotions/apply-coupon/", vouchers, name="apply-coupon", successor="cart/vouchers/"
        ),
        alias("promotions/active/", active, name="promotions-active", successor="promotions/"),
    ]
