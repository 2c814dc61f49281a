"""What the task worker does with queued messages."""

from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from tenants.context import current_retailer
from tenants.models import Retailer
from tenants.tasks import task


@task(queue_name="mail", retries=8, backoff_seconds=20, private=True)
def deliver_mail(
    *, to: str, subject: str, template: str, context: dict[str, Any], language: str = ""
) -> None:
    """Render and send one e-mail, in the language and name of the shop in whose schema it runs."""
    retailer = current_retailer()
    chosen = language or (retailer.language if retailer else settings.LANGUAGE_CODE)
    with translation.override(chosen):
        values = {**_frame(retailer), "subject": subject, **context}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"emails/{template}.txt", values),
            from_email=_sender(retailer),
            to=[to],
            reply_to=[retailer.contact_email] if retailer and retailer.contact_email else None,
        )
        html = _render_if_exists(f"emails/{template}.html", values)
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def _frame(retailer: Retailer | None) -> dict[str, str]:
    """What templates/emails/base.* shows around every message."""
    market = settings.WAGTAIL_SITE_NAME
    return {"market_name": market, "sender": retailer.name if retailer else market}


def _sender(retailer: Retailer | None) -> str:
    """The platform's own address, so that SPF and DKIM hold, under the shop's name."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((f"{retailer.name} ({name})" if retailer else name, address))


def _render_if_exists(name: str, values: dict[str, Any]) -> str:
    try:
        return render_to_string(name, values)
    except TemplateDoesNotExist as error:
        if str(error) != name:
            raise
        return ""
