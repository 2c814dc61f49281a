"""Orders of one retailer."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from oscar.apps.address.abstract_models import AbstractShippingAddress
from oscar.apps.order import abstract_models

from tenants.kernel import fulfilments
from tenants.kernel.postal.fields import FIELDS
from tenants.shop.money_fields import widen_money_fields
from tenants.joints.django import without_table

widen_money_fields(abstract_models)


class Order(abstract_models.AbstractOrder):
    """Exactly one RetailerOrder in public points to it by `uuid`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purchase = models.UUIDField(db_index=True)
    fulfilment = models.CharField(
        max_length=8, choices=fulfilments.CHOICES, default=fulfilments.DELIVERY
    )
    payment_method = models.CharField(max_length=30, default="cash_on_delivery")
    # The method is paid ahead, and the money has not come: nobody works on it before.
    awaits_payment = models.BooleanField(default=False, db_default=False)
    tracking_number = models.CharField(max_length=80, blank=True)
    carrier = models.CharField(max_length=60, blank=True, default="", db_default="")


class OrderStatusChange(abstract_models.AbstractOrderStatusChange):
    """Who moved an order, and when (`date_created`)."""

    actor = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)


class Line(abstract_models.AbstractLine):
    """What was bought, frozen at the moment of purchase; `num_allocated` was reserved."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    # Pieces that came back to the shop.
    num_returned = models.PositiveIntegerField(default=0, db_default=0)

    class Meta(abstract_models.AbstractLine.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(num_returned__lte=models.F("quantity")),
                name="line_returned_within_quantity",
            )
        ]


class LinePrice(abstract_models.AbstractLinePrice):
    """What each unit of a line cost."""


class OrderDiscount(abstract_models.AbstractOrderDiscount):
    """What an offer took off an order, and by which voucher."""


class ShippingAddress(AbstractShippingAddress):
    """Where an order goes, frozen at the moment of purchase."""

    def as_sent(self) -> dict[str, str]:
        """As the checkout took it; what Oscar adds to an address it keeps for itself."""
        own = {"city": self.line4, "country": self.country_id}
        return {name: own.get(name) or str(getattr(self, name, "") or "") for name in FIELDS}


from oscar.apps.order.models import *
from oscar.apps.order.models import (
    PaymentEvent,
    PaymentEventQuantity,
    PaymentEventType,
)

# Payments span retailers: marketplace.payments.
without_table(PaymentEvent, PaymentEventQuantity, PaymentEventType)
