"""What a request leaves behind so that a repeat of it is recognised (schema public)."""

from django.contrib.postgres.fields import ArrayField
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


class ThrottleCount(models.Model):
    """Tries of one subject in one scope; read and written by requests/counting/database.py alone.

    `tries` holds one number a step of the window, the last being that of step `slot`. `last_at`
    (of the last try) and `ends_at` (when the row says nothing any more) are seconds since 1970.
    `most` to `longest_pause` are the limits of the try that wrote the row.
    """

    key = models.CharField(max_length=120, primary_key=True)
    slot = models.BigIntegerField()
    tries = ArrayField(models.IntegerField())
    is_counted = models.BooleanField()
    last_at = models.FloatField()
    ends_at = models.FloatField()
    most = models.IntegerField()
    free = models.IntegerField()
    first_pause = models.IntegerField()
    longest_pause = models.IntegerField()

    def __str__(self) -> str:
        return self.key
