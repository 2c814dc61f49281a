from django.urls import URLPattern

from api.routes import route
from api.v1.categories import views

urlpatterns: list[URLPattern] = [
    route("categories/", views.CategoryListView.as_view(), name="categories"),
    route("categories/<slug:slug>/", views.CategoryDetailView.as_view(), name="category"),
    route("brands/", views.BrandListView.as_view(), name="brands"),
]
