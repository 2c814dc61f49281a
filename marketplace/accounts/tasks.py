"""Messages that prove something: made and sent by the worker, so that no secret waits in the queue.

They are queued for every name that is typed; whether there is an account, only the task learns.
Somebody waits for each: after an outage they go before all letters that only tell.
"""

from uuid import UUID

from marketplace.accounts import shop_mails
from marketplace.accounts.logins import passwords
from marketplace.accounts.proofs import challenges, email_change, registration, verification
from tenants.registry.models import Retailer
from tenants.tasks import AWAITED, task


@task(queue_name="mail", retries=3, backoff_seconds=5, priority=AWAITED, private=True)
def send_code(*, challenge: str, identifier: str, language: str = "", address: str = "") -> None:
    challenges.deliver_code(
        challenge=UUID(challenge), identifier=identifier, language=language, address=address
    )


@task(queue_name="mail", retries=8, backoff_seconds=20, priority=AWAITED, private=True)
def send_reset_link(*, identifier: str, language: str = "") -> None:
    passwords.deliver_link(identifier=identifier, language=language)


@task(queue_name="mail", retries=8, backoff_seconds=20, priority=AWAITED, private=True)
def send_verification(*, email: str, language: str = "") -> None:
    verification.deliver_link(email=email, language=language)


@task(queue_name="mail", retries=8, backoff_seconds=20, priority=AWAITED, private=True)
def send_email_change(*, user: str, email: str, language: str = "") -> None:
    email_change.deliver_link(user=UUID(user), email=email, language=language)


@task(queue_name="mail", retries=8, backoff_seconds=20, priority=AWAITED, private=True)
def send_registration(*, email: str, next_path: str = "", language: str = "") -> None:
    registration.deliver_letter(email=email, next_path=next_path, language=language)


@task(queue_name="mail", retries=5, backoff_seconds=20)
def tell_operators_of_application(*, retailer: str) -> None:
    """Not awaited, unlike those above. `retailer`: its UUID."""
    shop = Retailer.objects.filter(uuid=UUID(retailer)).first()
    if shop is not None:
        shop_mails.tell_operators(retailer=shop)
