"""A shop's orders as its staff look for them: the pointers in public tell all that a list shows."""

from uuid import UUID

from django.db.models import Q, QuerySet

from marketplace.purchases.models import RetailerOrder
from tenants.kernel.errors import NotFound
from tenants.registry.models import Retailer
from tenants.shop.order.models import Order


def orders_at(
    retailer: Retailer, *, statuses: list[str], search: str = "", fulfilment: str = ""
) -> QuerySet[RetailerOrder]:
    """`search` is a part of the number or of the buyer's e-mail address; empty means all."""
    found = RetailerOrder.objects.filter(retailer=retailer)
    if statuses:
        found = found.filter(status__in=statuses)
    if fulfilment:
        found = found.filter(fulfilment=fulfilment)
    if search:
        found = found.filter(Q(number__icontains=search) | Q(purchase__email__icontains=search))
    return found.select_related("retailer", "purchase", "allocation")


def find_order_at(retailer: Retailer, *, uuid: UUID) -> RetailerOrder:
    found = _related().filter(uuid=uuid, retailer=retailer).first()
    if found is None:
        raise NotFound("This shop has no such order.")
    return found


def find_order_anywhere(*, uuid: UUID) -> RetailerOrder:
    """Whoever calls this asks next whether the caller works at its retailer."""
    found = _related().filter(uuid=uuid).first()
    if found is None:
        raise NotFound("There is no such order here.")
    return found


def source_of(order: RetailerOrder) -> Order:
    """The order in the shop's schema, which is in use."""
    found = Order.objects.filter(uuid=order.uuid).first()
    if found is None:
        raise NotFound("There is no such order here.")
    return found


def _related() -> QuerySet[RetailerOrder]:
    return RetailerOrder.objects.select_related("retailer", "purchase", "allocation")
