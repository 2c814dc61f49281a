"""Sending goods back: a buyer asks, the shop's staff answer."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import ORDER_TOKEN
from api.inputs import read
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import refuse, texts
from api.staff import StaffEndpoint
from api.v1.orders.views import OrderEndpoint
from api.v1.returns.inputs import AnswerInput, ReturnInput
from api.v1.returns.outputs import (
    ReturnListOutput,
    ReturnOutput,
    StaffReturnOutput,
    StaffReturnPageOutput,
    show_return,
    show_staff_return,
)
from api.views import list_response
from marketplace.accounts.logins import freshness
from marketplace.accounts.logins.freshness import StepUpNeeded
from marketplace.payments.refunds import answer_request
from marketplace.purchases import returns
from marketplace.purchases.errors import AlreadyAsked, CannotReturn, InvalidReturn
from marketplace.purchases.models import ReturnRequest
from tenants.shop.order.services import IllegalMove, MoreThanBought

VIEW, MOVE = "order.view_order", "order.change_order"
STATUSES = tuple(ReturnRequest.Status.values)
STATUS = OpenApiParameter("status", str, many=True, enum=STATUSES, description="Repeated: or")


class AskEndpoint(OrderEndpoint):
    def ask(self, request: Request, uuid: UUID, kind: str) -> Response:
        values = read(ReturnInput, request.data)
        return_request = returns.ask(
            uuid=uuid,
            kind=kind,
            reason=values["reason"],
            note=values.get("note", ""),
            lines=_pieces(values["items"]) if "items" in values else None,
            user=self.customer,
            order_token=self.order_token,
            retailer=self.retailer,
        )
        return Response(show_return(return_request), status=201)


class ReturnsView(AskEndpoint):
    problems = {"post": [CannotReturn, AlreadyAsked, InvalidReturn]}
    examples = {"post": Example(request=("note", "items"))}

    @extend_schema(
        operation_id="orders_returns_list",
        summary="What was asked for about an order, and the shop's answers",
        description="Returns and refunds alike.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        responses={200: ReturnListOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        requests = returns.requests_of(self.order(id))
        return list_response([show_return(return_request) for return_request in requests])

    @extend_schema(
        operation_id="orders_return",
        summary="Ask to send goods back",
        description="Within 14 days after the order was handed over. The shop answers.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        request=ReturnInput,
        responses={201: ReturnOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.ask(request, id, ReturnRequest.Kind.RETURN)


def _pieces(items: list[dict[str, Any]]) -> dict[UUID, int]:
    """What is named twice adds up."""
    pieces: dict[UUID, int] = {}
    for item in items:
        pieces[item["id"]] = pieces.get(item["id"], 0) + item["quantity"]
    return pieces


class RefundView(AskEndpoint):
    problems = {"post": [CannotReturn, AlreadyAsked, InvalidReturn]}
    examples = {"post": Example(request=("note", "items"), answer={"kind": "refund"})}

    @extend_schema(
        operation_id="orders_refund",
        summary="Ask for money back without sending goods",
        description="Within 14 days after the order was handed over. The shop answers.",
        tags=["orders"],
        parameters=[ORDER_TOKEN],
        request=ReturnInput,
        responses={201: ReturnOutput},
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
        responses={200: StaffReturnPageOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        shop, statuses = self.shop(slug, VIEW), texts(web_request(request).GET, "status")
        if unknown := set(statuses) - set(STATUSES):
            names = ", ".join(sorted(unknown))
            raise refuse("status", gettext("There is no %(names)s.") % {"names": names})
        requests = returns.requests_at(shop, statuses=statuses)
        page = paginate(request, requests, field="id", descending=True)
        rows = [show_staff_return(return_request) for return_request in page.rows]
        return Response(page.body(rows))


class StaffReturnMoveView(StaffEndpoint):
    problems = {"post": [StepUpNeeded, IllegalMove, MoreThanBought]}
    examples = {
        "post": Example(
            request=("answer",),
            answer={"status": "approved", "legal_moves": ["received", "refused"]},
        )
    }

    @extend_schema(
        operation_id="staff_returns_move",
        summary="Answer a request, note that goods came back or that money was handed back",
        description=(
            "A return goes requested, approved, received (the goods are for sale again, the money "
            "is due), refunded; a refund skips received. What was paid without a provider is "
            "paid back by hand. All but a refusal needs a fresh login (`auth/confirm/`)."
        ),
        tags=["orders"],
        request=AnswerInput,
        responses={200: StaffReturnOutput},
    )
    def post(self, request: Request, slug: str, id: UUID) -> Response:  # noqa: A002
        shop = self.shop(slug, VIEW, MOVE)
        values = read(AnswerInput, request.data)
        if values["to"] != ReturnRequest.Status.REFUSED:
            freshness.require(request=web_request(request), token=request.auth)
        answer_request(
            retailer=shop,
            uuid=id,
            actor=self.member,
            role=self.role_at(shop),
            **values,
        )
        return_request = returns.requests_at(shop, statuses=[]).get(uuid=id)
        return Response(show_staff_return(return_request))
