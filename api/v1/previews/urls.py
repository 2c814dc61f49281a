from django.urls import URLPattern

from api.routes import route
from api.v1.previews import views

urlpatterns: list[URLPattern] = [
    route("checkout/preview/", views.CheckoutPreviewView.as_view(), name="checkout-preview"),
]
