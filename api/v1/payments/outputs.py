"""Ways to pay, payments, and their share of each order."""

from typing import Annotated, Any, TypedDict, get_args

from api.outputs import Moment, Uuid, euros, field
from api.v1 import samples
from api.v1.outputs import (
    MoneyOutput,
    OrderSummaryOutput,
    PageOutput,
    optional_timestamp,
    show_money,
    show_order_summary,
    timestamp,
)
from marketplace.payments.gateways import METHODS, Gateway
from marketplace.payments.gateways.interface import Kind
from marketplace.payments.models import Allocation, Payment


class PaymentOutput(TypedDict):
    id: Annotated[Uuid, field("For `payments/{id}/`", samples.PAYMENT)]
    status: Annotated[str, field("Where it stands", "cod_due", choices=Payment.Status.choices)]
    method: Annotated[str, field("As in `payments/methods/`", "cash_on_delivery")]
    amount: Annotated[MoneyOutput, field("What is paid by it", euros("29.90"))]
    client_secret: Annotated[
        str | None, field("For a card gateway's SDK; null where none is needed", None)
    ]
    next_action: Annotated[
        dict[str, Any] | None, field("What the app has to do to pay; null: nothing", None)
    ]


class PaymentMethodOutput(TypedDict):
    code: Annotated[str, field("`payment_method` of a checkout", "cash_on_delivery")]
    name: Annotated[str, field("For people", "Cash on delivery or pickup")]
    kind: Annotated[str, field("What one pays with", "cash", choices=get_args(Kind))]
    needs_action: Annotated[
        bool, field("Whether the app has something to do after the checkout (`next_action`)", False)
    ]


class PaymentMethodsOutput(TypedDict):
    results: Annotated[list[PaymentMethodOutput], field("All of them")]


class TransactionOutput(TypedDict):
    id: Annotated[
        Uuid, field("Of this order's share of the payment", "8a9b0c1d-2e3f-4051-8263-748596a7b8c9")
    ]
    payment: Annotated[Uuid, field("For `payments/{id}/`", samples.PAYMENT)]
    purchase: Annotated[Uuid, field("For `purchases/{id}/`", samples.PURCHASE)]
    order: Annotated[OrderSummaryOutput, field("What is paid")]
    reference: Annotated[str, field("Unique; what to quote to the shop", samples.NUMBER)]
    method: Annotated[str, field("As in `payments/methods/`", "cash_on_delivery")]
    status: Annotated[str, field("Where it stands", "cod_due")]
    amount: Annotated[MoneyOutput, field("This order's share", euros("29.90"))]
    created_at: Annotated[Moment, field("When the payment was made", samples.PLACED_AT)]
    changed_at: Annotated[Moment | None, field("When the share changed last; null: never", None)]


class TransactionPageOutput(PageOutput):
    results: Annotated[list[TransactionOutput], field("Newest first")]


class PaymentDetailOutput(PaymentOutput):
    purchase: Annotated[Uuid, field("For `purchases/{id}/`", samples.PURCHASE)]
    created_at: Annotated[Moment, field("When it was made", samples.PLACED_AT)]
    changed_at: Annotated[Moment, field("When it changed last", samples.PLACED_AT)]
    transactions: Annotated[list[TransactionOutput], field("Its share of each order")]


def show_payment(payment: Payment) -> PaymentOutput:
    """As a gateway with a provider would fill it."""
    return {
        "id": str(payment.uuid),
        "status": str(payment.status),
        "method": payment.method,
        "amount": show_money(payment.money),
        "client_secret": None,
        "next_action": None,
    }


def show_payment_methods() -> list[PaymentMethodOutput]:
    return [_show_method(method) for method in METHODS.values()]


def _show_method(method: Gateway) -> PaymentMethodOutput:
    return {
        "code": method.code,
        "name": str(method.label),
        "kind": method.kind,
        "needs_action": method.needs_provider,
    }


def show_payment_detail(payment: Payment, shares: list[Allocation]) -> PaymentDetailOutput:
    return {
        **show_payment(payment),
        "purchase": str(payment.purchase.uuid),
        "created_at": timestamp(payment.created_at),
        "changed_at": timestamp(payment.changed_at),
        "transactions": [show_transaction(share) for share in shares],
    }


def show_transaction(share: Allocation) -> TransactionOutput:
    """Of an allocation with its payment, its order and the order's retailer."""
    return {
        "id": str(share.uuid),
        "payment": str(share.payment.uuid),
        "purchase": str(share.payment.purchase.uuid),
        "order": show_order_summary(share.order),
        "reference": share.order.number,
        "method": share.payment.method,
        "status": share.status,
        "amount": show_money(share.money),
        "created_at": timestamp(share.payment.created_at),
        "changed_at": optional_timestamp(share.changed_at),
    }
