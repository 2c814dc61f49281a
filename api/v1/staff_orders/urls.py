from django.urls import URLPattern

from api.routes import route
from api.v1.staff_orders import views

urlpatterns: list[URLPattern] = [
    route("orders/<uuid:id>/", views.OrderView.as_view(), name="order"),
    route(
        "orders/<uuid:id>/transitions/",
        views.TransitionView.as_view(),
        name="order-transitions",
    ),
    route("orders/<uuid:id>/paid/", views.PaidView.as_view(), name="order-paid"),
    route("orders/<uuid:id>/paid-back/", views.PaidBackView.as_view(), name="order-paid-back"),
    route("retailers/<slug:slug>/orders/", views.StaffOrdersView.as_view(), name="shop-orders"),
    route(
        "retailers/<slug:slug>/orders/<uuid:id>/",
        views.StaffOrderView.as_view(),
        name="shop-order",
    ),
    route(
        "retailers/<slug:slug>/orders/<uuid:id>/transitions/",
        views.StaffTransitionView.as_view(),
        name="shop-order-transitions",
    ),
]
