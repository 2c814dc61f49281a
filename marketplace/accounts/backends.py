"""Login by e-mail address or phone number, with permissions of the current schema."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from marketplace.accounts.models import User


class IdentifierBackend(ModelBackend):
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
        user = find_by_identifier(identifier)
        if user is None:
            User().set_password(password)  # the same hash for strangers: no timing difference
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None


def find_by_identifier(identifier: str) -> User | None:
    """An account by its e-mail address (any case) or its E.164 phone number."""
    if "@" in identifier:
        return User.objects.filter(email=identifier.lower()).first()
    phone = "".join(character for character in identifier if character.isdigit() or character == "+")
    return User.objects.filter(phone=phone).first() if phone else None
