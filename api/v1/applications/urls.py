from django.urls import URLPattern

from api.routes import route
from api.v1.applications import views

urlpatterns: list[URLPattern] = [
    route(
        "auth/register/retailer/",
        views.RegisterRetailerView.as_view(),
        name="register-retailer",
    ),
]
