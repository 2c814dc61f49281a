from django.urls import URLPattern

from api.routes import route
from api.v1.oscar.catalogue import views

urlpatterns: list[URLPattern] = [
    route("products/", views.ProductsView.as_view(), name="oscar-products"),
    route("products/<uuid:id>/", views.ProductView.as_view(), name="oscar-product"),
    route("products/<uuid:id>/price/", views.PriceView.as_view(), name="oscar-price"),
    route(
        "products/<uuid:id>/availability/",
        views.AvailabilityView.as_view(),
        name="oscar-availability",
    ),
    route("options/", views.OptionsView.as_view(), name="oscar-options"),
    route("countries/", views.CountriesView.as_view(), name="oscar-countries"),
    route("countries/<str:code>/", views.CountryView.as_view(), name="oscar-country"),
]
