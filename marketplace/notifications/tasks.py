"""Messages leave the house here, after the transaction that caused them."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from tenants.tasks import task

QUEUE = "mail"


@task(queue_name=QUEUE, retries=6, backoff_seconds=30, private=True)
def deliver_mail(
    *, to: str, subject: str, template: str, context: dict[str, Any], language: str = "en"
) -> None:
    """Render templates/emails/<template>.txt and .html and send both as one message."""
    values = context | {"subject": subject}
    with translation.override(language):
        text = render_to_string(f"emails/{template}.txt", values)
        html = render_to_string(f"emails/{template}.html", values)
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to])
    message.attach_alternative(html, "text/html")
    message.send()
