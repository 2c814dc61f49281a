"""Orders as buyers see them: lists from public alone, details from the one shop concerned."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.kernel.errors import NotFound
from tenants.kernel.money import Money, total
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.discounts import DELIVERY, GOODS
from tenants.shop.order import states
from tenants.shop.order.models import Line, Order, OrderDiscount, OrderStatusChange

TOKEN_SALT = "marketplace.purchases.order"
TOKEN_SECONDS = 30 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class OrderLine:
    uuid: UUID
    returned: int
    title: str
    product: UUID | None
    quantity: int
    unit_price: Money
    before_discount: Money
    discount: Money

    @property
    def payable(self) -> Money:
        return self.before_discount - self.discount


@dataclass(frozen=True, slots=True)
class OrderEvent:
    status: str
    at: Any
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class OrderDiscountView:
    """`kind`: "goods" or "delivery"; `code` is "" where no voucher was needed."""

    name: str
    code: str
    amount: Money
    kind: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """`order` is the pointer in public, `source` the order in the shop's schema."""

    order: RetailerOrder
    source: Order
    lines: list[OrderLine]
    events: list[OrderEvent]
    shipping_address: dict[str, str] | None
    can_cancel: bool
    payment_status: str
    discounts: list[OrderDiscountView]

    @property
    def goods_total(self) -> Money:
        """Before the discount."""
        return self.order.money - self.delivery_fee + self.discount

    @property
    def discount(self) -> Money:
        return Money(self.order.discount, self.order.currency)

    @property
    def delivery_fee(self) -> Money:
        return Money(self.order.delivery_fee, self.order.currency)

    @property
    def delivery_charge(self) -> Money:
        """Before the delivery's own discounts."""
        off = (discount.amount for discount in self.discounts if discount.kind == DELIVERY)
        return self.delivery_fee + total(off, self.order.currency)


def make_order_token(purchase: Purchase) -> str:
    """Lets a guest see the orders of one purchase for TOKEN_SECONDS."""
    return signing.TimestampSigner(salt=TOKEN_SALT).sign(purchase.uuid.hex)


def read_order_token(token: str | None) -> UUID | None:
    """The purchase's UUID; None for a missing, forged or expired token."""
    if not token:
        return None
    try:
        signer = signing.TimestampSigner(salt=TOKEN_SALT)
        return UUID(signer.unsign(token, max_age=TOKEN_SECONDS))
    except (signing.BadSignature, ValueError):
        return None


def orders_of(*, user: User, retailer: Retailer | None = None) -> QuerySet[RetailerOrder]:
    """All of a customer's orders, newest first; narrowed to a shop on its host. One query."""
    orders = RetailerOrder.objects.filter(purchase__user=user)
    if retailer:
        orders = orders.filter(retailer=retailer)
    related = orders.select_related("retailer", "purchase", "allocation__payment")
    return related.order_by("-purchase__placed_at", "-id")


def orders_by_token(
    *, order_token: str | None, retailer: Retailer | None = None
) -> QuerySet[RetailerOrder] | None:
    """The orders of the purchase that a guest's token belongs to; None for a bad token."""
    purchase = read_order_token(order_token)
    if purchase is None:
        return None
    orders = RetailerOrder.objects.filter(purchase__uuid=purchase)
    if retailer:
        orders = orders.filter(retailer=retailer)
    return orders.select_related("retailer", "purchase", "allocation__payment").order_by("-id")


def find_order(
    *,
    uuid: UUID,
    user: User | None = None,
    order_token: str | None = None,
    retailer: Retailer | None = None,
) -> RetailerOrder:
    """The gate to one order: its buyer's account, or the token of its purchase, else NotFound."""
    orders = RetailerOrder.objects.filter(uuid=uuid)
    if retailer:
        orders = orders.filter(retailer=retailer)
    order = orders.select_related("retailer", "purchase", "allocation__payment").first()
    if order is None or not may_see(order.purchase, user, order_token):
        raise NotFound(gettext("There is no such order, or it is not yours."))
    return order


def may_see(purchase: Purchase, user: User | None, order_token: str | None) -> bool:
    if user is not None and purchase.user_id == user.pk:
        return True
    return read_order_token(order_token) == purchase.uuid


def find_purchase(
    *,
    uuid: UUID,
    user: User | None = None,
    order_token: str | None = None,
    retailer: Retailer | None = None,
) -> Purchase:
    """With its payment; on a shop's host only if something was bought there."""
    purchases = Purchase.objects.filter(uuid=uuid)
    if retailer:
        purchases = purchases.filter(orders__retailer=retailer)
    purchase = purchases.select_related("payment").first()
    if purchase is None or not may_see(purchase, user, order_token):
        raise NotFound(gettext("There is no such purchase, or it is not yours."))
    return purchase


def orders_in(purchase: Purchase, retailer: Retailer | None = None) -> list[RetailerOrder]:
    orders = purchase.orders.select_related("retailer", "allocation")
    if retailer:
        orders = orders.filter(retailer=retailer)
    return list(orders.order_by("retailer__name", "id"))


def read_order(order: RetailerOrder) -> OrderView:
    """Raises NotFound when the shop's schema is gone (a purged shop)."""
    with use_retailer(order.retailer):
        source = Order.objects.select_related("shipping_address").get(uuid=order.uuid)
        lines = [_line(line, order.currency) for line in _lines(source)]
        events = [_event(change) for change in _events(source)]
        discounts = [_discount(row, order.currency) for row in _discounts(source)]
    return OrderView(
        order=order,
        source=source,
        lines=lines,
        events=events,
        shipping_address=order.purchase.shipping_address if source.shipping_address else None,
        can_cancel=order.status in states.CUSTOMER_MAY_CANCEL,
        payment_status=order.allocation.status,
        discounts=discounts,
    )


def _lines(source: Order) -> QuerySet[Line]:
    return Line.objects.filter(order=source).select_related("product").order_by("id")


def _events(source: Order) -> QuerySet[OrderStatusChange]:
    return OrderStatusChange.objects.filter(order=source).order_by("date_created", "id")


def _discounts(source: Order) -> QuerySet[OrderDiscount]:
    return OrderDiscount.objects.filter(order=source).order_by("id")


def _discount(row: OrderDiscount, currency: str) -> OrderDiscountView:
    kind = DELIVERY if row.category == OrderDiscount.SHIPPING else GOODS
    return OrderDiscountView(row.offer_name, row.voucher_code, Money(row.amount, currency), kind)


def _line(line: Line, currency: str) -> OrderLine:
    return OrderLine(
        uuid=line.uuid,
        returned=line.num_returned,
        title=line.title,
        product=line.product.uuid if line.product else None,
        quantity=line.quantity,
        unit_price=Money(line.unit_price_incl_tax, currency),
        before_discount=Money(line.line_price_before_discounts_incl_tax, currency),
        discount=Money(line.line_price_before_discounts_incl_tax, currency)
        - Money(line.line_price_incl_tax, currency),
    )


def _event(change: OrderStatusChange) -> OrderEvent:
    return OrderEvent(
        status=change.new_status,
        at=change.date_created,
        role=change.actor_role,
        note=change.note,
    )
