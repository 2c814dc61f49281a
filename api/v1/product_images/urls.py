from django.urls import URLPattern

from api.shop_routes import at_shop
from api.v1.product_images import views

urlpatterns: list[URLPattern] = [
    *at_shop("products/<uuid:id>/images/", views.ProductImagesView, "product-images"),
    *at_shop(
        "products/<uuid:id>/images/<uuid:image>/",
        views.ProductImageView,
        "product-image",
    ),
]
