"""What a request leaves behind so that a repeat of it is recognised (schema public)."""

from django.db import models
from django.utils import timezone


class IdempotencyKey(models.Model):
    """One key of one actor for one operation; kept 24 hours.

    `actor` is "user:<uuid>" or "cart:<digest>"; `fingerprint` the SHA-256 of the body. A row
    without `status` is in flight.
    """

    actor = models.CharField(max_length=80)
    operation = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "operation", "key"], name="idempotency_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.key}"
