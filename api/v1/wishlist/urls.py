from django.urls import URLPattern

from api.routes import route
from api.v1.wishlist import views

urlpatterns: list[URLPattern] = [
    route("customers/wishlist/", views.WishlistView.as_view(), name="wishlist"),
    route(
        "customers/wishlist/items/<uuid:product_id>/",
        views.WishlistItemView.as_view(),
        name="wishlist-item",
    ),
    route(
        "customers/wishlist/check/<uuid:product_id>/",
        views.WishlistCheckView.as_view(),
        name="wishlist-check",
    ),
    route("customers/wishlist/share/", views.WishlistShareView.as_view(), name="wishlist-share"),
    route(
        "customers/wishlist/shared/<str:token>/",
        views.SharedWishlistView.as_view(),
        name="wishlist-shared",
    ),
]
