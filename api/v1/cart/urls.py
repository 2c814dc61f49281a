from django.urls import URLPattern

from api.routes import route
from api.v1.cart import views

urlpatterns: list[URLPattern] = [
    route("cart/", views.CartView.as_view(), name="cart"),
    route("cart/items/", views.CartItemsView.as_view(), name="cart-items"),
    route("cart/items/<uuid:id>/", views.CartItemView.as_view(), name="cart-item"),
    route("cart/groups/<slug:slug>/", views.CartGroupView.as_view(), name="cart-group"),
    route("cart/update_item/", views.UpdateItemView.as_view(), name="cart-update-item"),
    route("cart/remove_item/", views.RemoveItemView.as_view(), name="cart-remove-item"),
]
