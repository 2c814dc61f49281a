"""What a chore does in one shop after another."""

from collections.abc import Callable, Iterable

from django.db import Error

from tenants.registry import limits
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.outages import is_busy, log_outage


def do_in_each(shops: Iterable[Retailer], work: Callable[[Retailer], int]) -> int:
    """The sum of what `work` says it did; each call in the shop's schema.

    A shop that is held keeps no other up: its turn comes again with the chore.
    """
    total = 0
    for shop in shops:
        try:
            with limits.within(limits.CHORE_IN_SHOP), use_retailer(shop):
                total += work(shop)
        except Error as error:
            if not is_busy(error):
                raise
            log_outage(error)
    return total
