"""Refusals of whoever a login was of."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal


class InvalidToken(Refusal):
    code = "token-invalid"
    status = 401
    title = _("The token is not valid.")
    meaning = _("The token has expired, was ended, was made on another host, or was never ours.")
    remedy = _(
        "Exchange the refresh token at `auth/refresh/`; where that is refused, log in again."
    )


class AccountGone(InvalidToken):
    """The login that asks has ended with its account."""
