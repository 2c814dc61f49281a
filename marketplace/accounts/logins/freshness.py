"""Proving once more who one is, before something that is dangerous or cannot be taken back.

Fresh is a login, of this browser or of this token's family, that was begun or confirmed within
FRESH. Whoever has a second factor confirms by a code of it, all others by their password.
"""

import time
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.logins import second_factor
from marketplace.accounts.logins.tokens import FAMILY_CLAIM
from marketplace.accounts.logins.web_logins import CONFIRMED_AT, LOGGED_IN_AT
from marketplace.accounts.models import TokenFamily, User
from marketplace.requests import throttles
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Refusal

FRESH = timedelta(minutes=10)


class ConfirmationNeeded(Refusal):
    code = "confirmation-needed"
    status = 403
    title = _("Prove that it is you.")
    meaning = _(
        "What cannot be taken back asks for the password, or for a login of the last ten minutes."
    )
    remedy = _("Ask for the password, or log in again and repeat it within ten minutes.")


class StepUpNeeded(Refusal):
    code = "step-up-needed"
    status = 403
    title = _("Prove once more that it is you.")
    meaning = _("What is dangerous wants a login that is not older than ten minutes.")
    remedy = _(
        "Send a code, or the password if there is no second factor, to `auth/confirm/`, and repeat "
        "the request."
    )


def require(*, request: HttpRequest, token: Any = None) -> None:
    """Raises StepUpNeeded, which says where a code or the password is given."""
    if not is_fresh(request, token):
        raise StepUpNeeded(
            gettext(
                "Send the code of your authenticator app, or your password "
                "if you have no second factor, to `auth/confirm/`; then "
                "repeat this within ten minutes."
            )
        )


def confirm_login(
    *, user: User, request: HttpRequest, password: str = "", code: str = "", token: Any = None
) -> None:
    """Make this login fresh. Raises ConfirmationNeeded, CodeRefused, TooManyTries."""
    if user.second_factor_at:
        if not code:
            raise ConfirmationNeeded("", fields={"code": [gettext("Enter the code of your app.")]})
        second_factor.check(user=user, code=code, address=client_address(request))
    else:
        _confirm_password(user, password)
    _note(request, token)


def confirm(*, user: User, password: str | None, request: HttpRequest, token: Any = None) -> None:
    """By the password, or by a fresh login; with a second factor by a fresh login alone.

    Raises ConfirmationNeeded, TooManyTries. A wrong password is counted, and never helped by
    a fresh login.
    """
    if password and not user.second_factor_at:
        _confirm_password(user, password)
    elif not is_fresh(request, token):
        if user.second_factor_at:
            require(request=request, token=token)
        raise ConfirmationNeeded(
            gettext("Send your password, or log in again and repeat this within ten minutes."),
            fields={"password": [gettext("Enter your password.")]},
        )


def _confirm_password(user: User, password: str) -> None:
    tries = throttles.hit("confirm-account", str(user.uuid))
    if not user.check_password(password):
        message = gettext("This is not your password.")
        raise ConfirmationNeeded(message, fields={"password": [message]})
    tries.give_back()


def is_fresh(request: HttpRequest, token: Any = None) -> bool:
    if token is not None:
        return bool(timezone.now() - token.proven_at < FRESH)
    moments = (request.session.get(name, 0) for name in (LOGGED_IN_AT, CONFIRMED_AT))
    return bool(time.time() - max(moments) < FRESH.total_seconds())


def _note(request: HttpRequest, token: Any) -> None:
    if token is None:
        request.session[CONFIRMED_AT] = time.time()
    else:
        family = TokenFamily.objects.filter(uuid=token[FAMILY_CLAIM], revoked_at=None)
        family.update(confirmed_at=timezone.now())
