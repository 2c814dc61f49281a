"""E-mails about an account, queued in the transaction of what they tell."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.accounts.proofs.verification import current_site, verification_path
from marketplace.notifications.services import send_mail_later
from tenants.registry.context import current_retailer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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
    subject = _("Your second factor has changed")
    _tell_owner(user, subject, "second_factor_changed", change=change)


def tell_of_password(*, user: User) -> None:
    """To the owner, who may not be the one who set another."""
    _tell_owner(user, _("Your password has changed"), "password_changed")


def _tell_owner(user: User, subject: "StrOrPromise", template: str, **context: Any) -> None:
    language = user.profile.language
    with translation.override(language or settings.LANGUAGE_CODE):
        heading = str(subject)
    send_mail_later(
        to=user.email,
        subject=heading,
        template=template,
        context={"name": user.get_short_name()} | context,
        retailer=current_retailer(),
        language=language,
    )
