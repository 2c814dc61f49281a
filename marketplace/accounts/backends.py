"""Login by e-mail address or phone number, with permissions of the current schema."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from marketplace.accounts import services
from marketplace.accounts.logins import credentials
from marketplace.accounts.models import User
from marketplace.requests.throttles import TooManyTries


class IdentifierBackend(ModelBackend):
    """For every login form that is not ours (Wagtail's, Django's admin's, Oscar's) as well.

    A try from a browser is counted like those at our own doors; one too many is refused
    without looking at the password.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        identifier = (username or kwargs.get("identifier") or kwargs.get("email") or "").strip()
        if not identifier or password is None:
            return None
        if request is None:
            return credentials.check(identifier, password)
        try:
            return services.authenticate(identifier=identifier, password=password, request=request)
        except services.BadCredentials:
            return None
        except TooManyTries as refusal:
            raise PermissionDenied(refusal.detail) from refusal
