from django.urls import URLPattern

from api.routes import route
from api.v1.audit_logs import views

urlpatterns: list[URLPattern] = [
    route(
        "retailers/<slug:slug>/audit-logs/",
        views.ShopAuditView.as_view(),
        name="shop-audit-logs",
    ),
    route("admin/audit-logs/", views.AuditView.as_view(), name="audit-logs"),
]
