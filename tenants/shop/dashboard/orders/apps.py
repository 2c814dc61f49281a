from django.urls import path
from oscar.apps.dashboard.orders import apps


class OrdersDashboardConfig(apps.OrdersDashboardConfig):
    """Oscar's addresses of orders: they lead to /seller/orders and call our services."""

    name = "tenants.shop.dashboard.orders"

    def ready(self) -> None:
        """Oscar's own would load its views, and with them the payment models."""

    def get_urls(self) -> list[object]:
        from tenants.shop.dashboard.orders import views

        return [
            path("", views.order_list, name="order-list"),
            path("<str:number>/", views.order_detail, name="order-detail"),
        ]
