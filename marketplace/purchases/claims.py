"""What somebody bought as a guest becomes the account's, once its e-mail address is proved."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.purchases.errors import EmailNotVerified
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.kernel.locks import hold
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order.models import Order


@transaction.atomic
def claim_guest_purchases(user: User) -> list[Purchase]:
    """Give the account every guest's purchase that was made with its address.

    Call it when the address has just been verified; a second call finds nothing more. The
    shops' orders follow in the same transaction. Raises EmailNotVerified.
    """
    if user.email_verified_at is None:
        raise EmailNotVerified(gettext("Follow the link in the e-mail that we sent you first."))
    purchases = list(hold(Purchase.objects.filter(user=None, email__iexact=user.email)))
    if not purchases:
        return []
    Purchase.objects.filter(pk__in=[purchase.pk for purchase in purchases]).update(user=user)
    for purchase in purchases:
        purchase.user = user
    _tell_shops(purchases, user)
    return purchases


def follow_verification(*, user: User, **kwargs: Any) -> None:
    """Receiver of email_verified."""
    claim_guest_purchases(user)


def _tell_shops(purchases: list[Purchase], user: User) -> None:
    uuids = [purchase.uuid for purchase in purchases]
    orders = RetailerOrder.objects.filter(purchase__in=purchases)
    shops = Retailer.objects.with_schema().filter(pk__in=orders.values("retailer_id"))
    for retailer in shops.order_by("id"):
        with use_retailer(retailer):
            Order.objects.filter(purchase__in=uuids).update(user_id=user.pk, guest_email="")
