"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

from marketplace.notifications.choices import read_choices
from marketplace.notifications.models import Notification, NotificationChoice
from tenants.joints.django import delete_at_once

MODELS = ("notifications.NotificationChoice",)


def collect(user: Any) -> dict[str, Any]:
    return {"notifications": read_choices(user=user)}


def forget(user: Any) -> None:
    delete_at_once(NotificationChoice.objects.filter(user_id=user.pk))
    delete_at_once(Notification.objects.of_mailbox(user.email))
