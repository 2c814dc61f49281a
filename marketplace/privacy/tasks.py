"""What the task worker does about personal data; both ask every shop."""

from marketplace.accounts.models import User
from marketplace.notifications.services import Recipient, notify
from marketplace.privacy.erasure import forget_everywhere
from marketplace.privacy.exports import finish_export
from tenants.registry.hosts import market_url
from tenants.tasks import task


@task(retries=5, backoff_seconds=30)
def make_export(*, export: str) -> None:
    """Make the copy and tell its owner. `export`: its UUID."""
    copy = finish_export(uuid=export)
    if copy is None:
        return
    notify(
        "export_ready",
        Recipient.of(copy.user),
        {"name": copy.user.get_short_name(), "url": f"{market_url()}/profile/data"},
        about=export,
    )


@task(retries=20, backoff_seconds=30)
def forget_in_shops(*, account: str) -> None:
    """The second half of an erasure. `account`: the UUID of the row that stays."""
    user = User.objects.filter(uuid=account).exclude(anonymised_at=None).first()
    if user is not None:
        forget_everywhere(user=user)
