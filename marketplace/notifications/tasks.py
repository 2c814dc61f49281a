"""What the task worker does with queued messages."""

from typing import Any

from marketplace.notifications.channels import Message, send
from tenants.tasks import task


@task(queue_name="mail", retries=8, backoff_seconds=20, private=True)
def deliver_mail(
    *, to: str, subject: str, template: str, context: dict[str, Any], language: str = ""
) -> None:
    """Render and send one e-mail, in the language and name of the shop in whose schema it runs."""
    send("email", Message(to, template, context, subject, language))
