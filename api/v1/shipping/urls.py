from django.urls import URLPattern

from api.routes import route
from api.v1.shipping import views

urlpatterns: list[URLPattern] = [
    route("shipping/methods/", views.ShippingMethodsView.as_view(), name="shipping-methods"),
    route("shipping/calculate/", views.ShippingCalculateView.as_view(), name="shipping-calculate"),
]
