from django.urls import URLPattern

from api.routes import route
from api.v1.quotes import views

urlpatterns: list[URLPattern] = [
    route("cart/quote/", views.CartQuoteView.as_view(), name="cart-quote"),
]
