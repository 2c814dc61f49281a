"""Accounts and memberships."""

from itertools import count

from marketplace.accounts.models import User
from tests.factories.second_factor import enrol

numbers = count(1)
PASSWORD = "correct-horse-battery"


def customer(email: str = "", **fields: object) -> User:
    """An operator (`is_superuser=True`) has a second factor, and this object has proven it."""
    user = User.objects.create_user(
        email or f"customer{next(numbers)}@example.com", PASSWORD, **fields
    )
    return enrol(user) if user.operates else user
