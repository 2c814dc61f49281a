"""Sending goods back: a buyer asks, the shop's staff answer."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import ORDER_TOKEN
from api.inputs import Input
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import refuse, texts
from api.staff import StaffEndpoint
from api.v1 import shapes
from api.v1.documents_orders import (
    ReturnDocument,
    ReturnListDocument,
    StaffReturnDocument,
    StaffReturnPageDocument,
)
from api.v1.orders.views import OrderEndpoint
from marketplace.accounts.logins import freshness
from marketplace.accounts.logins.freshness import StepUpNeeded
from marketplace.payments.refunds import answer_request
from marketplace.purchases import returns
from marketplace.purchases.errors import AlreadyAsked, CannotReturn, InvalidReturn
from marketplace.purchases.models import ReturnRequest
from tenants.kernel.money import Money, from_minor
from tenants.shop.order.services import IllegalMove, MoreThanBought

VIEW, MOVE = "order.view_order", "order.change_order"
STATUSES = tuple(ReturnRequest.Status.values)
STATUS = OpenApiParameter("status", str, many=True, enum=STATUSES, description="Repeated: or")


def return_shape(one: ReturnRequest) -> shapes.Shape:
    return {
        "id": str(one.uuid),
        "order": str(one.order.uuid),
        "order_number": one.order.number,
        "kind": one.kind,
        "status": str(one.status),
        "reason": one.reason,
        "note": one.note,
        "answer": one.answer,
        "amount": one.money.as_dict(),
        "items": [
            {
                "id": str(line.line),
                "title": line.title,
                "quantity": line.quantity,
                "amount": Money(
                    from_minor(line.amount_minor, one.currency), one.currency
                ).as_dict(),
            }
            for line in one.lines.all()
        ],
        "requested_at": shapes.timestamp(one.requested_at),
        "changed_at": shapes.timestamp(one.changed_at),
    }


def staff_return(one: ReturnRequest) -> shapes.Shape:
    return return_shape(one) | {"legal_moves": returns.moves_of(one)}


class PiecesInput(Input):
    id = serializers.UUIDField(help_text="Of the order's `items`")
    quantity = serializers.IntegerField(min_value=1, max_value=1_000_000)


class ReturnInput(Input):
    reason = serializers.ChoiceField(choices=ReturnRequest.Reason.values)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    items = PiecesInput(many=True, required=False, help_text="Absent: all that is left")


class AskEndpoint(OrderEndpoint):
    def ask(self, request: Request, uuid: UUID, kind: str) -> Response:
        form = ReturnInput(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        made = returns.ask(
            uuid=uuid,
            kind=kind,
            reason=given["reason"],
            note=given.get("note", ""),
            lines=_pieces(given["items"]) if "items" in given else None,
            user=self.customer,
            order_token=self.order_token,
            retailer=self.retailer,
        )
        return Response(return_shape(made), status=201)


class ReturnsView(AskEndpoint):
    problems = {"post": [CannotReturn, AlreadyAsked, InvalidReturn]}

    @extend_schema(
        operation_id="orders_returns_list",
        summary="What was asked for about an order, and the shop's answers",
        description="Returns and refunds alike.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={200: ReturnListDocument},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        found = returns.requests_of(self.order(id))
        return Response({"results": [return_shape(one) for one in found]})

    @extend_schema(
        operation_id="orders_return",
        summary="Ask to send goods back",
        description="Within 14 days after the order was handed over. The shop answers.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        request=ReturnInput,
        responses={201: ReturnDocument},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.ask(request, id, ReturnRequest.Kind.RETURN)


def _pieces(items: list[dict[str, Any]]) -> dict[UUID, int]:
    """What is named twice adds up."""
    found: dict[UUID, int] = {}
    for item in items:
        found[item["id"]] = found.get(item["id"], 0) + item["quantity"]
    return found


class RefundView(AskEndpoint):
    problems = {"post": [CannotReturn, AlreadyAsked, InvalidReturn]}

    @extend_schema(
        operation_id="orders_refund",
        summary="Ask for money back without sending goods",
        description="Within 14 days after the order was handed over. The shop answers.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        request=ReturnInput,
        responses={201: ReturnDocument},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.ask(request, id, ReturnRequest.Kind.REFUND)


class StaffReturnsView(StaffEndpoint):
    query = PARAMETERS | {"status"}
    problems = {"get": [403]}

    @extend_schema(
        operation_id="staff_returns_list",
        summary="What buyers asked a shop to take back, newest first",
        tags=["orders"],
        parameters=[STATUS, CURSOR, PAGE_SIZE],
        responses={200: StaffReturnPageDocument},
    )
    def get(self, request: Request, slug: str) -> Response:
        shop, statuses = self.shop(slug, VIEW), texts(request._request.GET, "status")
        if unknown := set(statuses) - set(STATUSES):
            raise refuse("status", f"There is no {', '.join(sorted(unknown))}.")
        found = returns.requests_at(shop, statuses=statuses)
        page = paginate(request, found, field="id", descending=True)
        rows = [staff_return(one) for one in page.rows]
        return Response(page.body(rows))


class AnswerInput(Input):
    to = serializers.ChoiceField(choices=["approved", "refused", "received", "refunded"])
    answer = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class StaffReturnMoveView(StaffEndpoint):
    problems = {"post": [StepUpNeeded, IllegalMove, MoreThanBought]}

    @extend_schema(
        operation_id="staff_returns_move",
        summary="Answer a request, note that goods came back or that money was handed back",
        description=(
            "A return goes requested, approved, received (the goods are for sale again, the money "
            "is due), refunded; a refund skips received. Cash is paid back by hand. All but a "
            "refusal needs a fresh login (`auth/confirm/`)."
        ),
        tags=["orders"],
        request=AnswerInput,
        responses={200: StaffReturnDocument},
    )
    def post(self, request: Request, slug: str, id: UUID) -> Response:  # noqa: A002
        shop = self.shop(slug, VIEW, MOVE)
        form = AnswerInput(data=request.data)
        form.is_valid(raise_exception=True)
        if form.validated_data["to"] != ReturnRequest.Status.REFUSED:
            freshness.require(request=request._request, token=request.auth)
        answer_request(
            retailer=shop,
            uuid=id,
            actor=self.member,
            role=self.role_at(shop),
            **form.validated_data,
        )
        found = returns.requests_at(shop, statuses=[]).get(uuid=id)
        return Response(staff_return(found))
