"""Proving once more who one is, before something that cannot be taken back."""

import time
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from marketplace.accounts.logins import LOGGED_IN_AT
from marketplace.accounts.models import TokenFamily, User
from marketplace.accounts.tokens import FAMILY_CLAIM
from marketplace.requests import throttles
from tenants.kernel.errors import Refusal

FRESH = timedelta(minutes=10)


class ConfirmationNeeded(Refusal):
    code = "confirmation-needed"
    status = 403
    title = "Prove that it is you."


def confirm(*, user: User, password: str | None, request: HttpRequest, token: Any = None) -> None:
    """By the password, or by a login within FRESH (of this browser, or of this token's family).

    Raises ConfirmationNeeded, TooManyTries. A wrong password is counted, and never helped by
    a fresh login.
    """
    if password:
        _confirm_password(user, password)
    elif not _is_fresh(request, token):
        raise ConfirmationNeeded(
            "Send your password, or log in again and repeat this within ten minutes.",
            fields={"password": ["Enter your password."]},
        )


def _confirm_password(user: User, password: str) -> None:
    tries = throttles.hit("confirm-account", str(user.uuid))
    if not user.check_password(password):
        message = "This is not your password."
        raise ConfirmationNeeded(message, fields={"password": [message]})
    tries.give_back()


def _is_fresh(request: HttpRequest, token: Any) -> bool:
    if token is not None:
        since = timezone.now() - FRESH
        family = TokenFamily.objects.filter(uuid=token[FAMILY_CLAIM], revoked_at=None)
        return family.filter(created_at__gte=since).exists()
    logged_in_at = request.session.get(LOGGED_IN_AT, 0)
    return bool(time.time() - logged_in_at < FRESH.total_seconds())
