"""The row of an account, held by whoever changes what hangs on it."""

from marketplace.accounts.models import User
from tenants.kernel.errors import Refusal


class AccountGone(Refusal):
    """The login that asks has ended with its account."""

    code = "token-invalid"
    status = 401
    title = "The token is not valid."


def lock_account(user: User) -> None:
    """Before any other row of the account, in a transaction. Raises AccountGone.

    Two tabs wait for each other, and nothing is written to an account that was erased meanwhile.
    """
    rows = User.objects.select_for_update(no_key=True).filter(pk=user.pk, anonymised_at=None)
    if not list(rows.values_list("pk", flat=True)):
        raise AccountGone("This account was erased.")
