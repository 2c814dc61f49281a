"""One checkout of one buyer, over any number of retailers (schema public)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from marketplace.cart.models import Cart
from tenants.kernel.money import Money
from tenants.models import Retailer


class Purchase(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="purchases"
    )
    email = models.EmailField()
    currency = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=15, decimal_places=3)
    shipping_address = models.JSONField(null=True)
    placed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-placed_at", "id"], name="purchase_of_user"),
            models.Index(Lower("email"), condition=models.Q(user=None), name="purchase_of_guest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total__gte=0), name="purchase_total_not_negative"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def money(self) -> Money:
        return Money(self.total, self.currency)


class RetailerOrder(models.Model):
    """Points to the Oscar order of one retailer: the retailer and the order's own UUID."""

    uuid = models.UUIDField(unique=True, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="orders")
    retailer = models.ForeignKey(Retailer, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=20)
    fulfilment = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=15, decimal_places=3)
    delivery_fee = models.DecimalField(max_digits=15, decimal_places=3, default=0)
    # Taken off the goods; `total` and `delivery_fee` are what is paid.
    discount = models.DecimalField(max_digits=15, decimal_places=3, default=0, db_default=0)
    item_count = models.PositiveIntegerField(default=0)
    summary = models.CharField(max_length=255, blank=True)
    image = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase", "retailer"], name="one_order_per_retailer")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def money(self) -> Money:
        return Money(self.total, self.currency)


class Quote(models.Model):
    """Prices that a shop keeps to until `expires_at`, if the cart stays as it was.

    `groups`: {slug: {"fulfilment", "items": {item: [quantity, unit price]}, "delivery"}}.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="quotes")
    groups = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.uuid)
