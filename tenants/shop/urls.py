"""Oscar's addresses on a shop's host: catalogue and dashboard (no basket, no checkout)."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("catalogue/", apps.get_app_config("catalogue").urls),
    path("dashboard/", apps.get_app_config("dashboard").urls),
]
