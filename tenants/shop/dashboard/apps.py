from django.apps import apps as registry
from django.urls import include, path
from oscar.apps.dashboard import apps

SECTIONS = {"catalogue": "catalogue_dashboard", "orders": "orders_dashboard"}


class DashboardConfig(apps.DashboardConfig):
    """Oscar's addresses for staff, with views of our own that call the shop's services.

    Pages are Wagtail's, accounts and payments the platform's; promotions and reviews get
    their desks when the cart and the product page know them (docs/decisions/0005).
    """

    name = "tenants.shop.dashboard"

    def ready(self) -> None:
        """Oscar's own would load its views and the other sections' apps."""

    def get_urls(self) -> list[object]:
        from tenants.shop.dashboard.views import index

        urls = [path("", index, name="index")]
        return urls + [
            path(f"{prefix}/", include(registry.get_app_config(label).urls[0]))
            for prefix, label in SECTIONS.items()
        ]
