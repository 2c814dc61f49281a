"""A shop's orders as its staff look for them: the pointers in public tell all that a list shows."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.purchases.models import RetailerOrder
from tenants.kernel.errors import NotFound
from tenants.registry.models import Retailer
from tenants.shop.order.models import Order

NO_ORDER = _("There is no such order here.")


def orders_at(
    retailer: Retailer, *, statuses: list[str], search: str = "", fulfilment: str = ""
) -> QuerySet[RetailerOrder]:
    """`search` is a part of the number or of the buyer's e-mail address; empty means all."""
    orders = RetailerOrder.objects.filter(retailer=retailer)
    if statuses:
        orders = orders.filter(status__in=statuses)
    if fulfilment:
        orders = orders.filter(fulfilment=fulfilment)
    if search:
        orders = orders.filter(Q(number__icontains=search) | Q(purchase__email__icontains=search))
    return orders.select_related("retailer", "purchase", "allocation")


def find_order_at(retailer: Retailer, *, uuid: UUID) -> RetailerOrder:
    order = _related().filter(uuid=uuid, retailer=retailer).first()
    if order is None:
        raise NotFound(gettext("This shop has no such order."))
    return order


def find_order_anywhere(*, uuid: UUID) -> RetailerOrder | None:
    """Of any shop that is not gone. Whoever calls this asks next whether the caller works there."""
    return _related().filter(uuid=uuid, retailer__purged_at=None).first()


def source_of(order: RetailerOrder) -> Order:
    """The order in the shop's schema, which is in use."""
    source = Order.objects.filter(uuid=order.uuid).first()
    if source is None:
        raise NotFound(NO_ORDER)
    return source


def _related() -> QuerySet[RetailerOrder]:
    return RetailerOrder.objects.select_related("retailer", "purchase", "allocation")
