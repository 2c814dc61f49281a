from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "marketplace.discovery"
    label = "discovery"

    def ready(self) -> None:
        from marketplace.discovery.receivers import connect

        connect()
