from django.urls import URLPattern

from api.deprecation import alias
from api.routes import route
from api.v1.quotes import views

urlpatterns: list[URLPattern] = [
    route("cart/merge/", views.CartMergeView.as_view(), name="cart-merge"),
    route("cart/vouchers/", views.CartVouchersView.as_view(), name="cart-vouchers"),
    route("cart/vouchers/<str:code>/", views.CartVoucherView.as_view(), name="cart-voucher"),
    route("cart/quote/", views.CartQuoteView.as_view(), name="cart-quote"),
    route("checkout/preview/", views.CheckoutPreviewView.as_view(), name="checkout-preview"),
    route("checkout/<uuid:id>/", views.CheckoutDetailView.as_view(), name="checkout-read"),
    alias(
        "promotions/apply-coupon/",
        views.CartVouchersView.as_view(),
        name="apply-coupon",
        successor="cart/vouchers/",
    ),
]
