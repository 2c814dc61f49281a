"""Chores of the task worker: settings.PERIODIC_JOBS."""

from collections import Counter
from datetime import timedelta
from itertools import groupby, islice
from operator import attrgetter

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from marketplace.cart.models import Cart, CartBasket
from marketplace.cart.services import drop_baskets
from tenants.kernel.locks import hold
from tenants.registry import limits
from tenants.tasks.rounds import pass_over, take_in_slices

KEEP_GUESTS = timedelta(days=60)
AT_ONCE = 500
# Cleared in one transaction: few enough that a guest who comes back just then hardly waits.
TOGETHER = 50
# A shop that failed so often is left alone until the next run, so that it costs the others no time.
MOST_FAILURES = 3


def clear_abandoned() -> None:
    """Forget guests' carts that nobody touched for two months, with their baskets.

    One whose shop is held or fails keeps no other.
    """
    failures: Counter[int] = Counter()
    carts = take_in_slices(_abandoned().only("pk").order_by("id"), size=AT_ONCE)
    while some := [cart.pk for cart in islice(carts, TOGETHER)]:
        _clear_apart(some, failures)


def _abandoned() -> QuerySet[Cart]:
    return Cart.objects.filter(user=None, changed_at__lt=timezone.now() - KEEP_GUESTS)


def _clear_apart(keys: list[int], failures: Counter[int]) -> None:
    """Together, and each by itself where that fails."""
    if stuck := [shop for shop, times in failures.items() if times >= MOST_FAILURES]:
        there = CartBasket.objects.filter(cart__in=keys, retailer__in=stuck)
        keys = sorted({*keys} - {*there.values_list("cart_id", flat=True)})
    try:
        with limits.within(limits.CHORE_IN_SHOP):
            _clear(keys, failures)
    except Exception as error:
        if len(keys) == 1:
            pass_over(error, "cart", keys[0])
            return
        for key in keys:
            _clear_apart([key], failures)


@transaction.atomic
def _clear(keys: list[int], failures: Counter[int]) -> None:
    """Asked again under their locks, for a guest may have come back meanwhile."""
    carts = list(hold(_abandoned().filter(pk__in=keys), skip_locked=True))
    rows = CartBasket.objects.filter(cart__in=carts).select_related("retailer")
    for retailer, baskets in groupby(rows.order_by("retailer_id", "id"), attrgetter("retailer")):
        try:
            drop_baskets(retailer, list(baskets))
        except Exception:
            failures[retailer.pk] += 1
            raise
    Cart.objects.filter(pk__in=[cart.pk for cart in carts]).delete()
