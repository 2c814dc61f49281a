"""What a checkout answers: a purchase, a mail to wait for, or what has changed."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext

from api.outputs import Email, Moment, Uuid, euros, field
from api.v1 import samples
from api.v1.outputs import (
    MoneyOutput,
    OrderSummaryOutput,
    show_money,
    show_order_summary,
    timestamp,
)
from api.v1.payments.outputs import PaymentOutput, show_payment
from marketplace.cart.change_kinds import OF_MONEY, ChangeKind
from marketplace.payments.confirmations import ConfirmationNeeded
from marketplace.payments.models import Payment
from marketplace.purchases.changes import Change
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.models import Retailer


class PlacedOutput(TypedDict):
    id: Annotated[Uuid, field("The purchase", samples.PURCHASE)]
    orders: Annotated[list[OrderSummaryOutput], field("One per shop")]
    totals: Annotated[list[MoneyOutput], field("What is paid", [euros("29.90")])]
    payment_status: Annotated[str, field("Where its payment stands", "cod_due")]
    payment_method: Annotated[str, field("As in `payments/methods/`", "cash_on_delivery")]
    payment: Annotated[PaymentOutput, field("What is to be done to pay")]
    order_token: Annotated[
        str | None,
        field("A guest sends it as `X-Order-Token`; null for customers", samples.ORDER_TOKEN),
    ]


class AwaitedOutput(TypedDict):
    code: Annotated[
        str,
        field("Why nothing was placed yet", "confirmation-needed", choices=["confirmation-needed"]),
    ]
    detail: Annotated[
        str,
        field(
            "What the buyer does now, for people",
            "Open the link in the mail that we sent, and place the order there.",
        ),
    ]
    email: Annotated[Email, field("Where the link went", "guest@mail.example")]
    expires_at: Annotated[
        Moment, field("Until when the link places the order", "2026-11-22T09:30:00Z")
    ]


class ChangeOutput(TypedDict):
    retailer: Annotated[str, field("The shop's slug", "northgate-books")]
    item: Annotated[Uuid | None, field("null: the whole group is meant", samples.ITEM)]
    title: Annotated[str, field("The product's name", "Stoneware mug")]
    kind: Annotated[
        str,
        field(
            "What changed",
            "price_rose",
            choices=[*ChangeKind],
        ),
    ]
    was: Annotated[Any, field("Money, a quantity, or null", euros("12.00"))]
    now: Annotated[Any, field("Money, a quantity, or null", euros("12.50"))]


def show_placed(
    *, purchase: Purchase, payment: Payment, orders: list[RetailerOrder], order_token: str
) -> PlacedOutput:
    return {
        "id": str(purchase.uuid),
        "orders": [show_order_summary(order) for order in orders],
        "totals": [show_money(purchase.money)],
        "payment_status": str(payment.status),
        "payment_method": payment.method,
        "payment": show_payment(payment),
        "order_token": None if purchase.user_id else order_token,
    }


def show_awaited(order: ConfirmationNeeded) -> AwaitedOutput:
    """Nothing is placed; kept under the key, so that a repeat sends no second mail."""
    return {
        "code": "confirmation-needed",
        "detail": gettext("Open the link in the mail that we sent, and place the order there."),
        "email": order.email,
        "expires_at": timestamp(order.expires_at),
    }


def show_changes(changes: Sequence[Change]) -> list[ChangeOutput]:
    return show_written_changes([change.as_dict() for change in changes])


def show_written_changes(changes: Sequence[Mapping[str, Any]]) -> list[ChangeOutput]:
    """Of `Change.as_dict`; prices as money."""
    if not changes:
        return []
    slugs = {change["retailer"] for change in changes}
    shops = Retailer.objects.filter(slug__in=slugs).values_list("slug", "currency")
    currencies = dict(shops)
    return [_show_change(change, currencies[change["retailer"]]) for change in changes]


def _show_change(change: Mapping[str, Any], currency: str) -> ChangeOutput:
    was, now = change["was"], change["now"]
    if change["kind"] in OF_MONEY:
        was, now = ({"amount": value, "currency": currency} for value in (was, now))
    return {
        "retailer": change["retailer"],
        "item": change["item"],
        "title": change["title"],
        "kind": change["kind"],
        "was": was,
        "now": now,
    }
