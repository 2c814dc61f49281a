from oscar.apps.customer import apps


class CustomerConfig(apps.CustomerConfig):
    """Accounts span retailers: their pages are marketplace/pages', so no view is loaded here."""

    name = "tenants.shop.customer"

    def ready(self) -> None:
        from oscar.apps.customer.alerts import receivers

    def get_urls(self) -> list[object]:
        return []
