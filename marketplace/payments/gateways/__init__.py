"""Ways to pay. A new one is one module here and one line in METHODS."""

from marketplace.payments.gateways import cash
from marketplace.payments.gateways.interface import Gateway
from tenants.kernel.money import Money

# Whoever names none pays by the first.
METHODS: dict[str, Gateway] = {
    cash.CashOnDelivery.code: cash.CashOnDelivery(),
}
USUAL = next(iter(METHODS))


def methods_for(*amounts: Money) -> list[Gateway]:
    """Those that take each of the amounts; any takes nothing, and where nothing is asked about."""
    due = [amount for amount in amounts if amount]
    return [method for method in METHODS.values() if all(method.supports(amount) for amount in due)]


__all__ = ["METHODS", "USUAL", "Gateway", "methods_for"]
