"""What the task worker does with queued messages."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from marketplace.notifications.channels import Message, send
from marketplace.notifications.models import Notification
from tenants.joints.django import delete_at_once
from tenants.tasks import task

KEEP = timedelta(days=90)  # nothing that is told once is told again so late


# In doubling steps of up to an hour: three days and a half, as mail servers do it.
RETRIES = 90


@task(queue_name="mail", retries=RETRIES, backoff_seconds=20, private=True)
def deliver_mail(
    *, to: str, subject: str, template: str, context: dict[str, Any], language: str = ""
) -> None:
    """Render and send one e-mail, in the language and name of the shop in whose schema it runs."""
    send("email", Message(to, template, context, subject, language))


def forget_old() -> None:
    """Chore: who was told of what, long ago."""
    delete_at_once(Notification.objects.filter(notified_at__lt=timezone.now() - KEEP))
