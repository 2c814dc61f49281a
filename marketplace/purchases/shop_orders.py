"""A shop's orders as its staff look for them: the pointers in public tell all that a list shows."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.purchases.models import RetailerOrder
from tenants.kernel.errors import NotFound
from tenants.kernel.fulfilments import DELIVERY
from tenants.kernel.identity import normal_email, normal_name
from tenants.registry.models import Retailer
from tenants.shop.order.models import Order

MAX_WORDS = 8
ADDRESSES = ("purchase__email", "purchase__user__email")
COLUMNS = ("number", "purchase__user__first_name", "purchase__user__last_name")
NO_ORDER = _("There is no such order here.")


def orders_at(
    retailer: Retailer, *, statuses: list[str], search: str = "", fulfilment: str = ""
) -> QuerySet[RetailerOrder]:
    """`search`: words, each a part of what `_match_word` looks at; empty means all."""
    orders = _related().filter(retailer=retailer)
    if statuses:
        orders = orders.filter(status__in=statuses)
    if fulfilment:
        orders = orders.filter(fulfilment=fulfilment)
    for word in normal_name(search).split()[:MAX_WORDS]:
        orders = orders.filter(_match_word(word))
    return orders


def orders_at_shops(retailers: Iterable[Retailer]) -> QuerySet[RetailerOrder]:
    """Of all of these shops; ordered by whoever pages them."""
    return _related().filter(retailer__in=list(retailers))


def _match_word(word: str) -> Q:
    """The order's number; its buyer's e-mail and name, as the order and as the account says them.

    Of a purchase from several shops the address is told to those alone that deliver.
    """
    match = Q()
    for column in COLUMNS:
        match |= Q((f"{column}__icontains", word))
    for column in ADDRESSES:
        match |= Q((f"{column}__icontains", normal_email(word)))
    name = Q(purchase__shipping_address__first_name__icontains=word)
    name |= Q(purchase__shipping_address__last_name__icontains=word)
    return match | Q(name, fulfilment=DELIVERY)


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
