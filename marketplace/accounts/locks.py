"""The row of an account, held by whoever changes what hangs on it."""

from django.utils.translation import gettext

from marketplace.accounts.errors import AccountGone
from marketplace.accounts.models import User


def lock_account(user: User) -> None:
    """Before any other row of the account, in a transaction. Raises AccountGone.

    Two tabs wait for each other, and nothing is written to an account that was erased meanwhile.
    """
    rows = User.objects.select_for_update(no_key=True).filter(pk=user.pk, anonymised_at=None)
    if not list(rows.values_list("pk", flat=True)):
        raise AccountGone(gettext("This account was erased."))
