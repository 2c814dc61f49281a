"""Orders as the shop's staff see them."""

from typing import Annotated

from api.outputs import Email, field
from api.v1.orders.outputs import OrderOutput, OrderRowOutput, show_order, show_order_row
from api.v1.outputs import MoneyOutput, PageOutput, show_money
from marketplace.payments.refunds import owed_for_cancelled
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.queries import OrderView, read_order
from tenants.shop.order.services import legal_moves


class StaffOrderRowOutput(OrderRowOutput):
    email: Annotated[Email, field("The buyer's", "ada@mail.example")]


class StaffOrderPageOutput(PageOutput):
    results: Annotated[list[StaffOrderRowOutput], field("Newest first")]


class StaffOrderOutput(OrderOutput):
    email: Annotated[Email, field("The buyer's", "ada@mail.example")]
    legal_moves: Annotated[
        list[str],
        field(
            "The statuses that the shop's staff may move it to; for its buyer none",
            ["processing", "cancelled"],
        ),
    ]
    owed_back: Annotated[
        MoneyOutput | None,
        field("What the shop has to hand back, since it was cancelled after it was paid", None),
    ]


def show_staff_order_row(order: RetailerOrder) -> StaffOrderRowOutput:
    return {**show_order_row(order), "email": order.purchase.email}


def show_staff_order(order: RetailerOrder) -> StaffOrderOutput:
    view = read_order(order)
    return {**_show_for_both(view), "legal_moves": legal_moves(view.source)}


def show_buyers_order(order: RetailerOrder) -> StaffOrderOutput:
    """At the address that both read. What a buyer may do with it stands in `can_cancel`."""
    return _show_for_both(read_order(order))


def _show_for_both(view: OrderView) -> StaffOrderOutput:
    owed = owed_for_cancelled(view.order)
    return {
        **show_order(view),
        "email": view.order.purchase.email,
        "legal_moves": [],
        "owed_back": show_money(owed) if owed else None,
    }
