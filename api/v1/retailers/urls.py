from django.urls import URLPattern

from api.routes import route
from api.v1.retailers import views

urlpatterns: list[URLPattern] = [
    route("retailers/", views.RetailerListView.as_view(), name="retailers"),
    route("retailers/<slug:slug>/", views.RetailerDetailView.as_view(), name="retailer"),
    route("retailers/<slug:slug>/open/", views.RetailerOpenView.as_view(), name="retailer-open"),
    route(
        "retailers/<slug:slug>/hours/",
        views.RetailerHoursView.as_view(),
        name="retailer-hours",
    ),
    route(
        "retailers/<slug:slug>/delivery-options/",
        views.RetailerDeliveryView.as_view(),
        name="retailer-delivery",
    ),
]
