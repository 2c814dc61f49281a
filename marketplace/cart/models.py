"""The index over a shopper's open baskets (schema public).

The baskets themselves are Oscar's, one open per retailer in the retailer's schema; a
CartLine mirrors one basket line, so that the whole cart is read without visiting a schema.
"""

import uuid
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Value
from django.utils import timezone

from tenants.kernel import fulfilments
from tenants.kernel.money import Money
from tenants.registry.models import Retailer


class Cart(models.Model):
    """All that one shopper has put aside: a customer's, or a guest's known by a token."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="cart"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)
    # Of guests' carts that became part of this one at a hand-off: the browser that has their
    # tokens on its other hosts goes on with this cart there.
    merged_uuids = ArrayField(
        models.UUIDField(), default=list, db_default=Value([], ArrayField(models.UUIDField()))
    )

    class Meta:
        indexes = [GinIndex(fields=["merged_uuids"], name="cart_merged_uuids")]

    def __str__(self) -> str:
        return str(self.uuid)

    def is_known_by(self, uuid: UUID | None) -> bool:
        """By the token of a guest, for this uuid: a customer's cart is opened by no token."""
        return self.user_id is None and uuid in (self.uuid, *self.merged_uuids)


class CartBasket(models.Model):
    """Which Oscar basket of a retailer belongs to this cart."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="baskets")
    retailer = models.ForeignKey(Retailer, on_delete=models.CASCADE, related_name="+")
    basket_id = models.BigIntegerField()
    fulfilment = models.CharField(
        max_length=8, choices=fulfilments.CHOICES, default=fulfilments.DELIVERY
    )
    # Codes, as the Oscar basket has them, and what the shop's offers took off at the last
    # change: {"discounts": [...], "lines": {product: its part}, "refused": {code: problem},
    # "of": what it was worked out for, "until"} (discounts.py); or, of one that
    # fell untold, what was shown (memory.py).
    vouchers = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    pricing = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "retailer"], name="one_basket_per_retailer"),
            models.UniqueConstraint(fields=["retailer", "basket_id"], name="basket_in_one_cart"),
        ]

    def __str__(self) -> str:
        return f"{self.cart_id} at {self.retailer_id}"


class CartLine(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    basket = models.ForeignKey(CartBasket, on_delete=models.CASCADE, related_name="lines")
    line_id = models.BigIntegerField()
    product = models.UUIDField()
    title = models.CharField(max_length=255)
    quantity = models.PositiveIntegerField()
    # The lowest that the shopper saw when some of it was put in: a rise above that is told
    # before an order.
    unit_price = models.DecimalField(max_digits=15, decimal_places=3)
    currency = models.CharField(max_length=3)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basket", "product"], name="product_once_in_basket"),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1), name="cart_line_quantity_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.title}"

    @property
    def price_seen(self) -> Money:
        return Money(self.unit_price, self.currency)

    def lower_price(self, price: Money) -> None:
        """More of it was put in at this price. The caller saves it."""
        if price.currency == self.currency and price < self.price_seen:
            self.unit_price = price.amount
