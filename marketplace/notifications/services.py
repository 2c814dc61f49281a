"""Messages to people. An e-mail is queued in the transaction of what it tells."""

from typing import Any

from marketplace.notifications.tasks import deliver_mail
from tenants.registry.context import use_public, use_retailer
from tenants.registry.models import Retailer


def send_mail_later(
    *,
    to: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    retailer: Retailer | None = None,
    language: str = "",
) -> None:
    """Queue an e-mail: templates/emails/<template>.txt, and .html if there is one.

    `context` must be JSON. With a retailer the mail comes in that shop's name and language.
    A rolled-back transaction sends nothing; a failing mail server is tried again for hours.
    """
    message = {
        "to": to,
        "subject": subject,
        "template": template,
        "context": context,
        "language": language,
    }
    with use_retailer(retailer) if retailer else use_public():
        deliver_mail.enqueue(**message)
