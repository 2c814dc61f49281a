"""The addresses of version 1, one module per resource."""

from django.urls import URLPattern, URLResolver, include, path

from api.routing import route
from api.v1 import cart, categories, checkout, orders, products, retailers
from api.v1.urls_auth import patterns as auth_patterns
from api.v1.urls_catalogue import patterns as catalogue_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    *auth_patterns,
    route("products/", products.ProductListView.as_view(), name="products"),
    route("products/<uuid:id>/", products.ProductDetailView.as_view(), name="product"),
    route("categories/", categories.CategoryListView.as_view(), name="categories"),
    route("categories/<slug:slug>/", categories.CategoryDetailView.as_view(), name="category"),
    route("brands/", categories.BrandListView.as_view(), name="brands"),
    route("retailers/", retailers.RetailerListView.as_view(), name="retailers"),
    route("retailers/<slug:slug>/", retailers.RetailerDetailView.as_view(), name="retailer"),
    route("cart/", cart.CartView.as_view(), name="cart"),
    route("cart/items/", cart.CartItemsView.as_view(), name="cart-items"),
    route("cart/items/<uuid:id>/", cart.CartItemView.as_view(), name="cart-item"),
    route("cart/groups/<slug:slug>/", cart.CartGroupView.as_view(), name="cart-group"),
    route("checkout/", checkout.CheckoutView.as_view(), name="checkout"),
    route("orders/", orders.OrderListView.as_view(), name="orders"),
    route("orders/<uuid:id>/", orders.OrderDetailView.as_view(), name="order"),
    route("orders/<uuid:id>/cancel/", orders.OrderCancelView.as_view(), name="order-cancel"),
    *catalogue_patterns,
    path("", include("api.v1.urls_people")),
    path("oscar/", include("api.v1.oscar.urls")),
]
