"""E-mails about an account, queued in the transaction of what they tell."""

from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.accounts.verification import current_site, verification_path
from marketplace.notifications.services import send_mail_later
from tenants.context import current_retailer


def send_welcome(*, user: User) -> None:
    """After somebody registered, in the name of the shop where it happened; proves the address."""
    retailer = current_retailer()
    send_mail_later(
        to=user.email,
        subject=gettext("Welcome"),
        template="welcome",
        context={
            "name": user.get_short_name(),
            "url": "" if user.email_verified_at else current_site() + verification_path(user),
        },
        retailer=retailer,
    )
