"""What the answers look like: plain dicts, described for clients in documents.py."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from api.links import market_url, media_url
from marketplace.accounts.models import User
from marketplace.cart.queries import CartGroup, CartItem, CartView
from marketplace.payments.models import Payment
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.purchases.queries import OrderEvent, OrderLine, OrderView
from marketplace.purchases.returns import returnable_until
from tenants.kernel.money import Money, format_amount
from tenants.kernel.times import rfc3339
from tenants.registry.models import Retailer
from tenants.shop.catalogue.images import WIDTHS
from tenants.shop.order import states

Shape = dict[str, Any]
STOPPED = (states.CANCELLED, states.RETURNED)


def optional_money(value: Money | None) -> Shape | None:
    return None if value is None else value.as_dict()


def optional_amount(value: Decimal | None, currency: str) -> Shape | None:
    if value is None:
        return None
    return {"amount": format_amount(value, currency), "currency": currency}


def image(one: dict[str, Any] | None, schema: str, title: str) -> Shape | None:
    """{"path" or "url", "alt"} as discovery keeps it -> {url, alt, sizes}, URLs absolute.

    A picture that a feed named elsewhere has no sizes.
    """
    if not one:
        return None
    alt, elsewhere = one.get("alt") or title, one.get("url")
    if elsewhere:
        return {"url": elsewhere, "alt": alt, "sizes": []}
    url = media_url(schema, one["path"])
    return {"url": url, "alt": alt, "sizes": _sizes(url)}


def _sizes(url: str) -> list[Shape]:
    """A smaller copy stands beside each larger one (tenants.shop.catalogue.images)."""
    stem, _, tail = url.rpartition("-")
    width, _, ending = tail.partition(".")
    if not (width.isascii() and width.isdigit()):
        return []
    largest = int(width)
    widths = [*(one for one in WIDTHS if one < largest), largest]
    return [{"width": one, "url": f"{stem}-{one}.{ending}"} for one in widths]


def timestamp(moment: datetime) -> str:
    return rfc3339(moment)


def optional_timestamp(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)


def retailer_ref(retailer: Retailer) -> Shape:
    return {"slug": retailer.slug, "name": retailer.name, "url": retailer.url}


def user(one: User) -> Shape:
    return {
        "id": str(one.uuid),
        "email": one.email,
        "phone": one.phone,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "email_verified": one.email_verified_at is not None,
        "phone_verified": one.is_phone_verified,
    }


# --- cart -------------------------------------------------------------------------------------


def cart(view: CartView) -> Shape:
    return {
        "token": view.token,
        "groups": [cart_group(group) for group in view.groups],
        "goods_totals": [total.as_dict() for total in view.goods_totals],
        "to_pay": [total.as_dict() for total in view.to_pay],
        "count": view.count,
    }


def cart_group(group: CartGroup) -> Shape:
    return {
        "retailer": retailer_ref(group.retailer),
        "available": group.available,
        "problem": group.problem or None,
        "fulfilment": group.fulfilment,
        "items": [cart_item(item, group.retailer) for item in group.items],
        "goods_total": group.goods_total.as_dict(),
        "delivery_fee": group.delivery_fee.as_dict(),
        "free_delivery_over": optional_money(group.free_delivery_over),
        "discount": group.discount.as_dict(),
        "discounts": [discount(one) for one in group.discounts],
        "vouchers": [
            {"code": one.code, "problem": f"/problems/{one.problem}" if one.problem else None}
            for one in group.vouchers
        ],
        "minimum_order": optional_money(group.minimum_order),
        "missing_for_minimum": optional_money(group.missing_for_minimum or None),
        "to_pay": group.to_pay.as_dict(),
    }


class AnyDiscount(Protocol):
    """A cart's, an inspected basket's or an order's."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> Money: ...


def discount(one: AnyDiscount) -> Shape:
    return {
        "name": one.name,
        "code": one.code or None,
        "kind": one.kind,
        "amount": one.amount.as_dict(),
    }


def cart_item(item: CartItem, retailer: Retailer) -> Shape:
    return {
        "id": str(item.id),
        "product": str(item.product),
        "listing": str(item.listing) if item.listing else None,
        "title": item.title,
        "options": item.options,
        "url": market_url(item.url) if item.url else None,
        "image": image(item.image, retailer.schema_name, item.title),
        "quantity": item.quantity,
        "unit_price": item.unit_price.as_dict(),
        "before_discount": item.before_discount.as_dict(),
        "discount": item.discount.as_dict(),
        "payable": item.payable.as_dict(),
        "min_quantity": item.min_quantity,
        "max_quantity": item.max_quantity,
        "stock": item.stock,
        "problem": item.problem or None,
        "was": optional_money(item.was),
    }


