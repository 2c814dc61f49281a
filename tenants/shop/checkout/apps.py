from oscar.apps.checkout import apps


class CheckoutConfig(apps.CheckoutConfig):
    """No view and no address of Oscar's: an order is placed by marketplace.payments only.

    Its calculators, sessions and mixins stay importable, since django-oscar-api names them.
    """

    name = "tenants.shop.checkout"

    def ready(self) -> None:
        """Oscar's own would load its views, and with them the payment models."""

    def get_urls(self) -> list[object]:
        return []
