"""Orders as their buyers see them."""

from typing import Annotated, TypedDict

from api.outputs import Email, Moment, Uuid, euros, field
from api.v1 import samples
from api.v1.outputs import (
    DiscountOutput,
    MoneyOutput,
    OrderSummaryOutput,
    PageOutput,
    optional_timestamp,
    show_discount,
    show_money,
    show_order_summary,
    timestamp,
)
from api.v1.payments.outputs import PaymentOutput, show_payment
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.purchases.queries import OrderEvent, OrderLine, OrderView
from marketplace.purchases.returns import returnable_until
from tenants.kernel.fulfilments import FULFILMENTS
from tenants.kernel.money import Money
from tenants.shop.order import states


class OrderRowOutput(OrderSummaryOutput):
    purchase: Annotated[Uuid, field("For `purchases/{id}/`", samples.PURCHASE)]
    placed_at: Annotated[Moment, field("When it was bought", samples.PLACED_AT)]
    item_count: Annotated[int, field("Pieces", 2)]
    summary: Annotated[str, field("The first products' names", "Stoneware mug")]
    payment_status: Annotated[str, field("Where its payment stands", "cod_due")]


class OrderPageOutput(PageOutput):
    results: Annotated[list[OrderRowOutput], field("Newest first")]


class OrderItemOutput(TypedDict):
    id: Annotated[Uuid, field("For a return", samples.ITEM)]
    product: Annotated[
        Uuid | None, field("The product's or variant's id; null: it is gone", samples.VARIANT)
    ]
    title: Annotated[str, field("The product's name", "Stoneware mug")]
    quantity: Annotated[int, field("Pieces", 2)]
    unit_price: Annotated[MoneyOutput, field("Of one piece, tax included")]
    before_discount: Annotated[MoneyOutput, field("Unit price times quantity", euros("25.00"))]
    discount: Annotated[
        MoneyOutput, field("The item's part of the order's discounts", euros("0.00"))
    ]
    payable: Annotated[
        MoneyOutput,
        field("What is paid for it, and paid back if all of it returns", euros("25.00")),
    ]


class OrderEventOutput(TypedDict):
    status: Annotated[str, field("What the order became", "pending")]
    at: Annotated[Moment, field("When", samples.PLACED_AT)]
    role: Annotated[
        str, field("Who did it: `customer`, `system`, or a role in the shop", "customer")
    ]
    note: Annotated[str, field("What was written beside it; may be empty", "")]


class OrderOutput(OrderRowOutput):
    items: Annotated[list[OrderItemOutput], field("What was bought")]
    goods_total: Annotated[MoneyOutput, field("Before the discount", euros("25.00"))]
    discounts: Annotated[
        list[DiscountOutput], field("Each offer and voucher that took something off", [])
    ]
    payment: Annotated[PaymentOutput, field("The whole purchase's")]
    shipping_address: Annotated[
        dict[str, str] | None,
        field(
            "null: it is picked up",
            {
                "first_name": "Ada",
                "last_name": "Lovelace",
                "line1": "12 St James's Square",
                "city": "London",
                "postcode": "SW1Y 4JH",
                "country": "GB",
                "phone_number": "+442079460000",
            },
        ),
    ]
    payment_method: Annotated[str, field("As in `payments/methods/`", "cash_on_delivery")]
    tracking_number: Annotated[str, field("The carrier's; empty: none", "")]
    carrier: Annotated[str, field("Who carries it; empty: not said", "")]
    can_cancel: Annotated[bool, field("Whether the buyer still may", True)]
    returnable_until: Annotated[Moment | None, field("null: nothing can be sent back now", None)]
    events: Annotated[list[OrderEventOutput], field("What happened, oldest first")]


class ClaimOutput(TypedDict):
    purchases: Annotated[list[Uuid], field("The ids of those that came along", [samples.PURCHASE])]


class PurchaseOutput(TypedDict):
    id: Annotated[Uuid, field("For `purchases/{id}/`", samples.PURCHASE)]
    placed_at: Annotated[Moment, field("When it was bought", samples.PLACED_AT)]
    email: Annotated[Email, field("Where word about it goes", "ada@mail.example")]
    total: Annotated[MoneyOutput, field("Of the orders that are told here", euros("29.90"))]
    payment_status: Annotated[str, field("Where its payment stands", "cod_due")]
    payment_method: Annotated[str, field("As in `payments/methods/`", "cash_on_delivery")]
    orders: Annotated[list[OrderRowOutput], field("One per shop")]


