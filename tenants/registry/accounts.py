"""Accounts, for those parts of the registry that may not import them."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import NotFound
from tenants.kernel.identity import normal_email


class UnknownAccount(NotFound):
    title = _("There is no account with this e-mail address.")


def find_account(email: str) -> Any:
    """Raises UnknownAccount."""
    user = get_user_model()._default_manager.filter(email=normal_email(email)).first()
    if user is None:
        raise UnknownAccount(email)
    return user


def account_id(uuid: UUID | None) -> int | None:
    """Of an account that something keeps by its UUID; None for none."""
    if uuid is None:
        return None
    rows = get_user_model()._default_manager.filter(uuid=uuid)
    return rows.values_list("pk", flat=True).first()
