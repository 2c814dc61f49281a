"""Erasing an account: at once what exists once, by a task what lies in the shops.

The row of the account stays as nobody's, since documents of sales name its id; who it was
stands in those documents alone (docs/privacy.md).
"""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.cart.services import Shopper, lock_cart
from marketplace.notifications.services import Recipient, notify
from marketplace.privacy.errors import AccountNeeded
from marketplace.privacy.stages import shop_stages, stages
from tenants.kernel.locks import hold
from tenants.registry import audit
from tenants.registry.context import current_retailer, use_market, use_public, use_retailer
from tenants.registry.models import Retailer
from tenants.registry.people import shops_with
from tenants.staff.models import Membership
from tenants.staff.services import LastOwner, NotMember, remove_member
from tenants.tasks.queue import enqueue

logger = logging.getLogger("galleria.privacy")


def erase_account(*, user: User) -> None:
    """Irrevocable; every login ends. Whoever calls has made sure that it is the person herself.

    Raises AccountNeeded for operators, and for owners of a shop that has no other owner.
    """
    _require_no_office(user)
    workplaces = _workplaces_of(user)
    with transaction.atomic():
        locked = _lock(user)
        if locked.anonymised_at is not None:
            return
        _say_goodbye(locked)
        audit.record(what="account.erased", who=locked, person=locked)
        _forget_once(locked)
        _leave(locked, workplaces)
        with use_public():
            enqueue("marketplace.privacy.tasks.forget_in_shops", account=str(locked.uuid))
    logger.info("The account %s is erased", user.uuid)


def forget_everywhere(*, user: User) -> int:
    """In each shop a transaction of its own, so that it goes on where it stopped; how many.

    What exists once is gone through again: something may have been on its way.
    """
    with transaction.atomic():
        _forget_once(_lock(user))
    shops = shops_with(user)
    for shop in shops:
        with use_retailer(shop), transaction.atomic():
            for stage in shop_stages():
                stage.forget(user)
    return len(shops)


def _lock(user: User) -> User:
    """The cart first, as a checkout has it before it writes rows that point to the account.

    Whole, unlike others who lock accounts: what is on its way to it comes before, or after.
    """
    lock_cart(Shopper(user=user))
    return hold(User.objects.all()).get(pk=user.pk)


def _forget_once(user: User) -> None:
    for stage in stages():
        stage.forget(user)


def _say_goodbye(user: User) -> None:
    """To the address that will be forgotten in a moment; the task forgets it when it is sent."""
    name = user.get_short_name()
    notify("account_erased", Recipient.of(user), {"name": name}, retailer=current_retailer())


def _require_no_office(user: User) -> None:
    with use_market():
        if user.is_superuser:
            raise AccountNeeded(
                gettext("An operator of the marketplace first hands over the office.")
            )


def _workplaces_of(user: User) -> list[Retailer]:
    """The shops that count on her, by id. Before the transaction, as it looks into many tables."""
    shops = shops_with(user, model=Membership)
    return [shop for shop in shops if shop.status != Retailer.Status.CLOSED]


def _leave(user: User, shops: Iterable[Retailer]) -> None:
    """At once, not by the task: of two owners who go together the second is the last one.

    After what exists once: the shop's audit tells who left, and she is nobody by then.
    """
    alone = [shop.slug for shop in shops if not _may_leave(user, shop)]
    if alone:
        raise AccountNeeded(
            gettext("Make somebody else an owner of %(names)s, or close it.")
            % {"names": ", ".join(alone)},
            shops=alone,
        )


def _may_leave(user: User, shop: Retailer) -> bool:
    """Ends the membership, too, unless she is the only owner."""
    with use_retailer(shop):
        try:
            remove_member(user=user)
        except NotMember:  # meanwhile, or support whose time is over
            return True
        except LastOwner:
            return False
    return True