class OrderEventsOutput(TypedDict):
    results: Annotated[list[OrderEventOutput], field("Oldest first")]


class StepOutput(TypedDict):
    status: Annotated[str, field("Of the order", "pending")]
    state: Annotated[
        str,
        field(
            "Past, present, to come, or the end of it",
            "done",
            choices=["done", "current", "upcoming", "stopped"],
        ),
    ]
    at: Annotated[Moment | None, field("null: still to come", samples.PLACED_AT)]
    note: Annotated[str, field("What was written beside it; may be empty", "")]


class TrackingOutput(TypedDict):
    order: Annotated[Uuid, field("The order's id", samples.ORDER)]
    status: Annotated[str, field("Where it stands", "shipped")]
    fulfilment: Annotated[
        str, field("How the goods are handed over", "delivery", choices=FULFILMENTS)
    ]
    carrier: Annotated[str, field("Who carries it; empty: not said", "DHL")]
    tracking_number: Annotated[str, field("The carrier's; empty: none", "JJD000390007827931")]
    timeline: Annotated[
        list[StepOutput],
        field(
            "What happened, then what is to come",
            [
                {},
                {"status": "shipped", "state": "current"},
                {"status": "delivered", "state": "upcoming", "at": None},
            ],
        ),
    ]


STOPPED = (states.CANCELLED, states.RETURNED)


def show_order_row(order: RetailerOrder) -> OrderRowOutput:
    return {
        **show_order_summary(order),
        "purchase": str(order.purchase.uuid),
        "placed_at": timestamp(order.purchase.placed_at),
        "item_count": order.item_count,
        "summary": order.summary,
        "payment_status": order.allocation.status,
    }


def show_order(view: OrderView) -> OrderOutput:
    return {
        **show_order_row(view.order),
        "items": [show_order_item(line) for line in view.lines],
        "goods_total": show_money(view.goods_total),
        "discounts": [show_discount(discount) for discount in view.discounts],
        "payment": show_payment(view.order.allocation.payment),
        "shipping_address": view.shipping_address,
        "payment_method": view.source.payment_method,
        "tracking_number": view.source.tracking_number,
        "carrier": view.source.carrier,
        "can_cancel": view.can_cancel,
        "returnable_until": optional_timestamp(returnable_until(view)),
        "events": [show_order_event(event) for event in view.events],
    }


def show_order_item(line: OrderLine) -> OrderItemOutput:
    return {
        "id": str(line.uuid),
        "product": str(line.product) if line.product else None,
        "title": line.title,
        "quantity": line.quantity,
        "unit_price": show_money(line.unit_price),
        "before_discount": show_money(line.before_discount),
        "discount": show_money(line.discount),
        "payable": show_money(line.payable),
    }


def show_order_event(event: OrderEvent) -> OrderEventOutput:
    return {
        "status": event.status,
        "at": timestamp(event.at),
        "role": event.role,
        "note": event.note,
    }


def show_purchase(purchase: Purchase, orders: list[RetailerOrder]) -> PurchaseOutput:
    """`orders` are those that may be told here; the total is theirs."""
    for order in orders:
        order.purchase = purchase
    return {
        "id": str(purchase.uuid),
        "placed_at": timestamp(purchase.placed_at),
        "email": purchase.email,
        "total": show_money(sum((order.money for order in orders), Money.zero(purchase.currency))),
        "payment_status": purchase.payment.status,
        "payment_method": purchase.payment.method,
        "orders": [show_order_row(order) for order in orders],
    }


def show_tracking(view: OrderView) -> TrackingOutput:
    order = view.order
    return {
        "order": str(order.uuid),
        "status": order.status,
        "fulfilment": order.fulfilment,
        "carrier": view.source.carrier,
        "tracking_number": view.source.tracking_number,
        "timeline": _show_timeline(view),
    }


def _show_timeline(view: OrderView) -> list[StepOutput]:
    steps: list[StepOutput] = [
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
    later: list[StepOutput] = [
        {"status": status, "state": "upcoming", "at": None, "note": ""} for status in coming
    ]
    return steps + later
