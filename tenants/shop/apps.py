"""Oscar, as this shop uses it: no URLs of its own beyond those the retailer's hosts name."""

from django.apps import apps
from oscar import config


class ShopConfig(config.Shop):
    """Oscar's root app without the apps that live elsewhere or are not needed.

    Wish lists and statistics span retailers and belong to the platform; flat pages are
    Wagtail's. Leaving them out keeps ten tables out of every schema.
    """

    def ready(self) -> None:
        self.catalogue_app = apps.get_app_config("catalogue")
        self.dashboard_app = apps.get_app_config("dashboard")
