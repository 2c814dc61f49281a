"""Orders and purchases as the components order_card, timeline and cart_line take them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Address
from marketplace.accounts.people.address_book import fields_of
from marketplace.cart.discounts import DELIVERY
from marketplace.discovery.addresses import product_path
from marketplace.discovery.models import ListingVariant
from marketplace.pages.shared.pictures import picture_of
from marketplace.pages.shared.shapes.carts import shop_of
from marketplace.pages.shared.shapes.times import shop_time
from marketplace.payments.gateways import METHODS
from marketplace.payments.refunds import owed_for_cancelled
from marketplace.payments.states import AWAITED
from marketplace.purchases.mails import pickup_place
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.purchases.queries import OrderLine, OrderView, orders_in
from tenants.kernel import fulfilments
from tenants.kernel.money import Money
from tenants.kernel.postal.lines import address_lines, person_name
from tenants.shop.order import states
from tenants.shop.order.models import Order

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Shape = dict[str, Any]

PAYMENT_STATUS = {
    "pending": states.AWAITS_PAYMENT,
    "cod_due": _("Due in cash"),
    "authorized": _("Authorized"),
    "paid": _("Paid"),
    "failed": _("Failed"),
    "cancelled": _("Nothing is due"),
    "partially_refunded": _("Partly refunded"),
    "refunded": _("Refunded"),
}

CASH_DUE = {
    fulfilments.DELIVERY: _("To be paid on delivery"),
    fulfilments.PICKUP: _("To be paid at pickup"),
}


def order_url(order: RetailerOrder, token: str = "") -> str:
    """The account's page, or for a guest the signed one."""
    if not token:
        return reverse("account-order", args=[order.uuid])
    url = reverse("guest-order", args=[order.uuid])
    return f"{url}?{urlencode({'token': token})}"


def _back_url(order: RetailerOrder, token: str) -> str:
    """To all orders, or for a guest to the purchase that the order is a part of."""
    if not token:
        return reverse("account-orders")
    url = reverse("purchase", args=[order.purchase.uuid])
    return f"{url}?{urlencode({'token': token})}"


def invoice_url(order: RetailerOrder, token: str = "") -> str:
    if not token:
        return reverse("account-order-invoice", args=[order.uuid])
    url = reverse("guest-order-invoice", args=[order.uuid])
    return f"{url}?{urlencode({'token': token})}"


def event_label(order: Order, status: str) -> "StrOrPromise":
    """Of a status that an order once had: a pending one waited for what its method asks for,
    whatever became of it since."""
    method = METHODS.get(order.payment_method)
    paid_ahead = method.paid_ahead if method else order.awaits_payment
    return states.status_label(status, awaits_payment=paid_ahead and bool(order.total_incl_tax))


def card_of(request: HttpRequest, order: RetailerOrder, token: str = "") -> Shape:
    """Of an order with its allocation."""
    awaits_payment = order.status == states.PENDING and order.allocation.status in AWAITED
    return {
        "number": order.number,
        "url": order_url(order, token),
        "placed_at": shop_time(order.retailer, order.purchase.placed_at),
        "status": order.status,
        "status_label": states.status_label(order.status, awaits_payment=awaits_payment),
        "awaits_payment": awaits_payment,
        "retailer": shop_of(request, order.retailer),
        "total": order.money,
        "item_count": order.item_count,
        "summary": order.summary,
        "fulfilment": order.fulfilment,
        "way": fulfilments.LABELS.get(order.fulfilment, order.fulfilment),
        "pickup_at": pickup_place(order),
        "thumbs": _thumbs(order),
    }


def _placed_at(purchase: Purchase, orders: list[RetailerOrder]) -> datetime:
    """By the clock of its shop, where it was placed at one."""
    one_shop = len(orders) == 1
    return shop_time(orders[0].retailer, purchase.placed_at) if one_shop else purchase.placed_at


def _thumbs(order: RetailerOrder) -> list[Shape]:
    """Orders of an earlier release may name a feed's address, which is not shown."""
    is_own = not order.image.startswith(("https://", "http://"))
    picture = picture_of({"path": order.image}, order.retailer) if is_own else None
    return [picture | {"alt": ""}] if picture else []


def purchase_of(request: HttpRequest, purchase: Purchase, token: str = "") -> Shape:
    """On a shop's host its own part only. Three statements, whatever the number of shops."""
    shop = request.retailer  # type: ignore[attr-defined]
    orders = [order for order in orders_in(purchase) if shop is None or order.retailer == shop]
    cards = []
    for order in orders:
        order.purchase = purchase
        cards.append(card_of(request, order, token))
    rows = [{"label": card["retailer"]["name"], "amount": card["total"]} for card in cards]
    total = sum((card["total"] for card in cards), Money.zero(purchase.currency))
    return {
        "id": purchase.uuid,
        "email": purchase.email,
        "placed_at": _placed_at(purchase, orders),
        "orders": cards,
        "rows": [*rows, {"label": _("Total"), "amount": total, "kind": "grand"}],
        "address": address_of(purchase.shipping_address),
        "delivers": any(order.fulfilment == fulfilments.DELIVERY for order in orders),
        "first_name": _called(purchase),
        "payment_label": PAYMENT_STATUS.get(purchase.payment.status, purchase.payment.status),
        "awaits_payment": any(card["awaits_payment"] for card in cards),
        "method": METHODS.get(purchase.payment.method),
        "is_free": not total,
        "token": token,
    }


