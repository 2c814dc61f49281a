"""E-mails about an account, queued in the transaction of what they tell."""

from typing import Any

from marketplace.accounts.models import User
from marketplace.accounts.proofs.verification import current_site, verification_path
from marketplace.notifications.services import Recipient, notify
from tenants.registry.context import current_retailer


def send_welcome(*, user: User) -> None:
    """After somebody registered, in the name of the shop where it happened; proves the address.

    Nobody is named in a mailbox that is not proven: a stranger may have written what he likes.
    """
    is_proven = user.email_verified_at is not None
    url = "" if is_proven else current_site() + verification_path(user)
    notify(
        "welcome",
        Recipient.of(user),
        {"name": user.get_short_name() if is_proven else "", "url": url},
        retailer=current_retailer(),
    )


def tell_of_second_factor(*, user: User, change: str) -> None:
    """To the owner, who may not be the one who did it: `change` is on, off, reset or codes."""
    _tell_owner("second_factor_changed", user, change=change)


def tell_of_password(*, user: User) -> None:
    """To the owner, who may not be the one who set another."""
    _tell_owner("password_changed", user)


def _tell_owner(kind: str, user: User, **data: Any) -> None:
    data = {"name": user.get_short_name(), **data}
    notify(kind, Recipient.of(user), data, retailer=current_retailer())
