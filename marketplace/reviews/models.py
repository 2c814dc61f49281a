"""What customers say about products: a copy of each shop's reviews (schema public)."""

from django.conf import settings
from django.db import models

from tenants.registry.models import Retailer


class ReviewCopy(models.Model):
    """Written in the transaction that changed the review in its shop; `uuid` is the same.

    `product` is the listing's UUID. No key leads to it: listings can be made all again.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    retailer = models.ForeignKey(
        Retailer, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    product = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255, blank=True)
    body = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)
    is_shown = models.BooleanField(default=True)
    helpful_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["product", "-id"],
                condition=models.Q(is_shown=True),
                name="review_of_product",
            ),
            models.Index(
                fields=["retailer", "-id"],
                condition=models.Q(is_shown=True),
                name="review_of_retailer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.title}"
