from oscar.apps.dashboard.orders import apps


class OrdersDashboardConfig(apps.OrdersDashboardConfig):
    """Oscar's addresses of orders: they lead to /seller/orders and call our services."""

    name = "tenants.shop.dashboard.orders"
    login_url = "/auth/login"

    def ready(self) -> None:
        """Oscar's own would load its views, and with them the payment models."""

    def get_urls(self) -> list[object]:
        return []
