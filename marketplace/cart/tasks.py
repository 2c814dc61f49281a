"""Chores of the task worker: settings.PERIODIC_JOBS."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from marketplace.cart.models import Cart
from marketplace.cart.services import drop_basket
from tenants.kernel.locks import hold
from tenants.registry import limits
from tenants.tasks.rounds import pass_over, take_in_slices

KEEP_GUESTS = timedelta(days=60)
AT_ONCE = 500


def clear_abandoned() -> None:
    """Forget guests' carts that nobody touched for two months, with their baskets.

    One whose shop is held or fails keeps no other.
    """
    abandoned = Cart.objects.filter(user=None, changed_at__lt=timezone.now() - KEEP_GUESTS)
    for cart in take_in_slices(abandoned.only("pk").order_by("id"), size=AT_ONCE):
        try:
            with limits.within(limits.CHORE_IN_SHOP):
                _clear(abandoned.filter(pk=cart.pk))
        except Exception as error:
            pass_over(error, "cart", cart.pk)


@transaction.atomic
def _clear(abandoned: QuerySet[Cart]) -> None:
    """Of one cart; asked again under its lock, for its guest may have come back meanwhile."""
    cart = hold(abandoned, skip_locked=True).first()
    if cart is None:
        return
    for basket in cart.baskets.select_related("retailer").order_by("retailer_id"):
        drop_basket(basket)
    cart.delete()
