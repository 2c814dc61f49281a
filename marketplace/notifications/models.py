"""What people want to be told, and how (schema public)."""

from django.conf import settings
from django.db import models


class NotificationChoice(models.Model):
    """Where somebody chose otherwise than the default: marketplace.notifications.choices."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choices"
    )
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=10)
    is_wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "channel"], name="notification_choice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.is_wanted}"
