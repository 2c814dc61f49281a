"""Examples of what becomes of an order: tracking, returns, the shop's staff."""

from api.v1.examples import EXAMPLES as EARLIER
from api.v1.examples import (
    ITEM,
    ORDER,
    ORDER_DETAIL,
    ORDER_ROW,
    PURCHASE,
    Example,
    euros,
    page,
)
from api.v1.examples_buying import EXAMPLES as BUYING

EMAIL = {"email": "ada@mail.example"}
EVENT = {"status": "pending", "at": "2026-11-21T09:30:00Z", "role": "customer", "note": ""}
SHIPPED = {"carrier": "DHL", "tracking_number": "JJD000390007827931"}
STAFF_ORDER = ORDER_DETAIL | EMAIL | {"legal_moves": ["processing", "cancelled"]}
MOVED = STAFF_ORDER | SHIPPED | {"status": "shipped", "legal_moves": ["delivered"]}
RETURN = {
    "id": "2f1e0d9c-8b7a-4695-8473-6251403f2e1d",
    "order": ORDER,
    "order_number": ORDER_ROW["number"],
    "kind": "return",
    "status": "requested",
    "reason": "damaged",
    "note": "The handle is broken.",
    "answer": "",
    "amount": euros("12.50"),
    "items": [{"id": ITEM, "title": "Stoneware mug", "quantity": 1, "amount": euros("12.50")}],
    "requested_at": "2026-11-25T18:02:11Z",
    "changed_at": "2026-11-25T18:02:11Z",
}
ASKED = {"reason": "damaged", "note": RETURN["note"], "items": [{"id": ITEM, "quantity": 1}]}
STAFF_RETURN = RETURN | {"legal_moves": ["approved", "refused"]}
APPROVED = STAFF_RETURN | {"status": "approved", "legal_moves": ["received", "refused"]}

EXAMPLES: dict[str, Example] = {
    "orders_events": Example(response={"results": [EVENT]}),
    "orders_tracking": Example(
        response={
            "order": ORDER,
            "status": "shipped",
            "fulfilment": "delivery",
            **SHIPPED,
            "timeline": [
                {"status": "pending", "state": "done", "at": EVENT["at"], "note": ""},
                {"status": "shipped", "state": "current", "at": EVENT["at"], "note": ""},
                {"status": "delivered", "state": "upcoming", "at": None, "note": ""},
            ],
        }
    ),
    "purchases_read": Example(
        response={
            "id": PURCHASE,
            "placed_at": EVENT["at"],
            **EMAIL,
            "total": euros("29.90"),
            "payment_status": "cod_due",
            "payment_method": "cash_on_delivery",
            "orders": [ORDER_ROW],
        }
    ),
    "orders_returns_list": Example(response={"results": [RETURN]}),
    "orders_return": Example(ASKED, RETURN),
    "orders_refund": Example(ASKED, RETURN | {"kind": "refund"}),
    "orders_move": Example({"to": "shipped", **SHIPPED}, MOVED),
    "orders_place": BUYING["checkout"],
    "orders_delete": EARLIER["orders_cancel"],
    "orders_replace": Example({"status": "shipped", **SHIPPED}, MOVED),
    "orders_update": Example({"status": "shipped", **SHIPPED}, MOVED),
    "staff_orders_list": Example(response=page(ORDER_ROW | EMAIL)),
    "staff_orders_read": Example(response=STAFF_ORDER),
    "staff_orders_move": Example({"to": "shipped", **SHIPPED}, MOVED),
    "staff_returns_list": Example(response=page(STAFF_RETURN)),
    "staff_returns_move": Example({"to": "approved", "answer": "Please send it back."}, APPROVED),
}
