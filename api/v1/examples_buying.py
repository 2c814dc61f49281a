"""Examples of what concerns buying: see examples.py."""

from typing import Any

from api.v1.examples import (
    ADDRESS,
    CART,
    ORDER_SUMMARY,
    ORDER_TOKEN,
    PAYMENT,
    PURCHASE,
    RETAILER,
    VARIANT,
    Example,
    euros,
    page,
)

PROMOTION = {
    "id": "2b3c4d5e-6f70-4182-93a4-b5c6d7e8f901",
    "name": "Ten per cent for new readers",
    "description": "",
    "retailer": RETAILER,
    "code": "WELCOME10",
    "benefit": "Percentage",
    "percent": "10",
    "amount": None,
    "at_least": euros("20.00"),
    "starts_at": "2026-11-01T00:00:00Z",
    "ends_at": "2026-12-31T23:59:59Z",
}
DISCOUNT = {
    "name": "Ten per cent for new readers",
    "code": "WELCOME10",
    "kind": "goods",
    "amount": euros("2.50"),
}
CART_WITH_VOUCHER = CART | {
    "groups": [
        CART["groups"][0]  # type: ignore[index]
        | {
            "discount": euros("2.50"),
            "discounts": [DISCOUNT],
            "vouchers": [{"code": "WELCOME10", "problem": None}],
            "to_pay": euros("27.40"),
        }
    ],
    "to_pay": [euros("27.40")],
}
GROUP = {
    "retailer": RETAILER,
    "fulfilment": "delivery",
    "items": [
        {
            "product": VARIANT,
            "title": "Stoneware mug, Blue",
            "quantity": 2,
            "unit_price": euros("12.50"),
            "before_discount": euros("25.00"),
            "discount": euros("2.50"),
            "payable": euros("22.50"),
        }
    ],
    "goods_total": euros("25.00"),
    "discount": euros("2.50"),
    "discounts": [DISCOUNT],
    "delivery_fee": euros("4.90"),
    "to_pay": euros("27.40"),
}
SUMS: dict[str, Any] = {"groups": [GROUP], "to_pay": [euros("27.40")], "changes": []}
CHECKOUT = {
    "email": "guest@mail.example",
    "shipping_address": ADDRESS,
    "fulfilment": {"northgate-books": "delivery"},
    "payment_method": "cash_on_delivery",
}
PLACED = {
    "id": PURCHASE,
    "orders": [ORDER_SUMMARY],
    "totals": [euros("29.90")],
    "payment_status": "cod_due",
    "payment_method": "cash_on_delivery",
    "payment": PAYMENT,
    "order_token": ORDER_TOKEN,
}
TRANSACTION = {
    "id": "8a9b0c1d-2e3f-4051-8263-748596a7b8c9",
    "payment": PAYMENT["id"],
    "purchase": PURCHASE,
    "order": ORDER_SUMMARY,
    "reference": ORDER_SUMMARY["number"],
    "method": "cash_on_delivery",
    "status": "cod_due",
    "amount": euros("29.90"),
    "created_at": "2026-11-21T09:30:00Z",
    "changed_at": None,
}
SHIPPING = {
    "retailer": RETAILER,
    "methods": [
        {
            "code": "delivery",
            "name": "Delivery",
            "fee": euros("4.90"),
            "free_over": euros("50.00"),
        },
        {"code": "pickup", "name": "Pickup at the shop", "fee": euros("0.00"), "free_over": None},
    ],
    "minimum_order": euros("15.00"),
}
EMAIL_NEEDED = {
    "type": "/problems/email-needed",
    "title": "Where shall the confirmation go?",
    "detail": "",
    "errors": {"email": ["Enter your e-mail address."]},
}
AWAITED = {
    "code": "confirmation-needed",
    "detail": "Open the link in the mail that we sent, and place the order there.",
    "email": "guest@mail.example",
    "expires_at": "2026-11-22T09:30:00Z",
}

EXAMPLES: dict[str, Example] = {
    "cart_merge": Example(
        {"token": CART["token"]},
        {
            "moved": 1,
            "added_up": 1,
            "limited": [{"title": "Stoneware mug, Blue", "why": "4 instead of 5"}],
            "dropped": [],
            "cart": CART | {"token": None},
        },
    ),
    "cart_voucher_add": Example(
        {"code": "welcome10"},
        {
            "code": "WELCOME10",
            "applied": ["northgate-books"],
            "outdone": [],
            "cart": CART_WITH_VOUCHER,
        },
    ),
    "cart_voucher_remove": Example(response=CART),
    "cart_quote": Example(
        {"fulfilment": {"northgate-books": "delivery"}},
        SUMS
        | {
            "id": "4d5e6f70-8192-43a4-b5c6-d7e8f9012a3b",
            "expires_at": "2026-11-21T09:45:00Z",
            "problems": [],
        },
    ),
    "checkout_preview": Example(
        {"shipping_address": ADDRESS},
        SUMS | {"problems": [EMAIL_NEEDED], "can_be_placed": False},
    ),
    "checkout": Example(CHECKOUT, PLACED, AWAITED),
    "checkout_read": Example(response=PLACED),
    "orders_claim": Example(response={"purchases": [PURCHASE]}),
    "payment_methods": Example(
        response={
            "results": [
                {
                    "code": "cash_on_delivery",
                    "name": "Cash on delivery or pickup",
                    "kind": "cash",
                    "needs_action": False,
                }
            ]
        }
    ),
    "payment_transactions": Example(response=page(TRANSACTION)),
    "payments_read": Example(
        response=PAYMENT
        | {
            "purchase": PURCHASE,
            "created_at": "2026-11-21T09:30:00Z",
            "changed_at": "2026-11-21T09:30:00Z",
            "transactions": [TRANSACTION],
        }
    ),
    "shipping_methods": Example(response={"results": [SHIPPING]}),
    "shipping_calculate": Example(
        {"items": [{"product": VARIANT, "quantity": 2}], "shipping_address": {"country": "GB"}},
        {"results": [SHIPPING | {"goods_total": euros("25.00"), "missing_for_minimum": None}]},
    ),
    "promotions_create": Example(
        {
            "name": "Ten per cent for new readers",
            "code": "WELCOME10",
            "benefit": "percentage",
            "percent": "10",
            "at_least": "20.00",
            "usage": "once_per_customer",
            "is_public": True,
        },
        PROMOTION,
    ),
    "promotions_list": Example(response=page(PROMOTION)),
    "promotions_read": Example(response=PROMOTION),
}
