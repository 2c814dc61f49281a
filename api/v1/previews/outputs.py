"""What a checkout would cost, and what stands in its way."""

from typing import Annotated, TypedDict

from api.outputs import Uuid, euros, field
from api.v1 import samples
from api.v1.checkout.outputs import ChangeOutput, show_changes
from api.v1.outputs import (
    DiscountOutput,
    MoneyOutput,
    RetailerRefOutput,
    show_discount,
    show_money,
    show_retailer_ref,
)
from marketplace.payments.preview import Preview
from marketplace.purchases.inspections import InspectedBasket
from tenants.kernel.errors import Refusal
from tenants.kernel.fulfilments import FULFILMENTS


class CheckoutProblemOutput(TypedDict):
    type: Annotated[str, field("As in a problem document", "/problems/email-needed")]
    title: Annotated[str, field("What is wrong, for people", "Where shall the confirmation go?")]
    detail: Annotated[str, field("More of it; may be empty", "")]
    errors: Annotated[
        dict[str, list[str]],
        field(
            "By member of the body, what is wrong with it",
            {"email": ["Enter your e-mail address."]},
        ),
    ]


class PreviewItemOutput(TypedDict):
    product: Annotated[Uuid, field("The product's or variant's id", samples.VARIANT)]
    title: Annotated[str, field("The product's name", "Stoneware mug, Blue")]
    quantity: Annotated[int, field("Pieces", 2)]
    unit_price: Annotated[MoneyOutput, field("Of one piece, tax included")]
    before_discount: Annotated[MoneyOutput, field("Unit price times quantity", euros("25.00"))]
    discount: Annotated[
        MoneyOutput, field("The item's part of the group's discount", euros("2.50"))
    ]
    payable: Annotated[MoneyOutput, field("What is paid for all pieces", euros("22.50"))]


class PreviewGroupOutput(TypedDict):
    retailer: Annotated[RetailerRefOutput, field("The shop")]
    fulfilment: Annotated[
        str, field("How the goods are handed over", "delivery", choices=FULFILMENTS)
    ]
    items: Annotated[list[PreviewItemOutput], field("What would be bought")]
    goods_total: Annotated[
        MoneyOutput, field("The goods alone, before the discount", euros("25.00"))
    ]
    discount: Annotated[MoneyOutput, field("Taken off the goods", euros("2.50"))]
    discounts: Annotated[
        list[DiscountOutput], field("Each offer and voucher that took something off")
    ]
    delivery_fee: Annotated[
        MoneyOutput, field("What is paid, after its own discount", euros("4.90"))
    ]
    to_pay: Annotated[MoneyOutput, field("Goods less discount plus delivery", euros("27.40"))]


class PreviewOutput(TypedDict):
    groups: Annotated[list[PreviewGroupOutput], field("One per shop")]
    to_pay: Annotated[list[MoneyOutput], field("One per currency", [euros("27.40")])]
    changes: Annotated[list[ChangeOutput], field("Against what the shopper has seen", [])]
    problems: Annotated[list[CheckoutProblemOutput], field("What a checkout would refuse with")]
    can_be_placed: Annotated[bool, field("Whether a checkout would place it now", False)]


def show_preview(preview: Preview) -> PreviewOutput:
    stops = any(change.stops for change in preview.changes)
    return {
        "groups": [show_group(group) for group in preview.groups],
        "to_pay": [show_money(total) for total in preview.to_pay],
        "changes": show_changes(preview.changes),
        "problems": [show_problem(problem) for problem in preview.problems],
        "can_be_placed": not stops and not preview.problems,
    }


def show_group(group: InspectedBasket) -> PreviewGroupOutput:
    amounts = group.amounts
    return {
        "retailer": show_retailer_ref(group.basket.retailer),
        "fulfilment": group.basket.fulfilment,
        "items": _show_items(group),
        "goods_total": show_money(amounts.goods),
        "discount": show_money(amounts.discount),
        "discounts": [show_discount(discount) for discount in group.discounts.entries],
        "delivery_fee": show_money(amounts.delivery),
        "to_pay": show_money(amounts.payable),
    }


def _show_items(group: InspectedBasket) -> list[PreviewItemOutput]:
    priced = [(line, line.price) for line in group.lines if line.price is not None]
    return [
        {
            "product": str(line.product),
            "title": line.title,
            "quantity": line.quantity,
            "unit_price": show_money(price),
            "before_discount": show_money(price * line.quantity),
            "discount": show_money(off),
            "payable": show_money(price * line.quantity - off),
        }
        for (line, price), off in zip(priced, group.discounts.lines, strict=True)
    ]


def show_problem(refusal: Refusal) -> CheckoutProblemOutput:
    return {
        "type": f"/problems/{refusal.code}",
        "title": str(refusal.title),
        "detail": refusal.detail,
        "errors": refusal.fields,
    }
