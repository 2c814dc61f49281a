"""Prices and stock."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner import abstract_models

from tenants.shop.guards import GuardedManager
from tenants.shop.money_fields import widen_money_fields

widen_money_fields(abstract_models)


class Partner(abstract_models.AbstractPartner):
    """The retailer itself: one row, seeded. Who works here is told by tenants.staff."""

    users = None


class StockRecord(abstract_models.AbstractStockRecord):
    """`num_in_stock` None means that stock is not counted.

    Available = in stock minus reserved (`num_allocated`). Reserved at placement, consumed at
    shipping.
    """

    # Above the price: what the shop asked before, shown struck through beside it.
    price_before = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)
    # The price without its tax, and that tax in per cent, where the shop has said it.
    net_price = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    num_allocated = models.PositiveIntegerField(_("Number allocated"), default=0, blank=True)

    objects: ClassVar[Any] = GuardedManager()

    class Meta(abstract_models.AbstractStockRecord.Meta):
        # Not unique, unlike Oscar's: shops leave the SKU blank or repeat it on variants.
        unique_together = ()
        indexes = [models.Index(fields=["partner_sku"], name="stock_sku")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(num_allocated__gte=0)
                & (
                    models.Q(num_in_stock=None)
                    | models.Q(num_allocated__lte=models.F("num_in_stock"))
                ),
                name="stock_allocated_within_stock",
            ),
            models.CheckConstraint(
                condition=models.Q(price=None) | models.Q(price__gte=0),
                name="stock_price_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(price_before=None)
                | models.Q(price__isnull=False, price_before__gt=models.F("price")),
                name="stock_price_before_above_price",
            ),
            models.CheckConstraint(
                condition=models.Q(net_price=None)
                | models.Q(
                    price__isnull=False, tax_rate__isnull=False, net_price__lte=models.F("price")
                ),
                name="stock_net_price_with_rate",
            ),
            models.UniqueConstraint(fields=["product"], name="one_stock_record_per_product"),
        ]

    @property
    def available(self) -> int | None:
        """None when stock is not counted."""
        if self.num_in_stock is None:
            return None
        return self.num_in_stock - self.num_allocated


class StockAlert(abstract_models.AbstractStockAlert):
    """Stock fell below a product's threshold."""
