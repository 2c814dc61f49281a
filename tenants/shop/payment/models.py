"""Oscar's payment sources; no card is ever kept, so the Bankcard model does not exist."""

from oscar.apps.payment import abstract_models

from tenants.shop.money_fields import widen_money_fields

widen_money_fields(abstract_models)


class Transaction(abstract_models.AbstractTransaction):
    """One movement of an order's payment."""


class Source(abstract_models.AbstractSource):
    """Where the money of an order comes from."""


class SourceType(abstract_models.AbstractSourceType):
    """A kind of source: cash on delivery, a card gateway."""
