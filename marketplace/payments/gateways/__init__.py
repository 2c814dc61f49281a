"""Ways to pay. A new one is one module here and one line in METHODS."""

from marketplace.payments.gateways import cash
from marketplace.payments.gateways.interface import Gateway

METHODS: dict[str, Gateway] = {
    cash.CashOnDelivery.code: cash.CashOnDelivery(),
}

__all__ = ["METHODS", "Gateway"]
