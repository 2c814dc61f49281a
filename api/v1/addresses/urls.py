from django.urls import URLPattern

from api.routes import route
from api.v1.addresses import views

urlpatterns: list[URLPattern] = [
    route("customers/addresses/", views.AddressesView.as_view(), name="addresses"),
    route("customers/addresses/<uuid:id>/", views.AddressView.as_view(), name="address"),
    route(
        "customers/addresses/<uuid:id>/set-default/",
        views.DefaultAddressView.as_view(),
        name="address-set-default",
    ),
]
