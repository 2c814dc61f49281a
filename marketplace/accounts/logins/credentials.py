"""Whose an identifier is, and whether a password opens the account; nothing is counted here."""

from django.contrib.auth.hashers import make_password

from marketplace.accounts.models import User
from tenants.kernel.identity import normal_identifier, password_spellings


def check(identifier: str, password: str) -> User | None:
    """The active account with this address or number and password."""
    user = find_by_identifier(identifier)
    return user if fits(user, password) else None


def fits(user: User | None, password: str) -> bool:
    """Whether the password opens the account."""
    if user is None:
        for spelling in password_spellings(password):
            make_password(spelling)  # as many hashes for strangers: no timing difference
        return False
    return user.check_password(password) and user.is_active


def find_by_identifier(identifier: str) -> User | None:
    """An account by its e-mail address or its phone number, in whatever spelling."""
    name = normal_identifier(identifier)
    if "@" in name:
        return User.objects.filter(email=name).first()
    return User.objects.filter(phone=name).first() if name else None
