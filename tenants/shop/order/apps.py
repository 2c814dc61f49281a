from oscar.apps.order import apps


class OrderConfig(apps.OrderConfig):
    name = "tenants.shop.order"
