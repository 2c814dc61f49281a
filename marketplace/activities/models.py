"""What accounts did, for themselves to look back on (schema public)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Activity(models.Model):
    """One thing done; `kind` is one of marketplace.activities.services.KINDS.

    `schema_name` tells on whose host, `details` names what it was done to by UUIDs and numbers.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="activities"
    )
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    schema_name = models.CharField(max_length=63)
    device = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="activity_of_user")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
