"""The addresses of version 1, one module per resource."""

from django.urls import URLPattern, URLResolver, include, path

from api.routes import route
from api.v1.cart import aliases
from api.v1.cart import views as cart
from api.v1.categories import views as categories
from api.v1.checkout import views as checkout
from api.v1.payments import views as payments
from api.v1.products import views as products
from api.v1.promotions import views as promotions
from api.v1.quotes import views as buying
from api.v1.retailers import views as retailers
from api.v1.shipping import views as shipping
from api.v1.urls_afterwards import patterns as afterwards_patterns
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
    *afterwards_patterns,
    *catalogue_patterns,
    path("", include("api.v1.urls_people")),
    # buying
    route("cart/merge/", buying.CartMergeView.as_view(), name="cart-merge"),
    route("cart/vouchers/", buying.CartVouchersView.as_view(), name="cart-vouchers"),
    route("cart/vouchers/<str:code>/", buying.CartVoucherView.as_view(), name="cart-voucher"),
    route("cart/quote/", buying.CartQuoteView.as_view(), name="cart-quote"),
    route("checkout/preview/", buying.CheckoutPreviewView.as_view(), name="checkout-preview"),
    route("checkout/<uuid:id>/", buying.CheckoutDetailView.as_view(), name="checkout-read"),
    route("payments/methods/", payments.PaymentMethodsView.as_view(), name="payment-methods"),
    route("payments/transactions/", payments.TransactionsView.as_view(), name="transactions"),
    route("payments/<uuid:id>/", payments.PaymentView.as_view(), name="payment"),
    route("shipping/methods/", shipping.ShippingMethodsView.as_view(), name="shipping-methods"),
    route(
        "shipping/calculate/", shipping.ShippingCalculateView.as_view(), name="shipping-calculate"
    ),
    route("promotions/", promotions.PromotionsView.as_view(), name="promotions"),
    route("promotions/<uuid:id>/", promotions.PromotionView.as_view(), name="promotion"),
    *aliases.aliases(),
    path("oscar/", include("api.v1.oscar.urls")),
]
