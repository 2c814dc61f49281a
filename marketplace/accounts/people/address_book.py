"""A customer's address book, usable at every shop."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.locks import lock_account
from marketplace.accounts.models import Address, User
from marketplace.activities.services import record
from tenants.kernel.errors import NotFound, Refusal, Unusable
from tenants.kernel.names import seen_form
from tenants.kernel.postal.checks import normal_address, problems_of
from tenants.kernel.postal.fields import FIELDS

MOST = 100


def addresses_of(user: User) -> QuerySet[Address]:
    """The default one first, then the newest."""
    return user.address_book.order_by("-is_default", "-created_at", "id")


def get_address(*, user: User, uuid: UUID) -> Address:
    """Raises NotFound for an address of somebody else."""
    address = user.address_book.filter(uuid=uuid).first()
    if address is None:
        raise NotFound(gettext("This address is not in your book."))
    return address


def fields_of(address: Address) -> dict[str, str]:
    return {name: getattr(address, name) for name in FIELDS}


def _require_usable(values: Mapping[str, str]) -> dict[str, str]:
    """The address in its one form. Raises Unusable with a message for each field."""
    address = normal_address(values)
    problems = problems_of(address)
    if problems:
        raise Unusable(fields={name: [text] for name, text in problems.items()})
    return address


class BookFull(Refusal):
    code = "address-book-full"
    status = 409
    title = _("Your address book is full.")
    meaning = _("It holds a hundred addresses.")
    remedy = _("Remove one, or change one.")


@transaction.atomic
def add_address(*, user: User, is_default: bool = False, **fields: Any) -> Address:
    """The first address of a book is its default. Raises Unusable, BookFull."""
    usable = _require_usable(fields)
    lock_account(user)
    count = user.address_book.count()
    if count >= MOST:
        raise BookFull(gettext("Remove one of your %(most)s addresses first.") % {"most": MOST})
    is_default = is_default or count == 0
    if is_default:
        user.address_book.update(is_default=False)
    address = Address.objects.create(user=user, is_default=is_default, **usable)
    record(user=user, kind="address_added", address=str(address.uuid))
    return address


@transaction.atomic
def keep_address(*, user: User, **fields: Any) -> Address:
    """One that people would read as the same is kept once; its phone number may be another.

    Raises Unusable, BookFull.
    """
    key = _seen(_require_usable(fields))
    lock_account(user)
    for address in addresses_of(user):
        if _seen(fields_of(address)) == key:
            return address
    return add_address(user=user, **fields)


def _seen(address: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(seen_form(address[name]) for name in FIELDS if name != "phone_number")


@transaction.atomic
def change_address(*, user: User, uuid: UUID, is_default: bool = False, **fields: Any) -> Address:
    """Raises NotFound; and Unusable, unless no field is sent: one that was good once may stay the
    default as it is."""
    lock_account(user)
    address = get_address(user=user, uuid=uuid)
    if is_default and not address.is_default:
        user.address_book.update(is_default=False)
        address.is_default = True
    usable = _require_usable(fields_of(address) | fields) if fields else {}
    for name, value in usable.items():
        setattr(address, name, value)
    address.save(update_fields=[*usable, "is_default"])
    record(user=user, kind="address_changed", address=str(address.uuid))
    return address


def set_default(*, user: User, uuid: UUID) -> Address:
    """Raises NotFound for an address of somebody else."""
    return change_address(user=user, uuid=uuid, is_default=True)


@transaction.atomic
def remove_address(*, user: User, uuid: UUID) -> None:
    """Where the default goes, the newest of the others takes its place."""
    lock_account(user)
    address = get_address(user=user, uuid=uuid)
    address.delete()
    record(user=user, kind="address_removed", address=str(uuid))
    heir = addresses_of(user).first() if address.is_default else None
    if heir is not None:
        heir.is_default = True
        heir.save(update_fields=["is_default"])
