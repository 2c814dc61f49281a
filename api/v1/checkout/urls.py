from django.urls import URLPattern

from api.routes import route
from api.v1.checkout import views

urlpatterns: list[URLPattern] = [
    route("checkout/", views.CheckoutView.as_view(), name="checkout"),
    route("checkout/<uuid:id>/", views.CheckoutDetailView.as_view(), name="checkout-read"),
]
