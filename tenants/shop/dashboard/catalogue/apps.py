from oscar.apps.dashboard.catalogue import apps


class CatalogueDashboardConfig(apps.CatalogueDashboardConfig):
    """Oscar's addresses of the catalogue; every form saves through the shop's services."""

    name = "tenants.shop.dashboard.catalogue"

    def ready(self) -> None:
        self.configure_permissions()

    def get_urls(self) -> list[object]:
        return []
