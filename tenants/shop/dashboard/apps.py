from typing import Any

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

    def get_urls(self) -> list[Any]:
        from tenants.shop.dashboard.views import index

        configs: dict[str, Any] = {
            prefix: registry.get_app_config(label) for prefix, label in SECTIONS.items()
        }
        sections = [path(f"{name}/", include(config.urls[0])) for name, config in configs.items()]
        return [path("", index, name="index"), *sections]
