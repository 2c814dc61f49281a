from django.urls import URLPattern

from api.routes import route
from api.v1.payments import views

urlpatterns: list[URLPattern] = [
    route("payments/methods/", views.PaymentMethodsView.as_view(), name="payment-methods"),
    route("payments/transactions/", views.TransactionsView.as_view(), name="transactions"),
    route("payments/<uuid:id>/", views.PaymentView.as_view(), name="payment"),
]