# --- purchases and orders ---------------------------------------------------------------------


def placed(
    *, purchase: Purchase, payment: Payment, orders: list[RetailerOrder], order_token: str
) -> Shape:
    return {
        "id": str(purchase.uuid),
        "orders": [order_summary(order) for order in orders],
        "totals": [purchase.money.as_dict()],
        "payment_status": str(payment.status),
        "payment_method": payment.method,
        "payment": payment_of(payment),
        "order_token": None if purchase.user_id else order_token,
    }


def payment_of(one: Payment) -> Shape:
    """As a card gateway would fill it; nothing of that is to be done for cash."""
    return {
        "id": str(one.uuid),
        "status": str(one.status),
        "method": one.method,
        "amount": one.money.as_dict(),
        "client_secret": None,
        "next_action": None,
    }


def order_summary(order: RetailerOrder) -> Shape:
    return {
        "id": str(order.uuid),
        "number": order.number,
        "retailer": retailer_ref(order.retailer),
        "status": order.status,
        "fulfilment": order.fulfilment,
        "payable": order.money.as_dict(),
        "delivery_fee": Money(order.delivery_fee, order.currency).as_dict(),
        "discount": Money(order.discount, order.currency).as_dict(),
    }


def order_row(order: RetailerOrder) -> Shape:
    return order_summary(order) | {
        "purchase": str(order.purchase.uuid),
        "placed_at": timestamp(order.purchase.placed_at),
        "item_count": order.item_count,
        "summary": order.summary,
        "payment_status": order.allocation.status,
    }


def order(view: OrderView) -> Shape:
    return order_row(view.order) | {
        "items": [order_item(line) for line in view.lines],
        "goods_total": view.goods_total.as_dict(),
        "discounts": [discount(one) for one in view.discounts],
        "payment": payment_of(view.order.allocation.payment),
        "shipping_address": view.shipping_address,
        "payment_method": view.source.payment_method,
        "tracking_number": view.source.tracking_number,
        "carrier": view.source.carrier,
        "can_cancel": view.can_cancel,
        "returnable_until": optional_timestamp(returnable_until(view)),
        "events": [order_event(event) for event in view.events],
    }


def order_item(line: OrderLine) -> Shape:
    return {
        "id": str(line.uuid),
        "product": str(line.product) if line.product else None,
        "title": line.title,
        "quantity": line.quantity,
        "unit_price": line.unit_price.as_dict(),
        "before_discount": line.before_discount.as_dict(),
        "discount": line.discount.as_dict(),
        "payable": line.payable.as_dict(),
    }


def order_event(event: OrderEvent) -> Shape:
    return {
        "status": event.status,
        "at": timestamp(event.at),
        "role": event.role,
        "note": event.note,
    }


def purchase(one: Purchase, orders: list[RetailerOrder]) -> Shape:
    """`orders` are those that may be told here; the total is theirs."""
    for each in orders:
        each.purchase = one
    return {
        "id": str(one.uuid),
        "placed_at": timestamp(one.placed_at),
        "email": one.email,
        "total": sum((each.money for each in orders), Money.zero(one.currency)).as_dict(),
        "payment_status": one.payment.status,
        "payment_method": one.payment.method,
        "orders": [order_row(each) for each in orders],
    }


def tracking(view: OrderView) -> Shape:
    order = view.order
    return {
        "order": str(order.uuid),
        "status": order.status,
        "fulfilment": order.fulfilment,
        "carrier": view.source.carrier,
        "tracking_number": view.source.tracking_number,
        "timeline": timeline(view),
    }


def timeline(view: OrderView) -> list[Shape]:
    steps: list[Shape] = [
        {
            "status": event.status,
            "state": "stopped" if event.status in STOPPED else "done",
            "at": timestamp(event.at),
            "note": event.note,
        }
        for event in view.events
    ]
    coming = states.ahead(status=view.order.status, fulfilment=view.order.fulfilment)
    if coming and steps:
        steps[-1]["state"] = "current"
    later = [{"status": s, "state": "upcoming", "at": None, "note": ""} for s in coming]
    return steps + later
