from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    name = "marketplace.purchases"
    label = "purchases"

    def ready(self) -> None:
        from marketplace.purchases import receivers

        receivers.connect()
