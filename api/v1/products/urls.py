from django.urls import URLPattern

from api.routes import route
from api.shop_routes import at_shop, below_shop
from api.v1.products import views

urlpatterns: list[URLPattern] = [
    route("products/", views.ProductListView.as_view(), name="products"),
    route("products/<uuid:id>/", views.ProductDetailView.as_view(), name="product"),
    below_shop("products/", views.ProductListView, "products"),
    below_shop("products/<uuid:id>/", views.ProductDetailView, "product"),
    route("products/featured/", views.FeaturedProductsView.as_view(), name="featured"),
    *at_shop(
        "products/<uuid:id>/availability/",
        views.ProductAvailabilityView,
        "product-availability",
    ),
    *at_shop("products/<uuid:id>/price/", views.ProductPriceView, "product-price"),
]
