from django.urls import URLPattern

from api.routes import route
from api.v1.returns import views

urlpatterns: list[URLPattern] = [
    route("orders/<uuid:id>/return/", views.ReturnsView.as_view(), name="order-return"),
    route("orders/<uuid:id>/refund/", views.RefundView.as_view(), name="order-refund"),
    route("retailers/<slug:slug>/returns/", views.StaffReturnsView.as_view(), name="shop-returns"),
    route(
        "retailers/<slug:slug>/returns/<uuid:id>/transitions/",
        views.StaffReturnMoveView.as_view(),
        name="shop-return-transitions",
    ),
]
