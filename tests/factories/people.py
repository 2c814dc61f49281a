"""Accounts and memberships."""

from itertools import count

from marketplace.accounts.models import User

numbers = count(1)
PASSWORD = "correct-horse-battery"


def customer(email: str = "", **fields: object) -> User:
    return User.objects.create_user(
        email or f"customer{next(numbers)}@example.com", PASSWORD, **fields
    )
