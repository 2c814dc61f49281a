"""A customer's address book, usable at every shop."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from marketplace.accounts.models import Address, User
from tenants.kernel.errors import NotFound

FIELDS = (
    "first_name",
    "last_name",
    "line1",
    "line2",
    "postcode",
    "city",
    "state",
    "country",
    "phone_number",
)


def addresses_of(user: User) -> QuerySet[Address]:
    """The default one first, then the newest."""
    return user.address_book.order_by("-is_default", "-created_at", "id")


def get_address(*, user: User, uuid: UUID) -> Address:
    """Raises NotFound for an address of somebody else."""
    found = user.address_book.filter(uuid=uuid).first()
    if found is None:
        raise NotFound("This address is not in your book.")
    return found


@transaction.atomic
def add_address(*, user: User, is_default: bool = False, **fields: Any) -> Address:
    """The first address of a book is its default."""
    _lock_book(user)
    is_default = is_default or not user.address_book.exists()
    if is_default:
        user.address_book.update(is_default=False)
    return Address.objects.create(user=user, is_default=is_default, **fields)


@transaction.atomic
def change_address(*, user: User, uuid: UUID, is_default: bool = False, **fields: Any) -> Address:
    _lock_book(user)
    address = get_address(user=user, uuid=uuid)
    if is_default and not address.is_default:
        user.address_book.update(is_default=False)
        address.is_default = True
    for name, value in fields.items():
        setattr(address, name, value)
    address.save(update_fields=[*fields, "is_default"])
    return address


@transaction.atomic
def remove_address(*, user: User, uuid: UUID) -> None:
    """Where the default goes, the newest of the others takes its place."""
    _lock_book(user)
    address = get_address(user=user, uuid=uuid)
    address.delete()
    heir = addresses_of(user).first() if address.is_default else None
    if heir is not None:
        heir.is_default = True
        heir.save(update_fields=["is_default"])


def _lock_book(user: User) -> None:
    """Two tabs that choose a default at once must not both succeed."""
    User.objects.select_for_update().only("id").get(pk=user.pk)
