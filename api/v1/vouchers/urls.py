from django.urls import URLPattern

from api.deprecation import alias
from api.routes import route
from api.v1.vouchers import views

urlpatterns: list[URLPattern] = [
    route("cart/vouchers/", views.CartVouchersView.as_view(), name="cart-vouchers"),
    route("cart/vouchers/<str:code>/", views.CartVoucherView.as_view(), name="cart-voucher"),
    alias(
        "promotions/apply-coupon/",
        views.CartVouchersView.as_view(),
        name="apply-coupon",
        successor="cart/vouchers/",
    ),
]
