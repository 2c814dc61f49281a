"""Pages for a shop's staff, on the shop's host."""

from django.urls import URLPattern, URLResolver, path

from marketplace.pages.seller import orders

urlpatterns: list[URLPattern | URLResolver] = [
    path("seller/orders", orders.orders, name="seller-orders"),
    path("seller/orders/<str:number>", orders.order, name="seller-order"),
    path("seller/orders/<str:number>/move", orders.move, name="seller-order-move"),
]
