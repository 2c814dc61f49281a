"""People for tests."""

import itertools

from marketplace.accounts.models import User

PASSWORD = "correct horse battery"
_count = itertools.count(1)


def make_customer(email=None, **values):
    """An account with a profile; its password is PASSWORD."""
    return User.objects.create_user(
        email or f"person{next(_count)}@mail.example", PASSWORD, **values
    )
