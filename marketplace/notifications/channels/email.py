"""E-mail: templates/emails/<template>.txt, and .html if there is one."""

from contextlib import suppress
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation

from marketplace.notifications.channels.message import Message
from tenants.kernel.identity import normal_email, normal_name, require_mailbox
from tenants.registry.context import current_retailer
from tenants.registry.models import Retailer

# Answers of machines, "out of office", would go to the shop (RFC 3834; Exchange has its own word).
UNANSWERED = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


def send(message: Message) -> None:
    retailer = current_retailer()
    times = timezone.override(retailer.zone if retailer else None)
    with translation.override(message.chosen_language), times:
        subject = str(message.subject)
        values = {**message.frame, "subject": subject, **message.context}
        mail = EmailMultiAlternatives(
            subject=normal_name(subject),
            body=render_to_string(f"emails/{message.template}.txt", values),
            from_email=_sender(retailer),
            to=[normal_email(message.to)],
            reply_to=_reply_to(retailer),
            headers=UNANSWERED | {"Content-Language": message.chosen_language},
        )
        html = _render_if_exists(f"emails/{message.template}.html", values)
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()


def platform_sender() -> tuple[str, str]:
    """(name, address) that every mail of ours comes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)


def _sender(retailer: Retailer | None) -> str:
    """The platform's own address, so that SPF and DKIM hold, under the shop's name."""
    name, address = platform_sender()
    return formataddr((f"{normal_name(retailer.name)} ({name})" if retailer else name, address))


def _reply_to(retailer: Retailer | None) -> list[str] | None:
    address = normal_email(retailer.contact.email) if retailer else ""
    with suppress(ValidationError):  # an address that breaks a header stops no mail
        require_mailbox(address)
        return [address]
    return None


def _render_if_exists(name: str, values: dict[str, Any]) -> str:
    try:
        return render_to_string(name, values)
    except TemplateDoesNotExist as error:
        if str(error) != name:
            raise
        return ""
