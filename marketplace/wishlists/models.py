"""What customers want to remember, over all shops (schema public)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from tenants.kernel.money import Money
from tenants.registry.models import Retailer


class Wishlist(models.Model):
    """One per customer. `share_key` is what its link is made of; None: it is not shared."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wishlist"
    )
    share_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"of {self.user_id}"


class WishlistItem(models.Model):
    """`product` is a listing's UUID. No key leads to it: listings can be made all again.

    Title and price are those of the moment it was saved.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wishlist = models.ForeignKey(Wishlist, on_delete=models.CASCADE, related_name="items")
    retailer = models.ForeignKey(Retailer, on_delete=models.CASCADE, related_name="+")
    product = models.UUIDField()
    title = models.CharField(max_length=255)
    currency = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wishlist", "product"], name="wished_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def saved_price(self) -> Money | None:
        return None if self.price is None else Money(self.price, self.currency)
