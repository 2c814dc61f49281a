from django.urls import URLPattern

from api.routes import route
from api.v1.search import views

urlpatterns: list[URLPattern] = [
    route("search/", views.OlderSearchView.as_view(), name="search"),
    route("search/products/", views.SearchView.as_view(), name="search-products"),
    route("search/suggestions/", views.SuggestionsView.as_view(), name="search-suggestions"),
    route("search/filters/", views.FiltersView.as_view(), name="search-filters"),
    route(
        "categories/<slug:slug>/filters/",
        views.CategoryFiltersView.as_view(),
        name="category-filters",
    ),
]
