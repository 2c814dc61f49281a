from django.urls import URLPattern

from api.routes import route
from api.v1.oscar.orders import views

urlpatterns: list[URLPattern] = [
    route("orders/", views.OscarOrdersView.as_view(), name="oscar-orders"),
    route("orders/<uuid:id>/", views.OscarOrderView.as_view(), name="oscar-order"),
    route("orders/<uuid:id>/lines/", views.OscarOrderLinesView.as_view(), name="oscar-order-lines"),
]
