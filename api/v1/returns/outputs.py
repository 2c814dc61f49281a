"""Requests to give goods or money back."""

from typing import Annotated, TypedDict

from api.outputs import Moment, Uuid, field
from api.v1 import samples
from api.v1.outputs import MoneyOutput, PageOutput, show_money, timestamp
from marketplace.purchases import returns
from marketplace.purchases.models import ReturnRequest
from tenants.kernel.money import Money, from_minor


class ReturnItemOutput(TypedDict):
    id: Annotated[Uuid, field("As in the order's `items`", samples.ITEM)]
    title: Annotated[str, field("The product's name", "Stoneware mug")]
    quantity: Annotated[int, field("Pieces", 1)]
    amount: Annotated[MoneyOutput, field("What was paid for these pieces")]


class ReturnOutput(TypedDict):
    id: Annotated[Uuid, field("Of the request", "2f1e0d9c-8b7a-4695-8473-6251403f2e1d")]
    order: Annotated[Uuid, field("For `orders/{id}/`", samples.ORDER)]
    order_number: Annotated[str, field("For people", samples.NUMBER)]
    kind: Annotated[
        str, field("With goods sent back, or without", "return", choices=["return", "refund"])
    ]
    status: Annotated[
        str,
        field(
            "Where it stands",
            "requested",
            choices=["requested", "approved", "refused", "received", "refunded"],
        ),
    ]
    reason: Annotated[str, field("What the buyer says is wrong", "damaged")]
    note: Annotated[str, field("More of it; may be empty", "The handle is broken.")]
    answer: Annotated[str, field("What the shop says", "")]
    amount: Annotated[
        MoneyOutput, field("What was paid for the goods; with the last one the delivery fee")
    ]
    items: Annotated[list[ReturnItemOutput], field("What is to be given back")]
    requested_at: Annotated[Moment, field("When it was asked for", "2026-11-25T18:02:11Z")]
    changed_at: Annotated[Moment, field("When it changed last", "2026-11-25T18:02:11Z")]


class ReturnListOutput(TypedDict):
    results: Annotated[list[ReturnOutput], field("Oldest first")]


class StaffReturnOutput(ReturnOutput):
    legal_moves: Annotated[
        list[str], field("The statuses that it may go to next", ["approved", "refused"])
    ]


class StaffReturnPageOutput(PageOutput):
    results: Annotated[list[StaffReturnOutput], field("Newest first")]


def show_return(request: ReturnRequest) -> ReturnOutput:
    return {
        "id": str(request.uuid),
        "order": str(request.order.uuid),
        "order_number": request.order.number,
        "kind": request.kind,
        "status": str(request.status),
        "reason": request.reason,
        "note": request.note,
        "answer": request.answer,
        "amount": show_money(request.money),
        "items": [
            {
                "id": str(line.line),
                "title": line.title,
                "quantity": line.quantity,
                "amount": show_money(
                    Money(from_minor(line.amount_minor, request.currency), request.currency)
                ),
            }
            for line in request.lines.all()
        ],
        "requested_at": timestamp(request.requested_at),
        "changed_at": timestamp(request.changed_at),
    }


def show_staff_return(request: ReturnRequest) -> StaffReturnOutput:
    return {**show_return(request), "legal_moves": returns.moves_of(request)}
