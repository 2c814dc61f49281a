"""E-mail: templates/emails/<template>.txt, and .html if there is one."""

from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from marketplace.notifications.channels.message import Message
from tenants.registry.context import current_retailer
from tenants.registry.models import Retailer


def send(message: Message) -> None:
    retailer = current_retailer()
    with translation.override(message.chosen_language):
        subject = str(message.subject)
        values = {**message.frame, "subject": subject, **message.context}
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"emails/{message.template}.txt", values),
            from_email=_sender(retailer),
            to=[message.to],
            reply_to=[retailer.contact_email] if retailer and retailer.contact_email else None,
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
    return formataddr((f"{retailer.name} ({name})" if retailer else name, address))


def _render_if_exists(name: str, values: dict[str, Any]) -> str:
    try:
        return render_to_string(name, values)
    except TemplateDoesNotExist as error:
        if str(error) != name:
            raise
        return ""
