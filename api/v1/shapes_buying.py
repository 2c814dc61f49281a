"""Answers of what concerns buying beyond the cart: plain dicts, as in shapes.py."""

from datetime import datetime

from api.v1.shapes import (
    Shape,
    discount,
    optional_money,
    order_summary,
    payment_of,
    retailer_ref,
    timestamp,
)
from marketplace.payments.delivery import ShopShipping
from marketplace.payments.gateways import METHODS, Gateway
from marketplace.payments.models import Allocation, Payment
from marketplace.payments.preview import Preview
from marketplace.promotions.models import Promotion
from marketplace.purchases.inspections import InspectedBasket
from marketplace.purchases.models import Quote
from tenants.kernel.errors import Refusal
from tenants.kernel.money import Money
from tenants.kernel.rich_text import clean_html


def preview(one: Preview, changes: list[Shape]) -> Shape:
    stops = any(change.stops for change in one.changes)
    return _sums(one, changes) | {"can_be_placed": not stops and not one.problems}


def quote(made: Quote, one: Preview, changes: list[Shape]) -> Shape:
    told = {"id": str(made.uuid), "expires_at": timestamp(made.expires_at)}
    return told | _sums(one, changes)


def _sums(one: Preview, changes: list[Shape]) -> Shape:
    return {
        "groups": [_group(group) for group in one.groups],
        "to_pay": [total.as_dict() for total in one.to_pay],
        "changes": changes,
        "problems": [_problem(problem) for problem in one.problems],
    }


def _group(group: InspectedBasket) -> Shape:
    amounts = group.amounts
    return {
        "retailer": retailer_ref(group.basket.retailer),
        "fulfilment": group.basket.fulfilment,
        "items": _items(group),
        "goods_total": amounts.goods.as_dict(),
        "discount": amounts.discount.as_dict(),
        "discounts": [discount(one) for one in group.discounts.entries],
        "delivery_fee": amounts.delivery.as_dict(),
        "to_pay": amounts.payable.as_dict(),
    }


def _items(group: InspectedBasket) -> list[Shape]:
    priced = [(line, line.price) for line in group.lines if line.price is not None]
    return [
        {
            "product": str(line.product),
            "title": line.title,
            "quantity": line.quantity,
            "unit_price": price.as_dict(),
            "before_discount": (price * line.quantity).as_dict(),
            "discount": off.as_dict(),
            "payable": (price * line.quantity - off).as_dict(),
        }
        for (line, price), off in zip(priced, group.discounts.lines, strict=True)
    ]


def _problem(refusal: Refusal) -> Shape:
    return {
        "type": f"/problems/{refusal.code}",
        "title": refusal.title,
        "detail": refusal.detail,
        "errors": refusal.fields,
    }


# --- payments ---------------------------------------------------------------------------------


def payment_methods() -> list[Shape]:
    return [_method(method) for method in METHODS.values()]


def _method(method: Gateway) -> Shape:
    return {
        "code": method.code,
        "name": method.label,
        "kind": method.kind,
        "needs_action": method.needs_provider,
    }


def payment_detail(one: Payment, shares: list[Allocation]) -> Shape:
    return payment_of(one) | {
        "purchase": str(one.purchase.uuid),
        "created_at": timestamp(one.created_at),
        "changed_at": timestamp(one.changed_at),
        "transactions": [transaction(share) for share in shares],
    }


def transaction(share: Allocation) -> Shape:
    """Of an allocation with its payment, its order and the order's retailer."""
    return {
        "id": str(share.uuid),
        "payment": str(share.payment.uuid),
        "purchase": str(share.payment.purchase.uuid),
        "order": order_summary(share.order),
        "reference": share.order.number,
        "method": share.payment.method,
        "status": share.status,
        "amount": share.money.as_dict(),
        "created_at": timestamp(share.payment.created_at),
        "changed_at": _optional_time(share.changed_at),
    }


def _optional_time(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)


# --- shipping ---------------------------------------------------------------------------------

NAMES = {"delivery": "Delivery", "pickup": "Pickup at the shop"}


def shop_shipping(one: ShopShipping) -> Shape:
    return {
        "retailer": retailer_ref(one.retailer),
        "methods": [
            {
                "code": code,
                "name": NAMES[code],
                "fee": fee.as_dict(),
                "free_over": optional_money(one.free_over if code == "delivery" else None),
            }
            for code, fee in one.fees.items()
        ],
        "minimum_order": optional_money(one.minimum_order),
    }


def shop_shipping_price(one: ShopShipping) -> Shape:
    return shop_shipping(one) | {
        "goods_total": one.goods.as_dict(),
        "missing_for_minimum": optional_money(one.missing if one.missing else None),
    }


# --- promotions -------------------------------------------------------------------------------


def promotion(one: Promotion) -> Shape:
    currency, terms = one.retailer.currency, one.terms

    def money(name: str) -> Shape | None:
        return optional_money(Money.parse(terms[name], currency) if terms.get(name) else None)

    return {
        "id": str(one.uuid),
        "name": one.name,
        "description": clean_html(one.description),
        "retailer": retailer_ref(one.retailer),
        "code": one.code or None,
        "benefit": terms["benefit"],
        "percent": terms.get("percent"),
        "amount": money("amount"),
        "at_least": money("at_least"),
        "starts_at": _optional_time(one.starts_at),
        "ends_at": _optional_time(one.ends_at),
    }
