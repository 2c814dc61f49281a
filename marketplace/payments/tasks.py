"""What the task worker does for orders that wait for their mailbox's owner."""

from uuid import UUID

from marketplace.payments import confirmations
from tenants.tasks import AWAITED, task


@task(queue_name="mail", retries=8, backoff_seconds=20, priority=AWAITED, private=True)
def send_order_link(*, confirmation: str, email: str) -> None:
    confirmations.deliver_link(confirmation=UUID(confirmation), email=email)
