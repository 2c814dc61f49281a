from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tenants.kernel.rates import tradable_currencies


class DiscoveryConfig(AppConfig):
    name = "marketplace.discovery"
    label = "discovery"

    def ready(self) -> None:
        from marketplace.discovery.receivers import connect

        connect()
        if settings.MARKET_CURRENCY not in tradable_currencies():
            raise ImproperlyConfigured(
                f"MARKET_CURRENCY is {settings.MARKET_CURRENCY!r}: use a currency of "
                "tenants/kernel/rates.json, such as EUR."
            )
