from django.urls import URLPattern

from api.shop_routes import at_shop
from api.v1.variants import views

urlpatterns: list[URLPattern] = [
    *at_shop("products/<uuid:id>/variants/", views.ProductVariantsView, "product-variants"),
    *at_shop(
        "products/<uuid:id>/variants/<uuid:variant>/",
        views.ProductVariantView,
        "product-variant",
    ),
]
