from django.urls import URLPattern

from api.routes import route
from api.v1.vouchers import views

urlpatterns: list[URLPattern] = [
    route("cart/vouchers/", views.CartVouchersView.as_view(), name="cart-vouchers"),
    route("cart/vouchers/<str:code>/", views.CartVoucherView.as_view(), name="cart-voucher"),
]
