"""Passwords: forgotten, set by a link from an e-mail, changed."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from marketplace.accounts.devices import revoke_others
from marketplace.accounts.models import User
from marketplace.notifications.services import send_mail_later
from tenants.context import current_retailer


def reset_path(user: User) -> str:
    """The local path at which a password is set, on any host; works once, for three days."""
    return f"/auth/reset-password/{user.uuid}/{default_token_generator.make_token(user)}"


@transaction.atomic
def request_reset(*, email: str, site: str) -> None:
    """Send the link to an account's address; silently nothing for others.

    `site` is the address of the host that asked, such as "https://books.example".
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return
    send_mail_later(
        to=user.email,
        subject=gettext("Set a new password"),
        template="password_reset",
        context={"url": site + reset_path(user), "name": user.get_short_name()},
        retailer=current_retailer(),
    )


def user_for_link(*, uid: UUID, token: str) -> User | None:
    """None for a link that is used, too old or made up."""
    user = User.objects.filter(uuid=uid, is_active=True).first()
    return user if user and default_token_generator.check_token(user, token) else None


@transaction.atomic
def set_password(
    *,
    user: User,
    password: str,
    proves_email: bool,
    current_key: str = "",
    now: datetime | None = None,
) -> None:
    """Logs every other browser and app out. `proves_email`: the link came by e-mail."""
    user.set_password(password)
    if proves_email and user.email_verified_at is None:
        user.email_verified_at = now or timezone.now()
    user.save(update_fields=["password", "email_verified_at"])
    revoke_others(user=user, current_key=current_key)
