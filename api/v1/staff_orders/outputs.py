"""Orders as the shop's staff see them."""

from typing import Annotated

from api.outputs import Email, field
from api.v1.orders.outputs import OrderOutput, OrderRowOutput, show_order, show_order_row
from api.v1.outputs import PageOutput
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.queries import read_order
from tenants.shop.order.services import legal_moves


class StaffOrderRowOutput(OrderRowOutput):
    email: Annotated[Email, field("The buyer's", "ada@mail.example")]


class StaffOrderPageOutput(PageOutput):
    results: Annotated[list[StaffOrderRowOutput], field("Newest first")]


class StaffOrderOutput(OrderOutput):
    email: Annotated[Email, field("The buyer's", "ada@mail.example")]
    legal_moves: Annotated[
        list[str], field("The statuses that it may go to next", ["processing", "cancelled"])
    ]


def show_staff_order_row(order: RetailerOrder) -> StaffOrderRowOutput:
    return {**show_order_row(order), "email": order.purchase.email}


def show_staff_order(order: RetailerOrder) -> StaffOrderOutput:
    view = read_order(order)
    return {
        **show_order(view),
        "email": order.purchase.email,
        "legal_moves": legal_moves(view.source),
    }
