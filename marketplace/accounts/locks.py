"""The row of an account, held by whoever changes what hangs on it."""

from django.utils.translation import gettext

from marketplace.accounts.errors import AccountGone
from marketplace.accounts.models import User
from tenants.kernel.locks import hold


def lock_account(user: User) -> None:
    """Before any other row of the account, in a transaction. Raises AccountGone.

    Two tabs wait for each other, and nothing is written to an account that was erased meanwhile.
    """
    rows = hold(User.objects.filter(pk=user.pk, anonymised_at=None), no_key=True)
    if not list(rows.values_list("pk", flat=True)):
        raise AccountGone(gettext("This account was erased."))


def hold_account(user: User) -> User:
    """Locked, and as it is then. Raises AccountGone.

    Read by a second statement: the one that waited for the lock would see the profile of before.
    """
    lock_account(user)
    return User.objects.select_related("profile").get(pk=user.pk)
