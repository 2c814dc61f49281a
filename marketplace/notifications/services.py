"""Messages to people, queued in the transaction of what they tell about."""

from typing import Any

from django.conf import settings

from marketplace.notifications.tasks import deliver_mail
from tenants.models import Retailer


def send_mail_later(
    *,
    to: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    retailer: Retailer | None = None,
) -> None:
    """Queue one e-mail; rolled back with the caller's transaction. `context` is plain JSON.

    With a retailer the message carries that shop's name in its head, else the marketplace's.
    """
    deliver_mail.enqueue(
        to=to,
        subject=subject,
        template=template,
        context=context | {"sender": retailer.name if retailer else "Galleria"},
        language=retailer.language if retailer else settings.LANGUAGE_CODE,
    )
