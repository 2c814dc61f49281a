"""Offers of one retailer, with amounts wide enough for every currency."""

from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from oscar.apps.offer import abstract_models

from tenants.shop.money_fields import widen_money_fields
from tenants.joints.django import without_table

widen_money_fields(abstract_models)


class ConditionalOffer(abstract_models.AbstractConditionalOffer):
    """What gives a discount: a condition and a benefit; known outside by its UUID.

    While a basket is priced (pricing.py), `rivals` are the ids of the offers that may be on the
    same line but not on the same piece, `apart` of those that may not be on the same line.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    rivals: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()


class Range(abstract_models.AbstractRange):
    """Which products an offer is about.

    `members` are the ids of a basket's products that are in it, found beforehand for all
    ranges at once (ranges.py): Oscar would ask the database for every line.
    """

    members: frozenset[int] | None = None

    def contains_product(self, product: Any) -> bool:
        if self.members is not None:
            return product.id in self.members
        return super().contains_product(product)


class Benefit(abstract_models.AbstractBenefit):
    """What an offer gives."""


class Condition(abstract_models.AbstractCondition):
    """What an offer asks for."""


class RangeProduct(abstract_models.AbstractRangeProduct):
    """A product that is in a range by name."""


from oscar.apps.offer.models import *
from oscar.apps.offer.models import RangeProductFileUpload

without_table(RangeProductFileUpload)
