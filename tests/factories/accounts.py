"""Accounts of people: customers and operators."""

import itertools
from datetime import timedelta

from django.utils import timezone

from marketplace.accounts.models import TokenFamily, User
from tests.factories.second_factor import enrol

PASSWORD = "correct horse battery"
_count = itertools.count(1)


def make_customer(email: str | None = None, **fields: object) -> User:
    """An account with a profile; its password is PASSWORD."""
    return User.objects.create_user(
        email or f"person{next(_count)}@mail.example", PASSWORD, **fields
    )


def make_reviewer(email: str | None = None, **fields: object) -> User:
    """Whose address is proven: she may publish what she thinks of anything."""
    return make_customer(email, **{"email_verified_at": timezone.now(), **fields})


def make_operator(email: str | None = None, **fields: object) -> User:
    """With a second factor, which this object has proven."""
    return enrol(make_customer(email, is_superuser=True, **fields))


def grow_old(user: User) -> None:
    """Her logins of apps are no longer fresh: what is dangerous asks for a confirmation."""
    then = timezone.now() - timedelta(minutes=11)
    TokenFamily.objects.filter(user=user).update(created_at=then, confirmed_at=None)
