"""The shopper behind a request: a customer, or a guest by the cart cookie of this host."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import transaction
from django.http import HttpRequest

from marketplace.accounts.locks import hold_account
from marketplace.accounts.models import User
from marketplace.cart.cookies import CART_COOKIE
from marketplace.cart.shopper import Shopper


def account_of(request: HttpRequest) -> User:
    """Behind `login_required`: the account itself."""
    return cast(User, request.user)


@contextmanager
def account_of_form(request: HttpRequest) -> Iterator[User]:
    """Behind `login_required`: the account that a RecordForm is of, or what hangs on it.

    Who saves holds it, as it is now, until the block ends. Raises AccountGone.
    """
    user = account_of(request)
    if request.method != "POST":
        yield user
        return
    with transaction.atomic():
        yield hold_account(user)


def session_key_of(request: HttpRequest) -> str:
    """What tells this browser's login from the account's others; "" before there is one."""
    return request.session.session_key or ""


def shopper_of(request: HttpRequest) -> Shopper:
    """Narrowed to the shop on a shop's host; reads the session's user once."""
    return Shopper(
        user=account_of(request) if request.user.is_authenticated else None,
        token=request.COOKIES.get(CART_COOKIE),
        retailer=request.retailer,  # type: ignore[attr-defined]
    )
