from django.urls import URLPattern

from api.routes import route
from api.v1.cart_merges import views

urlpatterns: list[URLPattern] = [
    route("cart/merge/", views.CartMergeView.as_view(), name="cart-merge"),
]
