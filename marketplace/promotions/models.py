"""The public projection of the shops' offers and vouchers.

"What is on now" is read from here without visiting a shop, and here a code finds its shops.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tenants.registry.models import Retailer


class Promotion(models.Model):
    """`code` is "" for an offer that counts for everyone; a secret code is not shown.

    `code_key` is what a code is found by, however it is typed (kernel/identity.py).

    `terms`: {"benefit", "value", "condition", "at_least"} as the shop's offer has them.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    retailer = models.ForeignKey(Retailer, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    code = models.CharField(max_length=128, blank=True)
    code_key = models.CharField(max_length=128, blank=True, default="", db_default="")
    is_public = models.BooleanField()
    terms = models.JSONField(default=dict)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retailer", "code"], condition=~Q(code=""), name="code_once_in_a_shop"
            )
        ]
        indexes = [
            models.Index(fields=["code_key"], condition=~Q(code_key=""), name="promotion_code_key"),
            models.Index(fields=["retailer", "id"], name="promotion_of_retailer"),
        ]

    def __str__(self) -> str:
        return self.name