def _called(purchase: Purchase) -> str:
    """What a page of thanks calls the buyer."""
    address = purchase.shipping_address or {}
    return address.get("first_name") or address.get("last_name", "")


def address_of(address: dict[str, str] | None, *, sent_from: str = "") -> Shape | None:
    """As the component address takes it; `sent_from` is the shop's country where it packs."""
    if not address or not address.get("line1"):
        return None
    return {
        "name": person_name(address),
        "line1": address["line1"],
        "lines": address_lines(address, sent_from=sent_from),
        "phone_number": address.get("phone_number", ""),
    }


def booked_address_of(address: Address) -> Shape:
    """An entry of the address book."""
    shape = address_of(fields_of(address)) or {}
    return shape | {"uuid": address.uuid, "is_default": address.is_default}


def order_of(request: HttpRequest, view: OrderView, token: str = "") -> Shape:
    card = card_of(request, view.order, token)
    return card | {
        "uuid": view.order.uuid,
        "back_url": _back_url(view.order, token),
        "is_open": view.order.retailer.is_active,
        "items": _items(view),
        "events": _events(view),
        "rows": _rows(view),
        "address": address_of(view.shipping_address),
        "can_cancel": view.can_cancel,
        "tracking_number": view.source.tracking_number,
        "carrier": view.source.carrier,
        "has_invoice": view.order.status in states.INVOICED,
        "invoice_url": invoice_url(view.order, token),
        "payment_label": _payment_label(view),
        "payment_status": view.payment_status,
        "owed_back": owed_for_cancelled(view.order),
        "token": token,
    }


def _payment_label(view: OrderView) -> "StrOrPromise":
    if view.payment_status == "cod_due":
        return CASH_DUE.get(view.order.fulfilment, PAYMENT_STATUS["cod_due"])
    return PAYMENT_STATUS.get(view.payment_status, view.payment_status)


def _items(view: OrderView) -> list[Shape]:
    """Pictures and addresses come from the listings that are still there; one statement."""
    uuids = [line.product for line in view.lines if line.product]
    rows = ListingVariant.objects.filter(uuid__in=uuids).select_related("listing")
    by_uuid = {variant.uuid: variant for variant in rows}
    variants = ((line, by_uuid.get(line.product) if line.product else None) for line in view.lines)
    return [_item(view, number, *pair) for number, pair in enumerate(variants)]


def _item(view: OrderView, number: int, line: OrderLine, variant: ListingVariant | None) -> Shape:
    listing = variant.listing if variant and variant.listing.is_visible else None
    images = listing.images if listing else []
    leads_on = listing is not None and view.order.retailer.is_active
    return {
        "id": str(number),
        "title": line.title,
        "url": product_path(listing.slug, listing.short_id) if listing and leads_on else "",
        "image": picture_of(next(iter(images), None), view.order.retailer),
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "before_discount": line.before_discount,
        "discount": line.discount,
        "payable": line.payable,
    }


def _events(view: OrderView) -> list[Shape]:
    """What happened, then what is still to come on this order's road."""
    past = [
        {
            "label": event_label(view.source, event.status),
            "at": shop_time(view.order.retailer, event.at),
            "note": event.note,
            "state": "stopped" if event.status == states.CANCELLED else "done",
        }
        for event in view.events
    ]
    ahead = states.ahead(status=view.order.status, fulfilment=view.order.fulfilment)
    is_delivered = view.order.status == states.DELIVERED
    if past and (ahead or is_delivered):
        past[-1]["state"] = "current"
    return past + [{"label": states.LABELS[status], "state": "upcoming"} for status in ahead]


def _rows(view: OrderView) -> list[Shape]:
    """They add up: each discount stands below what it is taken from."""
    charge = view.delivery_charge
    delivery: Shape = {"label": fulfilments.LABELS.get(view.order.fulfilment, ""), "amount": charge}
    if not charge:
        delivery["text"] = _("Free")
    return [
        {"label": _("Items"), "amount": view.goods_total},
        *_discount_rows(view, "goods"),
        delivery,
        *_discount_rows(view, DELIVERY),
        {"label": _("Total"), "amount": view.order.money, "kind": "grand"},
    ]


def _discount_rows(view: OrderView, kind: str) -> list[Shape]:
    return [
        {
            "label": f"{discount.name} ({discount.code})" if discount.code else discount.name,
            "amount": discount.amount,
            "kind": "discount",
        }
        for discount in view.discounts
        if discount.kind == kind
    ]
