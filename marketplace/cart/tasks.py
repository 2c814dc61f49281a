"""Chores of the task worker: settings.PERIODIC_JOBS."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from marketplace.cart.models import Cart
from marketplace.cart.services import drop_basket
from tenants.kernel.locks import hold

KEEP_GUESTS = timedelta(days=60)
AT_ONCE = 500


def clear_abandoned() -> None:
    """Forget guests' carts that nobody touched for two months, with their baskets."""
    abandoned = Cart.objects.filter(user=None, changed_at__lt=timezone.now() - KEEP_GUESTS)
    for pk in list(abandoned.order_by("id").values_list("pk", flat=True)[:AT_ONCE]):
        _clear(abandoned.filter(pk=pk))


@transaction.atomic
def _clear(abandoned: QuerySet[Cart]) -> None:
    """Of one cart; asked again under its lock, for its guest may have come back meanwhile."""
    cart = hold(abandoned, skip_locked=True).first()
    if cart is None:
        return
    for basket in cart.baskets.select_related("retailer").order_by("retailer_id"):
        drop_basket(basket)
    cart.delete()
