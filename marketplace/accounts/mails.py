"""E-mails about an account, queued in the transaction of what they tell."""

from django.conf import settings
from django.utils import translation
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


def tell_of_second_factor(*, user: User, change: str) -> None:
    """To the owner, who may not be the one who did it: `change` is on, off, reset or codes."""
    language = user.profile.language
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = gettext("Your second factor has changed")
    send_mail_later(
        to=user.email,
        subject=subject,
        template="second_factor_changed",
        context={"name": user.get_short_name(), "change": change},
        retailer=current_retailer(),
        language=language,
    )
