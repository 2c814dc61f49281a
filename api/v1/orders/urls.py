from django.urls import URLPattern

from api.routes import route
from api.v1.orders import views

urlpatterns: list[URLPattern] = [
    route("orders/", views.OrderListView.as_view(), name="orders"),
    route("orders/claim/", views.OrderClaimView.as_view(), name="order-claim"),
    route("orders/<uuid:id>/cancel/", views.OrderCancelView.as_view(), name="order-cancel"),
    route("orders/<uuid:id>/events/", views.OrderEventsView.as_view(), name="order-events"),
    route("orders/<uuid:id>/tracking/", views.OrderTrackingView.as_view(), name="order-tracking"),
    route("orders/<uuid:id>/invoice/", views.OrderInvoiceView.as_view(), name="order-invoice"),
    route("purchases/<uuid:id>/", views.PurchaseView.as_view(), name="purchase"),
]
