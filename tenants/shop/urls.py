"""Staff addresses on a shop's host; what shoppers see is routed by marketplace/pages."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, path

from tenants.shop.admin_site import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("dashboard/", apps.get_app_config("dashboard").urls),  # type: ignore[attr-defined]
    path("admin/", site.urls),
]
