from django.apps import AppConfig


class PromotionsConfig(AppConfig):
    name = "marketplace.promotions"
    label = "promotions"

    def ready(self) -> None:
        from marketplace.promotions import receivers

        receivers.connect()
