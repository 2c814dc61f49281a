"""Who has an account, for the marketplace's operators. The erased are nobody any more."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from marketplace.accounts.models import User
from tenants.kernel.errors import NotFound

SEARCHED = ("email", "first_name", "last_name", "phone")


def find_accounts(
    *, search: str = "", is_active: bool | None = None, is_verified: bool | None = None
) -> QuerySet[User]:
    """Each word of `search` is a part of a name, of the e-mail address or of the phone number."""
    accounts = User.objects.filter(anonymised_at=None)
    for word in search.split():
        parts = [Q(**{f"{name}__icontains": word}) for name in SEARCHED]
        accounts = accounts.filter(Q(*parts, _connector=Q.OR))
    if is_active is not None:
        accounts = accounts.filter(is_active=is_active)
    if is_verified is not None:
        accounts = accounts.filter(email_verified_at__isnull=not is_verified)
    return accounts


def get_account(*, uuid: UUID, sees_all: bool) -> User:
    """Raises NotFound, the same whether there is one or not, for who may not see all."""
    accounts = find_accounts() if sees_all else User.objects.none()
    account = accounts.filter(uuid=uuid).first()
    if account is None:
        raise NotFound(gettext("There is no such account."))
    return account
