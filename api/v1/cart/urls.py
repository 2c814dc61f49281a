from django.urls import URLPattern

from api.deprecation import alias
from api.routes import route
from api.v1.cart import views

urlpatterns: list[URLPattern] = [
    route("cart/", views.CartView.as_view(), name="cart"),
    route("cart/items/", views.CartItemsView.as_view(), name="cart-items"),
    route("cart/items/<uuid:id>/", views.CartItemView.as_view(), name="cart-item"),
    route("cart/groups/<slug:slug>/", views.CartGroupView.as_view(), name="cart-group"),
    alias("cart/add/", views.CartItemsView.as_view(), name="cart-add-old", successor="cart/items/"),
    alias(
        "cart/add_item/",
        views.CartItemsView.as_view(),
        name="cart-add-item-old",
        successor="cart/items/",
    ),
    alias(
        "cart/update/",
        views.UpdateItemView.as_view(),
        name="cart-update-old",
        successor="cart/items/",
    ),
    alias(
        "cart/update_item/",
        views.UpdateItemView.as_view(),
        name="cart-update-item-old",
        successor="cart/items/",
    ),
    alias(
        "cart/remove_item/",
        views.RemoveItemView.as_view(),
        name="cart-remove-item-old",
        successor="cart/items/",
    ),
    alias(
        "cart/remove/<uuid:id>/",
        views.CartItemView.as_view(),
        name="cart-remove-old",
        successor="cart/items/{id}/",
        methods={"POST": "DELETE"},
    ),
    alias(
        "cart/clear/",
        views.CartView.as_view(),
        name="cart-clear-old",
        successor="cart/",
        methods={"POST": "DELETE"},
    ),
]
