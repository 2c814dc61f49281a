from django.urls import URLPattern

from api.routes import route
from api.v1.shop_categories import views

urlpatterns: list[URLPattern] = [
    route(
        "retailers/<slug:slug>/categories/",
        views.ShopCategoriesView.as_view(),
        name="retailer-categories",
    ),
]
