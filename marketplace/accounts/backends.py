"""Login by e-mail address or phone number, with permissions of the current schema."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from marketplace.accounts.models import User
from marketplace.requests.throttles import TooManyTries
from tenants.kernel.identity import normal_identifier


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
        from marketplace.accounts import services

        identifier = (username or kwargs.get("identifier") or kwargs.get("email") or "").strip()
        if not identifier or password is None:
            return None
        if request is None:
            return check(identifier, password)
        try:
            return services.authenticate(identifier=identifier, password=password, request=request)
        except services.BadCredentials:
            return None
        except TooManyTries as refusal:
            raise PermissionDenied(refusal.detail) from refusal


def check(identifier: str, password: str) -> User | None:
    """The active account with this address or number and password; nothing is counted."""
    user = find_by_identifier(identifier)
    return user if fits(user, password) else None


def fits(user: User | None, password: str) -> bool:
    """Whether the password opens the account."""
    if user is None:
        User().set_password(password)  # the same hash for strangers: no timing difference
        return False
    return user.check_password(password) and user.is_active


def find_by_identifier(identifier: str) -> User | None:
    """An account by its e-mail address or its phone number, in whatever spelling."""
    name = normal_identifier(identifier)
    if "@" in name:
        return User.objects.filter(email=name).first()
    return User.objects.filter(phone=name).first() if name else None
