"""What people want to be told and how, and what they were told (schema public)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from tenants.kernel.identity import normal_email
from tenants.kernel.ids import token_digest

CLAIM = """
    INSERT INTO notifications_notification (recipient, kind, about, notified_at)
    SELECT unnest(%s::text[]), %s, %s, %s
    ON CONFLICT (recipient, kind, about) DO NOTHING
    RETURNING recipient
"""


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


class NotificationQuerySet(models.QuerySet["Notification"]):
    def claim(self, *, kind: str, about: str, emails: Iterable[str]) -> set[str]:
        """Of these mailboxes those that were not told of it yet, in their normal spelling.

        One statement. Whoever tells the same at the same moment waits, and finds nobody left; in
        the order of the digests, so that two who tell several never wait for each other.
        """
        mailboxes = {token_digest(email): email for email in map(normal_email, emails)}
        if not mailboxes:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [sorted(mailboxes), kind, about, timezone.now()])
            return {mailboxes[digest] for (digest,) in cursor.fetchall()}

    def of_mailbox(self, email: str) -> "NotificationQuerySet":
        return self.filter(recipient=token_digest(normal_email(email)))


class Notification(models.Model):
    """That a mailbox was told of something once: marketplace.notifications.services.notify."""

    recipient = models.CharField(max_length=64)  # token_digest of the mailbox, not itself
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=100)
    notified_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "about"], name="notification_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"
