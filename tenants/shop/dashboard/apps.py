from django.apps import apps as registry
from django.urls import include, path
from oscar.apps.dashboard import apps
from oscar.core.loading import get_class

SECTIONS = {
    "catalogue": "catalogue_dashboard",
    "orders": "orders_dashboard",
    "partners": "partners_dashboard",
    "offers": "offers_dashboard",
    "ranges": "ranges_dashboard",
    "reviews": "reviews_dashboard",
    "vouchers": "vouchers_dashboard",
    "comms": "communications_dashboard",
    "shipping": "shipping_dashboard",
}


class DashboardConfig(apps.DashboardConfig):
    """Oscar's dashboard without flat pages (Wagtail's work) and accounts (the platform's)."""

    name = "tenants.shop.dashboard"

    def ready(self) -> None:
        self.index_view = get_class("dashboard.views", "IndexView")
        self.configure_permissions()

    def get_urls(self) -> list[object]:
        urls = [path("", self.index_view.as_view(), name="index")]
        urls += [
            path(f"{prefix}/", include(registry.get_app_config(label).urls[0]))
            for prefix, label in SECTIONS.items()
        ]
        return self.post_process_urls(urls)
